"""Spanish words and phrases in, the same symbols as the English ones out."""

from frontdesk.ability.language.calendar.chart import Leaf, Row


def lexicon() -> dict[str, list[Leaf]]:
    return {}


ROWS: tuple[Row, ...] = ()
