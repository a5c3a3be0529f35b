"""Turns figures that are prices into money: minor units with currency, open ends null."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from frontdesk.ability.language.context import Context
from frontdesk.ability.language.values.asked import Asked, read_asked
from frontdesk.ability.language.values.figures import currencies
from frontdesk.ability.language.values.figures.amounts import Amount
from frontdesk.ability.language.values.figures.numeral_words import MONEY_SCALES
from frontdesk.ability.language.values.figures.read import read_figures
from frontdesk.ability.language.values.figures.shapes import Figure
from frontdesk.ability.language.values.scan import Scan, listed, scan_text
from frontdesk.ground.words.reading import Json, Value

PRICE_CUES = frozenset(
    listed(
        "budget budgeted price priced asking ask offer offered offers worth afford spend spending "
        "approved preapproved prequalified qualify qualified listed list selling sell sold valued "
        "appraised appraisal zestimate bid paid pay paying cost costs value mortgage loan owe down "
        "presupuesto precio pagar gastar cuesta vale oferta range"
    )
)
RENT_CUES = frozenset(listed("rent rental renting rents lease leasing monthly renta alquiler"))
_HOME_WORDS = frozenset(
    listed(
        "home homes house houses condo condos property properties townhouse townhome apartment place "
        "something anything bed beds bedroom bedrooms casa casas bath baths listing listings"
    )
)
_WORK_WORDS = frozenset(
    listed(
        "repair fix plumber plumbing install leak drain heater furnace quote visit invoice bill "
        "diagnostic technician electrician service"
    )
)
_NOT_MONEY_BEHIND = frozenset(
    listed(
        "followers subscribers views likes miles steps times people residents units words calories "
        "race run marathon"
    )
)
_TOO = frozenset({"high", "low", "much", "little", "expensive", "cheap"})
_CUE_REACH = 5


@dataclass(frozen=True, slots=True)
class Money:
    """What a figure costs: the Value, and the doubt that came with it."""

    value: Value
    doubt: str | None = None


def find_money(text: str, context: Context) -> tuple[Value, ...]:
    """Prices and price ranges of a text: `{amount_minor, currency}` or `{min, max, currency}`.

    Grain is the period of a recurring price (`month`), else `about` for an estimate.
    """
    scan = scan_text(text)
    found = (money_of(scan, figure, context) for figure in read_figures(scan, frozenset()))
    return tuple(money.value for money in found if money is not None)


def money_of(scan: Scan, figure: Figure, context: Context) -> Money | None:
    """The price that a figure is, or None where it counts something else."""
    asked = read_asked(context)
    reason, confidence = _why_money(scan, figure, asked)
    if not reason or _refused(scan, figure):
        return None
    if asked.want == "price":
        figure = _with_hundreds(figure)
    rent = _is_rent(scan, figure, asked)
    factor, doubt = _thousands(scan, figure, asked, rent=rent)
    if factor is None:
        return None
    code = currencies.resolve(figure.currency or currencies.DOLLAR, context.currency)
    if figure.currency is None:
        code = context.currency
    minor = currencies.minor_factor(code)
    shown = _shown(figure, code, factor=factor, minor=minor)
    grain = figure.period or ("about" if figure.shape == "about" else None)
    if factor != 1 and not doubt and asked.want not in {"price", "money"}:
        confidence = min(confidence, 0.7)
    if doubt:
        confidence = min(confidence, 0.7)
    why = f"money: {reason}; {figure.why}" + (f"; times {factor}" if factor != 1 else "")
    span = scan.span(figure.first, figure.stop)
    return Money(Value("money", shown, span, confidence, grain, why), doubt)


def _refused(scan: Scan, figure: Figure) -> bool:
    """ "not 500k, 450k": the first is what they do not mean ("why not 500k" is)."""
    before = scan.word(figure.first - 1)
    if figure.shape != "point" or before != "not" or scan.word(figure.first - 2) == "why":
        return False
    return any(token.kind == "n" for token in scan.tokens[figure.stop : figure.stop + 8])


def _with_hundreds(figure: Figure) -> Figure:
    """ "3-350" for a home is 300 to 350."""
    low, high = figure.low, figure.high
    if high is None or not (2 <= low.value <= 9 and 100 <= high.value < 1000):
        return figure
    if not (low.numeral.bare and high.numeral.bare and low.value * 100 < high.value):
        return figure
    return replace(figure, low=replace(low, value=low.value * 100))


def _why_money(scan: Scan, figure: Figure, asked: Asked) -> tuple[str, float]:
    """The rule that makes a figure a price, and how sure that is; empty where none does."""
    weak = any(amount.weak for amount in figure.amounts)
    if figure.currency is not None and not weak:
        return "currency written", 1.0
    if figure.unit is not None:
        return "", 0.0
    if scan.word(figure.stop) in _NOT_MONEY_BEHIND:
        return "", 0.0
    if asked.want in {"price", "rent", "money"}:
        return f"{asked.want} asked", 0.95
    if weak:
        return "currency word", 0.6
    if any(amount.numeral.scale_word in MONEY_SCALES for amount in figure.amounts):
        plan = scan.word(figure.first) == "401" and figure.shape == "point"
        return ("", 0.0) if plan else ("scale of prices", 0.9)
    return _why_near(scan, figure, asked)


def _why_near(scan: Scan, figure: Figure, asked: Asked) -> tuple[str, float]:
    """Reasons in the words around a bare figure."""
    biggest = max(amount.value for amount in figure.amounts)
    if asked.want == "number":
        return "", 0.0
    scaled = any(amount.numeral.scale >= 1000 for amount in figure.amounts)
    if scaled and (biggest >= 10_000 or biggest % 1000 == 0):
        return "thousands in words", 0.8
    if figure.period in {"month", "week", "night", "hour", "year"} and biggest >= 10:
        return "recurring price", 0.8
    if biggest < 10 and biggest == int(biggest):
        return "", 0.0
    cue = _cue_near(scan, figure)
    least = 100 if cue in RENT_CUES else 20
    if cue and (biggest >= least or _decimal_below_ten(biggest)):
        return f"near {cue}", 0.85
    if figure.shape == "band" and biggest >= 100:
        return "band of prices", 0.8
    housing = scan.words & _HOME_WORDS
    if figure.shape in {"max", "min", "pair", "about"} and housing and biggest >= 100:
        return "limit for a home", 0.6
    if figure.shape != "point" and biggest >= 50_000:
        return "limit of a price's size", 0.7
    return "", 0.0


def _cue_near(scan: Scan, figure: Figure) -> str:
    for at in range(figure.first - 1, max(-1, figure.first - 1 - _CUE_REACH), -1):
        word = scan.word(at)
        if word in {".", ";", "!", "?", ","} or scan.kind(at) == "n":
            break
        word = word.removesuffix("'s")
        if word in PRICE_CUES or word in RENT_CUES:
            return word
    if scan.word(figure.stop) == "too" and scan.word(figure.stop + 1) in _TOO:
        return f"too {scan.word(figure.stop + 1)}"
    for at in range(figure.first, figure.stop + 2):
        if scan.word(at) in {"budget", "rent", "price", "presupuesto", "offer", "mortgage"}:
            return scan.word(at)
    return ""


def _is_rent(scan: Scan, figure: Figure, asked: Asked) -> bool:
    if asked.want == "rent" or figure.period is not None:
        return True
    return asked.want != "price" and bool(scan.words & RENT_CUES)


def _thousands(
    scan: Scan, figure: Figure, asked: Asked, *, rent: bool
) -> tuple[Decimal | None, str | None]:
    """What a bare figure is multiplied by where people leave the thousands out.

    "450" for a house is 450,000 and "1.2" 1.2 million; None refuses a figure too small to be
    a price at all.
    """
    one = Decimal(1)
    if any(not amount.numeral.bare for amount in figure.amounts):
        return one, None
    top = max(amount.value for amount in figure.amounts)
    low = min(amount.value for amount in figure.amounts)
    if rent:
        return (
            (Decimal(1000), None)
            if _decimal_below_ten(top) and not figure.currency
            else (
                one,
                None,
            )
        )
    price = asked.want == "price"
    if not price:
        if figure.currency or asked.want == "money" or scan.words & _WORK_WORDS:
            return one, None
        if not 100 <= top < 1000:
            return (one, None) if top >= 1000 else (None, None)
        return Decimal(1000), None
    if top >= 1000:
        return one, None
    if _decimal_below_ten(top):
        return Decimal(10**6), None
    if top < 10:
        return None, None
    single = figure.shape in {"point", "about"}
    unsure = low < 20 or (single and figure.currency is not None)
    doubt = f"price_in_thousands:{top}" if unsure else None
    return Decimal(1000), doubt


def _decimal_below_ten(value: Decimal) -> bool:
    return 1 <= value < 10 and value != int(value)


def _shown(figure: Figure, code: str, *, factor: Decimal, minor: int) -> Json:
    def units(value: Decimal) -> int:
        return int((value * factor * minor).to_integral_value(ROUND_HALF_UP))

    if figure.ends is not None:
        return {"min": units(figure.ends[0]), "max": units(figure.ends[1]), "currency": code}
    value = _price(figure.low)
    if figure.high is not None:
        return {"min": units(value), "max": units(_price(figure.high)), "currency": code}
    if figure.shape == "max":
        return {"min": None, "max": units(value), "currency": code}
    if figure.shape == "min":
        return {"min": units(value), "max": None, "currency": code}
    return {"amount_minor": units(value), "currency": code}


def _price(amount: Amount) -> Decimal:
    """The value, with the short form that only prices have ("a million two")."""
    short = amount.numeral.short
    return short if short is not None and amount.value == amount.numeral.value else amount.value


def split_money(
    scan: Scan, figures: Sequence[Figure], context: Context
) -> tuple[list[Money], list[Figure]]:
    """Prices and, in order, the figures that are none."""
    prices: list[Money] = []
    rest: list[Figure] = []
    for figure in figures:
        money = money_of(scan, figure, context)
        if money is None:
            rest.append(figure)
        else:
            prices.append(money)
    return prices, rest
