"""Words that say nothing by themselves, by language: a rewording may use these and the original's."""

from collections.abc import Mapping
from dataclasses import dataclass


def listed(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`courteous` words may be put anywhere but beside a fact, `thanks` into a sentence with one,
    `noting` even directly before it, `wondering` only into a question. `praising` words come in
    only where the original praises too: "great" may be heard as a yes. Words in `denying` are
    kept, and none is added. Questions begin with words in `asking`, of which `telling` say what is
    asked, or `turning` ones before `persons` or `subjects`; `speaking` ones begin a
    sentence of ours; `either` joins the answers to choose from."""

    courteous: frozenset[str]
    thanks: frozenset[str]
    noting: frozenset[str]
    wondering: frozenset[str]
    praising: frozenset[str]
    denying: frozenset[str]
    asking: frozenset[str]
    telling: frozenset[str]
    turning: frozenset[str]
    persons: frozenset[str]
    speaking: frozenset[str]
    subjects: frozenset[str]
    either: frozenset[str]

    @property
    def plain(self) -> frozenset[str]:
        """All words that tell nothing of what a sentence is about."""
        return self.courteous | self.thanks | self.wondering | self.praising | self.asking


_EN = PlainWords(
    courteous=listed(
        "a an the of to in on at from with about by as and or but so then for this that it it's "
        "that's its is are am i i'm we we're you you're you've i've your our my me us here there "
        "thanks thank got noted understood also please thankful much appreciate appreciated happy "
        "glad pleased pleasure hello hi hey welcome again really well bit little just hear hearing "
        "sharing telling letting writing reaching out know message note sorry next question"
    ),
    thanks=listed(
        "got it noted thanks thank you understood i've so and for that me us the sharing telling "
        "letting know"
    ),
    noting=listed("noted it for sharing"),
    wondering=listed(
        "if was be been being do does did can could would may might i'd we'd you'd they them tell "
        "share let let's say ask mention help like want prefer mind wonder wondering curious first "
        "saying mentioning asking knowing idea thought thoughts thinking think sense details "
        "hoping hope planning plan interested considering looking look kind sort feel ideally "
        "specific particular preferred"
    ),
    praising=listed(
        "great wonderful perfect lovely excellent awesome nice good fine ok okay alright right sure "
        "sounds"
    ),
    denying=listed("not no never none nothing without cannot nobody neither nor hardly"),
    asking=listed("what what's which when when's where where's who who's why how how's whose whom"),
    telling=listed("when when's where where's who who's why"),
    turning=listed("do does did can could would may might are is was have has should"),
    persons=listed("you we i they"),
    speaking=listed("i i'm i've we we're we've"),
    subjects=listed("there it that this a the your"),
    either=listed("or"),
)
_ES = PlainWords(
    courteous=listed(
        "el la los las un una unos unas lo le les me nos de del a al en y e o u por para con es está "
        "son soy su sus mi nuestro nuestra usted ustedes que como pero también gracias muchas mucho "
        "eso queda anotado entendido favor saludos hola encantado encantada gusto placer agradezco "
        "agradecemos alegra perdone disculpe bienvenido bienvenida escribir escribirnos mensaje "
        "compartir decirme decirnos contarme contarnos pregunta poco"
    ),
    thanks=listed(
        "anotado entendido gracias muchas queda y lo le por eso me nos el la compartir decirme contarme"
    ),
    noting=listed("anotado entendido por"),
    wondering=listed(
        "se si ser sería he hemos puede podría pudiera quisiera quisiéramos gustaría gusta quiere "
        "desea prefiere dígame díganos decir cuénteme cuéntenos contar comparta comentarme comente "
        "saber sabe conocer entender ayudar ayudarle tal vez quizá quizás idea mente pensando piensa "
        "pensado algo interesa interesado interesada buscando planeando tiene"
    ),
    praising=listed("perfecto genial excelente bueno buena bien vale ok okay claro"),
    denying=listed("no nunca sin ni nada jamás ninguna ninguno nadie tampoco"),
    asking=listed(
        "qué cuál cuáles cuándo dónde adónde quién quiénes cómo cuánto cuánta cuántos cuántas"
    ),
    telling=listed("cuándo dónde adónde quién cuánto cuánta cuántos cuántas"),
    turning=listed(
        "puede podría pudiera quisiera gustaría quiere desea prefiere dígame díganos tiene busca le"
    ),
    persons=frozenset(),
    speaking=listed("soy"),
    subjects=frozenset(),
    either=listed("o u"),
)
WORDS: Mapping[str, PlainWords] = {"en": _EN, "es": _ES}
