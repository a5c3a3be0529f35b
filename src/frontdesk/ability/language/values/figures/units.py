"""Tables: what can be counted, from the words written to one grain, and how prices repeat."""

from frontdesk.ability.language.values.scan import Scan, listed

_NOUNS = {
    "bed": "bed beds bedroom bedrooms bdrm bdrms bdr bd bds br brs bedrm bedrms bedroomed "
    "bedrom bedroms bedrooom bderoom bedded "
    "recámara recámaras recamara recamaras habitación habitaciones habitacion dormitorio "
    "dormitorios cuarto cuartos alcobas",
    "bath": "bath baths bathroom bathrooms ba bas bth bths bathrm bathrms bathrom bathrooom baño "
    "baños bano banos",
    "sqft": "sqft sqfeet sqrft ft2 ft² squarefeet sf sft",
    "sqm": "sqm m2 m²",
    "acre": "acre acres",
    "hectare": "hectare hectares hectárea hectáreas",
    "car": "car cars",
    "story": "story stories storey storeys",
    "floor": "floor floors piso pisos",
    "person": "person persons people adult adults kid kids child children guest guests "
    "persona personas niños adultos occupants tenants roommates",
    "pet": "pet pets dog dogs cat cats mascotas perros gatos",
    "unit": "unit units apartments condos doors duplexes properties homes houses rentals",
    "space": "spaces spots",
    "room": "room rooms",
    "percent": "% percent pct porciento",
    "minute": "minute minutes min mins minuto minutos",
    "hour": "hour hours hr hrs hora horas",
    "day": "day days día días",
    "week": "week weeks wk wks semana semanas",
    "month": "month months mos mo mes meses",
    "year": "year years yr yrs año años",
    "second": "seconds secs",
    "mile": "mile miles mi millas kilometers km kms",
    "foot": "ft foot feet pies inch inches yard yards yds meters metros",
    "weight": "lb lbs ounces oz kg kgs kilos",
    "degree": "degree degrees °",
    "clock": "am pm a.m p.m o'clock oclock",
    "time": "times veces showings offers minutes' quotes options leaks outlets windows toilets "
    "sinks units' blocks steps photos cameras properties' bids agents letters stars points "
    "questions things items bags boxes",
    "ordinal": "st nd rd th",
}
GRAINS = {word: grain for grain, nouns in _NOUNS.items() for word in nouns.split()}
# More than one token; tried before the single words.
PHRASES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "sq": (
        (("sq", ".", "ft"), "sqft"),
        (("sq", ".", "feet"), "sqft"),
        (("sq", "ft"), "sqft"),
        (("sq", "feet"), "sqft"),
        (("sq", "foot"), "sqft"),
        (("sq", ".", "foot"), "sqft"),
        (("sq", "meters"), "sqm"),
        (("sq", "m"), "sqm"),
    ),
    "square": (
        (("square", "feet"), "sqft"),
        (("square", "foot"), "sqft"),
        (("square", "footage"), "sqft"),
        (("square", "ft"), "sqft"),
        (("square", "meters"), "sqm"),
        (("square", "metres"), "sqm"),
    ),
    "pies": ((("pies", "cuadrados"), "sqft"),),
    "metros": ((("metros", "cuadrados"), "sqm"),),
    "mts": ((("mts", "2"), "sqm"),),
    "m": ((("m", "2"), "sqm"),),
    "ft": ((("ft", "2"), "sqft"), (("ft", "^", "2"), "sqft")),
    "s": ((("s", "/", "f"), "sqft"), (("s", ".", "f"), "sqft")),
    "b": ((("b", "/", "r"), "bed"),),
    "bed": ((("bed", "rooms"), "bed"), (("bed", "room"), "bed")),
    "bath": ((("bath", "rooms"), "bath"), (("bath", "room"), "bath")),
    "per": ((("per", "cent"), "percent"),),
    "por": ((("por", "ciento"), "percent"),),
    "half": ((("half", "baths"), "half bath"), (("half", "bath"), "half bath")),
}
# Words that may stand between a number and what it counts.
ADJECTIVES = frozenset(
    listed(
        "full big small large spacious total good nice more decent sized separate private different "
        "extra main master - solid complete completos grandes"
    )
)
# Units of the property itself; "under 500" without one of these near it may be a price.
ROOM_GRAINS = frozenset({"bed", "bath", "sqft", "sqm", "acre", "car", "story"})

_PERIODS = {"month": "month mo mos mes mth", "year": "year yr annum año", "week": "week wk semana"}
_PERIODS |= {"night": "night nt noche", "hour": "hour hr hora", "day": "day día"}
PERIODS = {word: period for period, nouns in _PERIODS.items() for word in nouns.split()}
PERIOD_ADVERBS = {
    **{"monthly": "month", "yearly": "year", "annually": "year", "weekly": "week"},
    **{"hourly": "hour", "nightly": "night", "mensuales": "month", "mensual": "month"},
}


def unit_at(scan: Scan, at: int) -> tuple[str, int] | None:
    """The grain of a unit at a token, and the index behind it."""
    word = scan.word(at)
    for phrase, grain in PHRASES.get(word, ()):
        if all(scan.word(at + step) == part for step, part in enumerate(phrase)):
            return grain, at + len(phrase)
    grain = GRAINS.get(word, "")
    return (grain, at + 1) if grain else None


def period_at(scan: Scan, at: int) -> tuple[str, int] | None:
    """ "/mo", "a month", "per month", "monthly", "al mes" at a token."""
    word = scan.word(at)
    if word in PERIOD_ADVERBS:
        return PERIOD_ADVERBS[word], at + 1
    if word in {"/", "a", "an", "per", "each", "every", "al", "por", "p", "la"}:
        period = PERIODS.get(scan.word(at + 1))
        if period is not None:
            return period, at + 2
    return None
