"""Tables: the words American addresses are made of, and the words that no street name holds."""

from frontdesk.ability.language.values.scan import listed

# Nothing but a street ends in these words; people also write them without a house number.
STRONG = frozenset(
    listed("""
    street str strt st avenue ave av aven avn boulevard blvd boul blv bl road rd lane ln highway
    hwy hgwy hiway hwys parkway pkwy pky parkwy pkway py ter terr cir circ crcl turnpike tpke
    expressway expy freeway fwy causeway cswy aly cres cul-de-sac trce esplanade thruway rdwy crt
    dr. ct. pl. ave. rd. st. ln. blvd.
    """)
)
# English words besides, or short forms: a house number or a written name must go before.
WEAK = frozenset(
    listed("""
    drive dr driv drv court ct place pl plaza plz way wy trail trl tr tl square sq loop lp park pk
    path run row walk pass pike point pt ridge rdg crossing xing cove cv bend creek crk hill hl
    hills hls view vw vista vis valley vly heights hts glen gln grove grv hollow holw knoll knl
    landing lndg manor mnr crescent alley meadow meadows mdws mews mill mills oaks orchard orch
    overlook ovlk parade springs spgs spur station sta summit terrace trace tunnel villa village
    vlg woods wds bluff blf bluffs branch br bridge brg brook brk club commons cmns common corner
    cor corners center ctr centre circle ci close curve estates ests estate falls fls ferry field
    fields flats ford forest frst fork forks garden gardens gdns gate gates gateway green greens
    grn harbor hbr haven hvn isle island junction jct key lake lakes landing ledge mall mountain
    mtn pines pine plain plains prairie ranch rnch rapids rest river shore shores spring stream
    valley viaduct wharf alcove arbor canyon chase cliff cliffs course courts dale dell downs
    green hollow horseshoe oval promenade quay rise rue slope alameda paseo camino via calle
    avenida concourse extension ext circulo pt. cir.
    """)
)
# After a house number these may also end a street; full words and the usual short forms.
SUFFIXES = STRONG | WEAK
# After a number without a street type these are no street name.
NOT_OPEN = frozenset(listed("eg e.g c co cc vs x usd pst est cst mst edt pdt u ur ppl pm am ok"))
# Behind a name that ends like a street these tell that it is a housing complex or a place.
COMPLEXES = frozenset(
    listed("""
    apartments apartment apts condos condominiums townhomes townhouses homes estates complex mall
    school elementary hospital hotel church restaurant station park club center residences
    lofts flats suites plaza community
    """)
)
# Types whose full stop is part of them.
SHORT_FORMS = frozenset(
    listed(
        "st str ave av blvd boul dr rd ln ct pl cir hwy pkwy ter terr trl sq pt expy fwy tpke aly "
        "hts plz cv xing cres crt wy"
    )
)
# Weak words that name streets more often than anything else once capitalised.
NAMED = frozenset(
    listed(
        "drive dr court ct place pl plaza way trail trl square loop path row pike crossing cove bend "
        "ridge pass point run terrace circle walk alley manor crescent"
    )
)
DIRECTIONS = {
    **{"n": "N", "s": "S", "e": "E", "w": "W", "ne": "NE", "nw": "NW", "se": "SE", "sw": "SW"},
    **{"no": "No", "so": "So"},
    **{"north": "North", "south": "South", "east": "East", "west": "West"},
    **{"northeast": "Northeast", "northwest": "Northwest"},
    **{"southeast": "Southeast", "southwest": "Southwest"},
    **{"norte": "Norte", "sur": "Sur", "este": "Este", "oeste": "Oeste"},
}
PLAIN_DIRECTIONS = frozenset(DIRECTIONS) - {"no", "so", "norte", "sur", "este", "oeste"}
UNIT_WORDS = frozenset(
    listed("""
    level apt apartment apmt appt suite ste unit room rm floor fl flr bldg building lot trailer trlr
    space spc slip hangar dept department ph penthouse office ofc bsmt basement upper lower rear
    front stop mailbox frnt depto departamento apto
    """)
)
# These stand for a unit without a number behind them.
BARE_UNITS = frozenset(listed("ph penthouse bsmt basement rear frnt"))
FLOORS = frozenset(listed("floor fl flr"))
# Roads called by number or letter: "US Highway 50", "County Road AA", "FM 544", "Avenue B".
ROUTES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        (
            tuple(phrase.split())
            for phrase in listed(
                "us highway|us hwy|us route|us rt|us|u . s . highway|u . s . hwy|u . s .|"
                "u . s . route|state highway|state hwy|state route|state road|state rd|state rte|"
                "county road|county rd|county highway|county hwy|county route|county rte|"
                "country road|co rd|co road|highway|hwy|hiway|hgwy|route|rte|rt|interstate|"
                "farm to market road|farm to market|fm|ranch road|rr|rm|pr|cr|sr|sh|loop|"
                "business|business highway|old highway|old hwy|road|forest road|forest service road|"
                "private road|township road|twp rd|avenue|ave|av|i -|i|fm road|hwys|highways|"
                "bus hwy|bus|spur|park road|kansas highway|route number|calle|camino|via|"
                "avenida|paseo|vía|carretera|old state road|old route|old us highway|"
                "parish road|ave .|hwy .|rte .|rt .|c . r .|s . r .",
                "|",
            )
        ),
        key=len,
        reverse=True,
    )
)
ROUTES_FROM: dict[str, tuple[tuple[str, ...], ...]] = {
    start: tuple(route for route in ROUTES if route[0] == start)
    for start in {route[0] for route in ROUTES}
}
ROUTE_STARTS = frozenset(ROUTES_FROM)
# Of those, words of other meaning: only with an article ("Vista Del Sol").
WEAK_LEADS = frozenset(listed("vista corte"))
# Routes sure enough without a house number.
OPEN_ROUTES = frozenset(
    listed("highway hwy route rte rt interstate county state us farm fm cr sr i u")
)
# Foreign street types lead and take words: "Calle Ocho", "Camino Verde", "Via Roma".
LEADING_TYPES = frozenset(
    listed("calle camino via vía avenida paseo rue avenue vista corte placita")
)
# Streets that go by one word.
SINGLE_STREETS = frozenset(listed("broadway bowery embarcadero strand esplanade"))
BOX_OPENERS: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in listed(
        "post office box|p . o . box|p . o box|p o box|po . box|po box|pobox|p . o . b .|pob|"
        "lock box|lockbox|apartado postal|drawer|box",
        "|",
    )
)
BOX_STARTS = frozenset(opener[0] for opener in BOX_OPENERS)
RURAL: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in listed(
        "rural route|rr|r r|r . r .|rfd|hc route|hc rte|hc r|hc|highway contract route|"
        "highway contract rte|highway contract|hwy contract route|hwy contract|star route|star rt|"
        "hcr|rt|route|r",
        "|",
    )
)
RURAL_STARTS = frozenset(opener[0] for opener in RURAL)
STATES = {
    **{"alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA"},
    **{"colorado": "CO", "connecticut": "CT", "delaware": "DE", "florida": "FL", "georgia": "GA"},
    **{"hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA"},
    **{"kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD"},
    **{"massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS"},
    **{"missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "ohio": "OH"},
    **{"new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY"},
    **{"north carolina": "NC", "north dakota": "ND", "oklahoma": "OK", "oregon": "OR"},
    **{"pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD"},
    **{"tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA"},
    **{"washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY"},
    **{"district of columbia": "DC", "puerto rico": "PR", "guam": "GU", "calif": "CA"},
    **{"fla": "FL", "tex": "TX", "penn": "PA", "mass": "MA", "minn": "MN", "ariz": "AZ"},
}
CODES = frozenset(STATES.values()) | {"VI", "AS", "MP"}
LOW_CODES = {code.lower(): code for code in CODES}
# Codes that are words: small letters need a ZIP code behind them or a comma before and the end.
WORD_CODES = frozenset(listed("in or me ok hi pa ma la de id al co oh mo as us ne pr va so mi"))
COUNTRIES: tuple[tuple[str, ...], ...] = (
    ("united", "states", "of", "america"),
    ("united", "states"),
    ("u", ".", "s", ".", "a", "."),
    ("usa",),
    ("us",),
    ("canada",),
)
# Words of sentences that stand in no street or town name.
STOPS = frozenset(
    listed("""
    a an i i'm im i'd i'll i've you you're he she it it's its we we're they them me my your his
    her our their this that these those there here where when why how what who which whose am is
    are was were be been being do does did done have has had can could will would shall should may
    might must not no yes yeah ok okay please thanks thank sorry hi hello hey if then than so but
    or and nor because since until while though although near by with without within for from to
    into onto at on off in out over under about around between behind across along down up toward
    towards through during before after against per than as like just also too very really still
    already yet ever never always maybe only even ago sell selling sold buy buying bought rent
    renting rented lease leasing list listing listed own owned live living lived move moving moved
    want wanted need needs needed looking look see show showing shown visit tour call text send
    sent come came coming go going gone get getting got give take make know think tell said says
    ask asking asked help has cost costs worth fix repair broke broken leaking leaks leak busted
    clogged flooded burst went stopped works working work house home homes houses property
    properties condo apartment townhouse listing place's bedroom bedrooms bed beds bath baths
    bathroom bathrooms sqft acre acres minutes minute min mins hour hours hr hrs day days week
    weeks month months year years mile miles block blocks dollars dollar bucks percent people
    person kids car cars dogs cats units garage am pm today tomorrow tonight monday tuesday
    wednesday thursday friday saturday sunday morning afternoon evening noon asap urgent emergency
    now soon later available interested owner agent realtor tenant someone somebody anyone
    everyone something anything nothing whatever new nice big small quiet busy same next other
    another any some each every both all few several many much more most less least lot's bit kind
    type sort price budget money offer cash loan estimate quote appointment schedule scheduled
    book booked address zip phone number email name called named whole dead gravel dirt cross side
    one-way narrow main's because thx plz pls u ur r lol cerca quiero vender comprar casa vivo
    está esta mi en por para con una un el los las que
    """)
) - {"st", "main"}
# Of those, the words that capitals turn into part of a name: "Big Rapids", "Casa del Mar Drive".
SOFT_STOPS = frozenset(
    listed("""
    home house houses homes casa price cross big small nice quiet own live list listing listings
    book gold day days mile miles cost place's main's dead gravel dirt side whole next same other
    new garage family estate farm many both few show visit tour leak sell moved light named quote
    offer cash loan money point more less land come going west's evening morning noon friday
    sunday monday saturday someone owner work help call letter address post wells fix bath baths
    bed block blocks people car kid property may best most appointment schedule bit kind type sort
    """)
)
# A town alone, without a state, may not be one of these; nor may a name without a number.
NOT_TOWNS = (
    frozenset(
        listed("""
    thanks thank please usa btw which where what that it is and or but so the a an yes no ok okay
    great hello hi my your his her i you we they asap urgent immediately monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december today tomorrow apt apartment unit suite lol call text gracias corner
    right left behind upstairs downstairs first second brown blue red white gate code built asking
    price beds bed baths bath cash hoa pool fixer vacant occupied next near
    """)
    )
    | STOPS
)
PREPOSITIONS = frozenset(
    listed(
        "on at near off along down to of in from is address by over up around toward across @ : en "
        "located between property house home live and corner for cerca"
    )
)
# Adjectives and articles before "street" and the like that make it no name.
GENERIC = frozenset(
    listed("""
    the a an my our your his her their this that same quiet busy next other whole dead end side
    back cross one two way private gravel dirt long nice safe good main-line city any every no
    some each wrong right whole open country side-by narrow wide old new across down up high busy
    rocky off in on at it and or of to for what which another new long-term memory bumpy local
    major open public shared service access through easy memory career middle both few parallel
    residential tree lined
    """)
)
# What a misspelt street type may be read as, and the real words it must not be.
SPELLED = (
    *("street", "avenue", "boulevard", "highway", "parkway", "terrace", "circle", "drive"),
    *("court", "place", "road", "lane", "trail", "square"),
)
NOT_SPELLED = frozenset(
    listed("""
    streets streeet's drives drove driven driver dive drivel avenues courts count county country
    courtesy curt places placed placer palace pace lace plane plate lance land lake line lan roads
    read rode raod's broad toad load lanes late lame cane pane sane mane trails trial train tail
    rail squares squared circles highways parkways roam rod rad ran loan lan land lean line could
    tour your four hour cover cour coarse pleace peace replace strict stret's tread treat plaice
    terraces rice price diver rail trailer dribe sweet steer trails land's clan plan lone lanes'
    long lana lang dane lena alane cart port sort short fort ford lord word old gold read
    """)
)
