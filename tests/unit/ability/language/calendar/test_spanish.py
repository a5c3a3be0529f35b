"""Spanish sentences in, the same values as their English twins out."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.ability.language import calendar
from frontdesk.ability.language.context import Context

NOW = datetime(2026, 4, 15, 14, 20, tzinfo=ZoneInfo("America/Chicago"))
HERE = Context(now=NOW, tz="America/Chicago")


def found(text: str) -> list[tuple[str, object]]:
    values, _ = calendar.find_times(text, HERE)
    return [(value.kind, value.value) for value in values]


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("mañana a las 3", "tomorrow at 3"),
        ("mañana por la tarde", "tomorrow afternoon"),
        ("pasado mañana", "the day after tomorrow"),
        ("el viernes", "friday"),
        ("el próximo viernes a las 10 de la mañana", "next friday at 10 in the morning"),
        ("la semana que viene", "next week"),
        ("el mes pasado", "last month"),
        ("en dos semanas", "in two weeks"),
        ("hace tres días", "three days ago"),
        ("entre las 2 y las 4", "between 2 and 4"),
        ("después de las 5", "after 5"),
        ("el viernes después de las 5", "friday after 5"),
        ("a las tres y media de la tarde", "half past three in the afternoon"),
        ("a las tres menos cuarto", "at quarter to three"),
        ("fin de mes", "end of the month"),
        ("a mediados de junio", "mid june"),
        ("el 3 de junio de 2027", "3 june 2027"),
        ("este fin de semana", "this weekend"),
        ("todos los martes", "every tuesday"),
        ("los martes y jueves", "tuesdays and thursdays"),
        ("cada dos semanas", "every two weeks"),
        ("una hora y media", "an hour and a half"),
        ("durante tres meses", "for three months"),
        ("antes del viernes", "before friday"),
        ("lo antes posible", "as soon as possible"),
        ("esta noche", "tonight"),
        ("Navidad", "christmas"),
    ],
)
def test_spanish_means_what_english_means(spanish: str, english: str) -> None:
    assert found(spanish) == found(english) != []


def test_unaccented_spanish_reads_the_same() -> None:
    assert found("manana a las 3") == found("mañana a las 3")


def test_spanish_eleven_is_not_english_once() -> None:
    assert found("please call at once") == []
