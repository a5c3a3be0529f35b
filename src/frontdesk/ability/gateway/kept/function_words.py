"""Words that may differ between two questions of the same essence, and the one form of words that mean
the same."""

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SOFT = frozenset(
    _words(
        """
        a an the this that these those it its is are am be being do does have has having can could
        will would may might shall i me my mine we us our you your yours u ur there here of to for in
        on at as with so then please pls thanks thank hi hello hey ok okay guys folks just also very
        really actually exactly kindly tell know knowing want wanna wondering wonder like ask asking
        got get any some about s re ve ll d m up
        el la los las un una unos unas lo al del de en que es son está están esta estan ser estar hay
        tienen tiene tengo puedo puede pueden podría podrían me nos se le les te su sus mi mis tu tus
        yo usted ustedes nosotros para con por hola gracias quisiera quiero saber decirme dime
        gustaría eso esto este ese esa ahí aquí algún alguna muy también
        """
    )
)
FIRST = frozenset(_words("i me my mine we us our yo mi mis puedo tengo nosotros nos"))
SECOND = frozenset(
    _words(
        "you your yours u ur usted ustedes su sus tu tus te puede pueden podría podrían tiene tienen"
    )
)
_FORMS: Mapping[str, str] = {
    "!not": "not cannot dont cant wont isnt arent doesnt",
    "monday": "mon mondays",
    "tuesday": "tue tues tuesdays",
    "wednesday": "wed wednesdays",
    "thursday": "thu thur thurs thursdays",
    "friday": "fri fridays",
    "saturday": "sat saturdays",
    "sunday": "sun sundays",
    "dónde": "donde",
    "cuándo": "cuando",
    "cuánto": "cuanto",
    "open": "opening opened",
}
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
)
SAME: Mapping[str, str] = {
    **{form: word for word, forms in _FORMS.items() for form in _words(forms)},
    **{word: str(count) for row in _NUMBERS for count, word in enumerate(_words(row))},
}
