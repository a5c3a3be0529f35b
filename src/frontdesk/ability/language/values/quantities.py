"""Turns figures that are no prices into numbers and ranges, with what they count as grain."""

from decimal import Decimal

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.asked import Asked, read_asked
from frontdesk.ability.language.values.figures import numeral_words as words
from frontdesk.ability.language.values.figures import units
from frontdesk.ability.language.values.figures.numeral_parts import digits_value
from frontdesk.ability.language.values.figures.read import read_figures
from frontdesk.ability.language.values.figures.shapes import Figure
from frontdesk.ability.language.values.scan import Scan, listed, scan_text
from frontdesk.ground.words.reading import Json, Span, Value

_HOUSING = frozenset(
    listed("""
    house home homes houses condo townhouse townhome ranch property apartment duplex bed beds
    bedroom bedrooms bath baths bathrooms place listing rental flat unit bungalow selling sell
    looking sqft casa
    """)
)
# "looking 4 a place", "want 2 buy": digits that stand for "for" and "to".
_SHORTHAND = frozenset(listed("a an the u me my buy sell be get see know rent find move list"))
_STUDIO = frozenset({"studio", "estudio", "efficiency"})
_LAYOUT_MARKS = _STUDIO | {"/", "x"}


def find_numbers(text: str, context: Context) -> tuple[Value, ...]:
    """Numbers (`number`) and ranges (`range`, `{min, max}`, open ends null) of a text."""
    scan = scan_text(text)
    figures = read_figures(scan, frozenset())
    found = [quantity_of(scan, figure, context) for figure in figures]
    return tuple(value for value in found if value is not None)


def quantity_of(scan: Scan, figure: Figure, context: Context) -> Value | None:
    """The count that a figure is; None for words that only look like one ("no one")."""
    asked = read_asked(context)
    unit = figure.unit
    if unit in {"ordinal", "clock"}:
        return None
    if unit is None and not _counts(scan, figure, asked):
        return None
    grain = unit or (asked.grain if asked.want == "number" else None)
    half = Decimal("0.5") if grain == "half bath" else Decimal(1)
    grain = "bath" if grain == "half bath" else grain
    span = scan.span(figure.first, figure.stop)
    confidence = 0.9 if figure.shape == "about" or figure.low.numeral.vague else 1.0
    why = f"number: {figure.why}" + (f"; counts {grain}" if grain else "")
    low = figure.low.value * half
    if figure.ends is not None:
        shown: Json = {"min": plain(figure.ends[0]), "max": plain(figure.ends[1])}
        return Value("range", shown, span, 0.8, grain, why)
    if figure.high is not None:
        shown = {"min": plain(low), "max": plain(figure.high.value * half)}
        return Value("range", shown, span, confidence, grain, why)
    if figure.shape == "max":
        return Value("range", {"min": None, "max": plain(low)}, span, confidence, grain, why)
    if figure.shape == "min":
        return Value("range", {"min": plain(low), "max": None}, span, confidence, grain, why)
    return Value("number", plain(low), span, confidence, grain, why)


def _counts(scan: Scan, figure: Figure, asked: Asked) -> bool:
    """Whether a figure without a unit is a number people mean."""
    numeral = figure.low.numeral
    if asked.want == "number" or figure.high is not None:
        return True
    if figure.first == 0 and not scan.says_more(figure.stop):
        return True
    if numeral.vague:
        return False
    shorthand = scan.word(numeral.first) in {"2", "4"} and numeral.stop == numeral.first + 1
    if shorthand and scan.word(numeral.stop) in _SHORTHAND:
        return False
    if scan.word(figure.low.stop) in {"st", "nd", "rd", "th"} and scan.glued(figure.low.stop):
        return False
    return not (numeral.value == 1 and numeral.in_words)


def plain(value: Decimal) -> int | float:
    """A whole number as int, any other as float."""
    return int(value) if value == int(value) else float(value)


def find_layouts(scan: Scan, asked: Asked) -> tuple[list[Value], list[Span]]:
    """ "3/2", "3x2.5", "4/3": bedrooms and bathrooms, where a home is the topic; "studio"."""
    found: list[Value] = []
    spans: list[Span] = []
    if not scan.words & _LAYOUT_MARKS:
        return found, spans
    for token in scan.tokens:
        if token.text in _STUDIO:
            found.append(Value("number", 0, (token.start, token.end), 0.9, "bed", "layout: studio"))
    if not (asked.grain in {"bed", "bath"} or scan.words & _HOUSING):
        return found, spans
    for at in range(len(scan.tokens) - 2):
        layout = _layout_at(scan, at)
        if layout is not None:
            found.extend(layout)
            spans.append(scan.span(at, at + 3))
    return found, spans


def _layout_at(scan: Scan, at: int) -> tuple[Value, Value] | None:
    if scan.word(at + 1) not in {"/", "x"} or scan.kind(at) != "n" or scan.kind(at + 2) != "n":
        return None
    if _date_like(scan, at) or units.unit_at(scan, at + 3):
        return None
    beds, baths = digits_value(scan.word(at)), digits_value(scan.word(at + 2))
    if beds is None or baths is None or beds != int(beds) or baths * 2 != int(baths * 2):
        return None
    if not (1 <= beds <= 9 and 1 <= baths <= 7) or baths > beds + 1:
        return None
    left, right = scan.span(at, at + 1), scan.span(at + 2, at + 3)
    return (
        Value("number", int(beds), left, 0.85, "bed", "layout: beds before baths"),
        Value("number", plain(baths), right, 0.85, "bath", "layout: baths behind beds"),
    )


def _date_like(scan: Scan, at: int) -> bool:
    return scan.word(at - 1) in {"/", "on"} or scan.word(at + 3) in {"/", "x"}


def number_word(word: str) -> bool:
    """Whether a word is part of a number written in words."""
    return word in words.STARTERS or word in words.SCALES
