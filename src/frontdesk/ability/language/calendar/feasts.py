"""Names of days that follow the moon, or rules of their own, in; their dates in any year out."""

from datetime import date, timedelta

from frontdesk.ability.language.calendar.chart import Row
from frontdesk.ability.language.calendar.holidays import named, nth, on, orthodox
from frontdesk.ability.language.calendar.moons import hebrew, islamic, phase_day, spring_festival
from frontdesk.ability.language.calendar.series import DayOf


def workday(month: int, day: int) -> DayOf:
    """A fixed day; on a weekend the nearest working day."""

    def day_of(year: int) -> tuple[int, int]:
        at = _nearest_workday(date(year, month, day))
        return at.month, at.day

    return day_of


def _nearest_workday(at: date) -> date:
    return at + timedelta(days={5: -1, 6: 1}.get(at.weekday(), 0))


def tax_day(year: int) -> tuple[int, int]:
    """15 April, moved past the weekend and past Emancipation Day of Washington."""
    emancipation = _nearest_workday(date(year, 4, 16))
    at = date(year, 4, 15)
    while at.weekday() > 4 or at == emancipation:
        at += timedelta(days=1)
    return at.month, at.day


def super_tuesday(year: int) -> tuple[int, int] | None:
    if year % 4:
        return None
    return (2, 5) if year == 2008 else nth(1, 1, 3)(year)


def kings_day(year: int) -> tuple[int, int]:
    return (4, 26) if date(year, 4, 27).weekday() == 6 else (4, 27)


def harvest_day(year: int) -> tuple[int, int]:
    return (1, 15) if year % 4 in (0, 3) else (1, 14)


def parsi_nowruz(year: int) -> tuple[int, int]:
    """A year of 365 days without leap days."""
    at = date(2018, 8, 17) + timedelta(days=365 * (year - 2018))
    return at.month, at.day


def after(day_of: DayOf, days: int) -> DayOf:
    def moved(year: int) -> tuple[int, int] | None:
        at = day_of(year)
        if at is None:
            return None
        later = date(year, *at) + timedelta(days=days)
        return later.month, later.day

    return moved


_DIWALI = phase_day(30, (10, 17), 18)
_HOLI = phase_day(15, (2, 28), 18)
_DUSSEHRA = phase_day(10, (9, 28), 12)
_EID = "eid|id"

# name, spellings (patterns of the chart), day of the year, days it lasts
FEASTS: tuple[tuple[str, tuple[str, ...], DayOf, int], ...] = (
    ("tax_day", ("tax day",), tax_day, 1),
    ("boss_day", ("boss|bosses day", "boss's day?"), workday(10, 16), 1),
    ("emancipation_day", ("emancipation day",), workday(4, 16), 1),
    (
        "administrative_professionals",
        ("administrative professional|professionals day", "secretaries|secretary|admins|admin day"),
        nth(-1, 5, 4, -3),
        1,
    ),
    ("military_spouse", ("military spouse day",), nth(2, 6, 5, -2), 1),
    ("siblings_day", ("national? sibling|siblings day",), on(4, 10), 1),
    ("vegan_day", ("world vegan day",), on(11, 1), 1),
    ("super_tuesday", ("super duper? tuesday|tue",), super_tuesday, 1),
    ("kings_day", ("king day", "koningsdag"), kings_day, 1),
    ("clean_monday", ("clean monday", "orthodox shrove monday"), orthodox(-48), 1),
    ("lazarus_saturday", ("lazarus saturday",), orthodox(-8), 1),
    ("chinese_new_year", ("chinese|lunar lunar? new year|years day?",), spring_festival(), 1),
    ("rosh_hashanah", ("rosh hashanah|hashana|hashanna",), hebrew(0, 1), 3),
    ("yom_kippur", ("yom kippur",), hebrew(0, 10), 1),
    ("sukkot", ("sukkot|succos|sukkos",), hebrew(0, 15), 9),
    ("shemini_atzeret", ("shemini atzeret",), hebrew(0, 22), 1),
    ("simchat_torah", ("simchat torah",), hebrew(0, 23), 1),
    (
        "hanukkah",
        ("hanukkah|chanukah|hanukah|hannukkah|hanuka|channukah",),
        hebrew(2, 25),
        8,
    ),
    ("tu_bishvat", ("tu bishvat",), hebrew(4, 15), 1),
    ("purim", ("purim",), hebrew(6, 14), 1),
    ("shushan_purim", ("shushan purim",), hebrew(6, 15), 1),
    ("passover", ("passover|pesach",), hebrew(7, 15), 9),
    ("lag_baomer", ("lag baomer|b'omer",), hebrew(8, 18), 1),
    ("shavuot", ("shavuot|shavuos",), hebrew(9, 6), 3),
    ("ramadan", ("ramadan|ramadhan",), islamic(9, 1), 30),
    ("eid_al_fitr", (f"{_EID} al|ul -? fitr",), islamic(10, 1), 1),
    (
        "eid_al_adha",
        (f"{_EID} al|ul -? adha", "sacrifice feast", "feast of the? sacrifice", "bakr id|eid"),
        islamic(12, 10),
        1,
    ),
    ("islamic_new_year", ("islamic|muslim new year", "amun jadid"), islamic(1, 1), 1),
    ("ashura", ("day? of? ashura",), islamic(1, 10), 1),
    ("mawlid", ("mawlid al? -? nabawi?",), islamic(3, 12), 1),
    ("isra_miraj", ("isra and mi'raj", "night journey"), islamic(7, 27), 1),
    ("laylat_al_qadr", ("laylat al -? qadr|kadr", "night of power"), islamic(9, 27), 1),
    ("pongal", ("thai? pongal", "makar|makara sankranti|sankranthi", "maghi"), harvest_day, 1),
    ("vaisakhi", ("vaisakhi|baisakhi|vasakhi|vaishakhi",), on(4, 14), 1),
    ("parsi_new_year", ("parsi new year", "jamshedi navroz"), parsi_nowruz, 1),
    ("rabindra_jayanti", ("rabindra|rabindranath jayanti",), on(5, 9), 1),
    ("diwali", ("diwali|deepavali|divali", "lakshmi puja"), _DIWALI, 1),
    ("dhanteras", ("dhanteras|dhanatrayodashi",), after(_DIWALI, -2), 1),
    ("naraka_chaturdashi", ("choti|chhoti diwali", "kali chaudas"), after(_DIWALI, -1), 1),
    ("bhai_dooj", ("bhai dooj",), after(_DIWALI, 2), 1),
    ("chhath", ("chhath", "dala puja", "surya shashthi"), after(_DIWALI, 6), 1),
    ("holika_dahan", ("holika dahan", "chhoti|choti holi"), _HOLI, 1),
    ("holi", ("holi|dhulandi|phagwah",), after(_HOLI, 1), 1),
    ("dussehra", ("dussehra|vijayadashami|dasara",), _DUSSEHRA, 1),
    ("maha_saptami", ("maha saptami",), phase_day(7, (9, 25), 6.5), 1),
    ("navaratri", ("navaratri|navratri", "durga puja"), phase_day(1, (9, 19), 6.5), 10),
    ("ganesh_chaturthi", ("ganesh chaturthi",), phase_day(4, (8, 20), 12), 1),
    ("raksha_bandhan", ("rakhi", "raksha bandhan"), phase_day(15, (8, 2), 9), 1),
    (
        "janmashtami",
        ("krishna? janmashtami", "gokulashtami"),
        phase_day(23, (8, 10), 24),
        1,
    ),
    ("karva_chauth", ("karva chauth",), phase_day(19, (10, 9), 20), 1),
    ("ratha_yatra", ("ratha|rath -? yatra",), phase_day(2, (6, 20), 6.5), 1),
    ("maha_shivaratri", ("maha? shivaratri|shivratri",), phase_day(29, (2, 12), 24), 1),
    ("vasant_panchami", ("vasant|basant panchami",), phase_day(5, (1, 21), 9), 1),
    ("ugadi", ("ugadi|yugadi|samvatsaradi",), phase_day(1, (3, 16), 6.5), 1),
    ("rama_navami", ("rama|ram navami",), phase_day(9, (3, 24), 12), 1),
    (
        "mahavir_jayanti",
        ("mahavir|mahaveer jayanti", "mahavir|mahaveer janma kalyanak"),
        phase_day(13, (3, 26), 6.5),
        1,
    ),
    (
        "ravidas_jayanti",
        ("guru? ravidas|ravidass jayanti|birthday",),
        phase_day(15, (1, 26), 9),
        1,
    ),
    (
        "valmiki_jayanti",
        ("maharishi? valmiki jayanti", "pargat diwas"),
        phase_day(15, (9, 29), 12),
        1,
    ),
    (
        "gobind_singh_jayanti",
        ("guru? gobind|govind singh jayanti|birthday",),
        phase_day(7, (1, 1), 9),
        1,
    ),
    (
        "vesak",
        ("vesak|vaisakha", "buddha day|purnima"),
        phase_day(15, (4, 27), 18),
        1,
    ),
)

ROWS: tuple[Row, ...] = tuple(
    (name, "DATE", f"the? {spelling}", named(day_of, days))
    for name, spellings, day_of, days in FEASTS
    for spelling in spellings
)
