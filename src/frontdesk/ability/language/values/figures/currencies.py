"""Tables: how currencies are written, as ISO 4217 codes, and the parts they divide into.

`DOLLAR` and `PESO` mean the currency of the tenant where it is one, else USD and MXN. Codes that
are English words (ALL, TRY, CUP, TOP, PEN, MAD) are left out: letter case must not matter.
"""

from frontdesk.ability.language.values.scan import listed

DOLLAR, PESO = "DOLLAR", "PESO"
DOLLARS = frozenset(listed("USD CAD AUD NZD SGD HKD TWD BBD BSD JMD BZD"))
PESOS = frozenset(listed("MXN ARS CLP COP DOP PHP UYU CUC"))

SYMBOLS = {
    **{"$": DOLLAR, "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₱": "PHP", "₪": "ILS"},
    **{"₩": "KRW", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₫": "VND", "฿": "THB", "₦": "NGN"},
    **{"₡": "CRC", "₲": "PYG", "₮": "MNT", "₸": "KZT"},
}
# Letters before a "$" that name whose dollar it is.
DOLLAR_PREFIXES = {
    **{"us": "USD", "usd": "USD", "u.s": "USD", "ca": "CAD", "cad": "CAD", "c": "CAD"},
    **{"au": "AUD", "aud": "AUD", "a": "AUD", "nz": "NZD", "nzd": "NZD", "hk": "HKD"},
    **{"sg": "SGD", "s": "SGD", "mx": "MXN", "mxn": "MXN", "r": "BRL", "nt": "TWD"},
}
CODES = {
    code.lower(): code
    for code in listed(
        "USD EUR GBP CAD AUD NZD CHF CNY JPY MXN INR KRW BRL ARS CLP COP PHP SGD HKD TWD SEK NOK "
        "DKK PLN CZK HUF UAH RUB ILS AED QAR SAR KWD LBP EGP BGN MYR THB IDR VND ZAR NGN KES MNT "
        "DOP GTQ HNL CRC UYU PYG KZT JOD BHD OMR TND DZD PKR LKR BDT NPR RMB"
    )
} | {"rmb": "CNY", "rm": "MYR", "rs": "INR", "inr": "INR"}

NAMES: dict[str, str] = {
    **dict.fromkeys(
        listed("dollar dollars dollers dolars dollor bucks buck usd$ dólar dólares"), DOLLAR
    ),
    **dict.fromkeys(listed("dolar dolares"), DOLLAR),
    **dict.fromkeys(listed("peso pesos"), PESO),
    **dict.fromkeys(listed("euro euros eur"), "EUR"),
    **dict.fromkeys(listed("pound pounds quid sterling"), "GBP"),
    **dict.fromkeys(listed("rupee rupees"), "INR"),
    **dict.fromkeys(listed("yuan renminbi"), "CNY"),
    **dict.fromkeys(listed("yen"), "JPY"),
    **dict.fromkeys(listed("franc francs"), "CHF"),
    **dict.fromkeys(listed("ringgit ringgits"), "MYR"),
    **dict.fromkeys(listed("shekel shekels"), "ILS"),
    **dict.fromkeys(listed("tugrik tugriks"), "MNT"),
    **dict.fromkeys(listed("hryvnia hryvnias"), "UAH"),
    **dict.fromkeys(listed("dinar dinars"), "KWD"),
    **dict.fromkeys(listed("riyal riyals"), "SAR"),
    **dict.fromkeys(listed("rial rials"), "IRR"),
    **dict.fromkeys(listed("dirham dirhams"), "AED"),
    **dict.fromkeys(listed("baht bahts"), "THB"),
    **dict.fromkeys(listed("rouble roubles ruble rubles"), "RUB"),
    **dict.fromkeys(listed("zloty zlotys"), "PLN"),
    **dict.fromkeys(listed("krona kronor"), "SEK"),
    **dict.fromkeys(listed("krone kroner"), "NOK"),
    **dict.fromkeys(listed("reais"), "BRL"),
    **dict.fromkeys(listed("quetzal quetzales"), "GTQ"),
    **dict.fromkeys(listed("lempira lempiras"), "HNL"),
    **dict.fromkeys(listed("won"), "KRW"),
    **dict.fromkeys(listed("rand rands"), "ZAR"),
    **dict.fromkeys(listed("naira"), "NGN"),
}
# A nation before a name ("canadian dollars", "lebanese pounds") decides whose it is.
NATIONS: dict[str, dict[str, str]] = {
    "us": {DOLLAR: "USD"},
    "american": {DOLLAR: "USD"},
    "canadian": {DOLLAR: "CAD"},
    "australian": {DOLLAR: "AUD"},
    "zealand": {DOLLAR: "NZD"},
    "singapore": {DOLLAR: "SGD"},
    "mexican": {PESO: "MXN"},
    "argentine": {PESO: "ARS"},
    "chilean": {PESO: "CLP"},
    "colombian": {PESO: "COP"},
    "dominican": {PESO: "DOP"},
    "philippine": {PESO: "PHP"},
    "british": {"GBP": "GBP"},
    "egyptian": {"GBP": "EGP"},
    "lebanese": {"GBP": "LBP"},
    "swiss": {"CHF": "CHF"},
    "indian": {"INR": "INR"},
    "pakistani": {"INR": "PKR"},
    "chinese": {"CNY": "CNY"},
    "japanese": {"JPY": "JPY"},
    "malaysia": {"MYR": "MYR"},
    "malaysian": {"MYR": "MYR"},
    "kuwaiti": {"KWD": "KWD"},
    "jordanian": {"KWD": "JOD"},
    "bahraini": {"KWD": "BHD"},
    "tunisian": {"KWD": "TND"},
    "algerian": {"KWD": "DZD"},
    "qatari": {"SAR": "QAR"},
    "omani": {"IRR": "OMR", "SAR": "OMR"},
    "saudi": {"SAR": "SAR"},
    "iranian": {"IRR": "IRR"},
    "danish": {"NOK": "DKK"},
    "norwegian": {"NOK": "NOK"},
    "korean": {"KRW": "KRW"},
}
# Spanish puts the nation behind: "pesos mexicanos", "dólares canadienses".
NATIONS_BEHIND = {
    **{"mexicanos": "MXN", "americanos": "USD", "canadienses": "CAD", "argentinos": "ARS"},
    **{"colombianos": "COP", "chilenos": "CLP", "dominicanos": "DOP"},
}
CENTS = frozenset(
    listed(
        "cent cents penny pennies pence centavo centavos céntimo céntimos sen sens kopiyka kopiykas "
        "kopeck kopecks paise ¢"
    )
)
# Names that also count other things: no money without a reason besides.
WEIGHTS = frozenset({"pound", "pounds", "won", "rand"})
WHOLE_UNITS = frozenset({"JPY", "KRW", "CLP", "VND", "PYG"})
THOUSANDTHS = frozenset({"KWD", "BHD", "OMR", "JOD", "TND"})


def minor_factor(currency: str) -> int:
    """How many minor units one unit of a currency has (ISO 4217)."""
    if currency in WHOLE_UNITS:
        return 1
    return 1000 if currency in THOUSANDTHS else 100


def resolve(currency: str, local: str) -> str:
    """The ISO code of a currency as written, where the tenant's own is `local`."""
    if currency == DOLLAR:
        return local if local in DOLLARS else "USD"
    if currency == PESO:
        return local if local in PESOS else "MXN"
    return currency
