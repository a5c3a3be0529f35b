"""Words that say nothing by themselves, by language: a rewording may use these and the original's."""

from collections.abc import Mapping
from dataclasses import dataclass


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`plain` may be added to sentences without a fact, `thanks` to those with one, `noting` even
    directly before it; `agreeing` only where the original agrees already; `denying` is kept or
    left out as the original has it; `asking` are the words that questions begin with, of which
    `telling` say what is asked; `either` joins the answers to choose from."""

    plain: frozenset[str]
    thanks: frozenset[str]
    noting: frozenset[str]
    agreeing: frozenset[str]
    denying: frozenset[str]
    asking: frozenset[str]
    telling: frozenset[str]
    either: frozenset[str]


_THANKS_EN = (
    "got it noted thanks thank you understood i've so and for that me us the sharing telling "
    "letting know"
)
_THANKS_ES = (
    "anotado entendido gracias muchas queda y lo le por eso me nos el la compartir decirme contarme"
)
_EN = PlainWords(
    thanks=listed(_THANKS_EN),
    noting=listed("noted it for sharing"),
    plain=listed(
        f"{_THANKS_EN} a an of to in on at from with about by as but or if then this it's that's its "
        "is are was be been being am do does did can could would may might i i'm i'd we we're we'd "
        "we've you're you'd you've your yours my our them they there here tell share let let's say "
        "ask mention hear help helps helping like want prefer mind wonder wondering curious just "
        "also please thankful much appreciate appreciated happy glad pleased pleasure hello hi hey "
        "there welcome again next first question bit little really well saying mentioning hearing "
        "asking knowing learn idea thought thoughts thinking think sense details "
        "reaching out writing message note sorry"
    ),
    agreeing=listed(
        "great wonderful perfect lovely excellent awesome fantastic nice good sounds sure absolutely "
        "definitely certainly course yes yeah yep okay ok right exactly alright fine agreed agree "
        "correct true deal done indeed totally"
    ),
    denying=listed("not no never none nothing without cannot nobody neither nor hardly"),
    asking=listed("what what's which when when's where where's who who's why how how's whose whom"),
    telling=listed("when when's where where's who who's why"),
    either=listed("or"),
)
_ES = PlainWords(
    thanks=listed(_THANKS_ES),
    noting=listed("anotado entendido por"),
    plain=listed(
        f"{_THANKS_ES} los las un una unos unas de del a al en u o que se su sus les mi nuestro "
        "nuestra usted ustedes es está son ser sería he hemos con para como si pero también favor "
        "saludos hola puede podría pudiera podrías quisiera quisiéramos gustaría gusta quiere desea "
        "prefiere dígame díganos decir decirnos cuénteme cuéntenos contarnos contar comparta "
        "comentarme comente saber sabe conocer entender ayudar ayudarle ayudarlo ayuda encantado "
        "encantada mucho gusto placer agradezco agradecemos alegra tal vez quizá quizás idea mente "
        "pensando piensa pensado pregunta poco hablar escribir mensaje perdone disculpe "
        "bienvenido bienvenida algo"
    ),
    agreeing=listed(
        "claro sí perfecto genial excelente bueno buena bien vale ok okay supuesto luego seguro "
        "exacto correcto estupendo maravilloso acuerdo cierto hecho"
    ),
    denying=listed("no nunca sin ni nada jamás ninguna ninguno nadie tampoco"),
    asking=listed(
        "qué cuál cuáles cuándo dónde adónde quién quiénes cómo cuánto cuánta cuántos cuántas "
        "que cual cuales cuando donde quien como cuanto cuanta cuantos cuantas"
    ),
    telling=listed("cuándo dónde adónde quién cuánto cuánta cuántos cuántas"),
    either=listed("o u"),
)
WORDS: Mapping[str, PlainWords] = {"en": _EN, "es": _ES}
