"""Tables: the words around a number that make it a limit, an estimate or one end of a range."""

from typing import Literal

from frontdesk.ability.language.values.scan import Scan, listed

Bound = Literal["max", "min", "about", "pair", "from"]

_LEADS: dict[Bound, str] = {
    "max": "under|below|beneath|less than|lower than|cheaper than|fewer than|smaller than|"
    "at most|at the most|up to|upto|no more than|not more than|no greater than|no higher than|"
    "max|maximum|max out at|maxing out at|maxed out at|top out at|tops out at|topping out at|"
    "capped at|cap at|cap it at|within|south of|not to exceed|limited to|as much as|as high as|"
    "not over|not above|tops|sub|sub -|<|< =|menos de|hasta|máximo|maximo|no más de|no mas de|"
    "como máximo|debajo de|por debajo de|no pasar de|que no pase de|under about",
    "min": "over|above|more than|higher than|greater than|bigger than|larger than|at least|"
    "atleast|no less than|not less than|no lower than|no fewer than|not under|not below|min|"
    "minimum|starting at|starting from|upwards of|upward of|north of|exceeding|exceed|beyond|"
    "past|>|> =|más de|mas de|al menos|por lo menos|mínimo|minimo|a partir de|como mínimo|"
    "arriba de|por encima de|mayor de|better than",
    "about": "about|around|approx|approx .|approximately|roughly|near|nearly|almost|close to|"
    "somewhere around|somewhere near|in the neighborhood of|in the range of|in the ballpark of|"
    "ballpark|circa|~|like|say|maybe|probably|perhaps|unos|unas|alrededor de|como|cerca de|"
    "aproximadamente|más o menos|mas o menos|tipo|give or take|just about|hovering around",
    "pair": "between|in between|from|anywhere from|anywhere between|entre|de|desde|range of|"
    "range is|range from|ranging from|range :|somewhere between|in the range of",
    "from": "from|desde|starting from",
}
_TRAILS: dict[Bound, str] = {
    "max": "or less|or under|or below|or lower|or cheaper|or fewer|or smaller|or lesser|max|"
    "maximum|tops|top|at most|at the most|at max|and under|and below|and less|o menos|"
    "como máximo|como maximo|máximo|maximo|is my max|is my limit|is my ceiling|is the max|"
    "is the most|is my maximum|is the limit|is my cap|is max|limit|ceiling|absolute max|"
    "is as high as|is the highest|is our max|is our limit|is our maximum",
    "min": "or more|or higher|or above|or better|or over|or greater|or up|and up|and above|"
    "and over|and higher|and more|or bigger|or larger|or upwards|or north|+|at least|"
    "at minimum|at the least|minimum|min|o más|o mas|en adelante|para arriba|mínimo|minimo|"
    "is my minimum|is the least|is the minimum|is the lowest|is our minimum|is my floor",
    "about": "or so|ish|- ish|ballpark|give or take|más o menos|mas o menos|more or less|"
    "or thereabouts|or around there|or close to it",
}
# Comparisons that a negation turns round: "don't want to go over 400".
FLIPS = frozenset(
    listed(
        "over above more higher greater exceed exceeding past beyond bigger larger under below less "
        "lower más mas menos"
    )
)
NEGATIONS = frozenset(
    listed(
        "no not nothing never without don't dont can't cannot cant won't wont wouldn't shouldn't "
        "isn't doesn't doesnt didn't couldn't nada nunca sin"
    )
)
CLAUSE_BREAKS = frozenset({",", ".", ";", "!", "?", "but", "and", "pero"})
# "my max budget is 400k": a limit noun, some of these, then the number.
LIMIT_NOUNS: dict[str, Bound] = {
    **dict.fromkeys(listed("max maximum limit cap ceiling máximo maximo tope límite"), "max"),
    **dict.fromkeys(listed("min minimum floor mínimo minimo"), "min"),
}
FILLERS = frozenset(
    listed(
        "is of would be at : = was it's it budget price rent amount spend i we can do go pay afford "
        "willing total purchase asking es "
        "de presupuesto precio sería and for"
    )
) - {"and"}
CONNECTORS: frozenset[tuple[str, ...]] = frozenset(
    tuple(phrase.split())
    for phrase in listed(
        "-|to|or|through|thru|until|till|a|o|hasta|up to|or maybe|, maybe|maybe|- -|to about|"
        "to around|to maybe|to like|to perhaps|, or|or even|, maybe even|~|to say|and maybe|. . .|"
        ". . . . |or so to|or possibly|, possibly|all the way to|all the way up to|o hasta|"
        "to as much as|to no more than|to under|- to -|or up to",
        "|",
    )
)
# These join only behind a word that opens a range.
PAIRED_CONNECTORS: frozenset[tuple[str, ...]] = frozenset(
    {("and",), ("y",), ("&",), ("e",), ("and", "about"), ("and", "maybe"), ("and", "around")}
)
BANDS = {
    **dict.fromkeys(listed("low lower early bajos"), "low"),
    **dict.fromkeys(listed("mid middle medium mids"), "mid"),
    **dict.fromkeys(listed("high upper late higher altos"), "high"),
}


def _index(table: dict[Bound, str], end: int) -> dict[str, list[tuple[tuple[str, ...], Bound]]]:
    """Phrases by their last (`end` -1) or first (0) word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, phrases in table.items():
        for phrase in phrases.split("|"):
            parts = tuple(phrase.split())
            index.setdefault(parts[end], []).append((parts, bound))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_LEAD_INDEX = _index(_LEADS, -1)
_TRAIL_INDEX = _index(_TRAILS, 0)


def lead_before(scan: Scan, first: int, *, wanted: frozenset[str]) -> tuple[Bound, int] | None:
    """The bound whose phrase ends right before token `first`, and where the phrase begins."""
    for parts, bound in _LEAD_INDEX.get(scan.word(first - 1), ()):
        start = first - len(parts)
        if bound not in wanted or start < 0:
            continue
        if all(scan.word(start + step) == part for step, part in enumerate(parts)):
            return bound, start
    return None


def trail_behind(scan: Scan, stop: int) -> tuple[Bound, int] | None:
    """The bound whose phrase begins at token `stop`, and the index behind the phrase."""
    for parts, bound in _TRAIL_INDEX.get(scan.word(stop), ()):
        if all(scan.word(stop + step) == part for step, part in enumerate(parts)):
            return bound, stop + len(parts)
    if scan.word(stop) == "plus" and not _counts_on(scan, stop + 1):
        return "min", stop + 1
    return None


def _counts_on(scan: Scan, at: int) -> bool:
    """ "2000 plus utilities" adds something; "400 plus" and "3 plus beds" are a limit."""
    return scan.kind(at) in {"w", "n"} and not scan.word(at).startswith(("bed", "bath", "sq"))
