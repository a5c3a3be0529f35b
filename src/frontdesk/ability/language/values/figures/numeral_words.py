"""Tables: the words of English and Spanish numbers, by the part they play in a number.

`UNITS` stand for 1-9, `TEENS` for a whole number below 30, `TENS` may take a unit, `HUNDREDS`
are Spanish hundreds, `SCALES` multiply what stands before them.
"""

from decimal import Decimal

# One of many of a size: only bands are said so ("the high fours", "low five hundreds").
PLURALS = {
    **{"twos": 2, "threes": 3, "fours": 4, "fives": 5, "sixes": 6, "sevens": 7, "eights": 8},
    **{"nines": 9, "hundreds": 100},
}
UNITS = {
    **{word: value for word, value in PLURALS.items() if value < 10},
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"uno": 1, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5},
    **{"seis": 6, "siete": 7, "ocho": 8, "nueve": 9},
}
ZEROS = {"zero": 0, "naught": 0, "nought": 0, "nil": 0, "cero": 0}
TEENS = {
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{"diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15},
    **{"dieciséis": 16, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18, "diecinueve": 19},
    **{"veintiuno": 21, "veintiún": 21, "veintiun": 21, "veintidós": 22, "veintidos": 22},
    **{"veintitrés": 23, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25},
    **{"veintiséis": 26, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29},
}
TENS = {
    **{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60},
    **{"seventy": 70, "eighty": 80, "ninety": 90},
    **{"veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60},
    **{"setenta": 70, "ochenta": 80, "noventa": 90},
}
HUNDREDS = {
    **{"cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300},
    **{"trescientas": 300, "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500},
    **{"quinientas": 500, "seiscientos": 600, "seiscientas": 600, "setecientos": 700},
    **{"setecientas": 700, "ochocientos": 800, "ochocientas": 800, "novecientos": 900},
    **{"novecientas": 900},
}
SCALES = {
    **{"hundred": 100, "hundreds": 100, "hundo": 100, "dozen": 12, "dozens": 12, "docenas": 12},
    **{"thousand": 1000, "thousands": 1000, "thousnd": 1000, "thousan": 1000, "thou": 1000},
    **{"k": 1000, "ks": 1000, "grand": 1000},
    **{"lakh": 100_000, "lakhs": 100_000, "lac": 100_000, "lacs": 100_000},
    **{"lkh": 100_000, "lkhs": 100_000},
    **{"million": 10**6, "millions": 10**6, "milion": 10**6, "millon": 10**6, "millón": 10**6},
    **{"millones": 10**6, "mill": 10**6, "mm": 10**6, "mln": 10**6, "m": 10**6, "mils": 10**6},
    **{"crore": 10**7, "crores": 10**7, "cr": 10**7, "koti": 10**7, "krore": 10**7},
    **{"krores": 10**7, "billion": 10**9, "billions": 10**9, "bn": 10**9, "mil": 1000},
}
# Scales that are letters: only right behind digits ("450k") or words of a price ("1.2 m").
LETTER_SCALES = frozenset({"k", "ks", "m", "mm", "cr"})
# What a scale word shows about its number: nobody counts rooms in these.
MONEY_SCALES = frozenset({"k", "ks", "grand", "m", "mm", "mil", "mill", "mils", "mln"})
DIVISORS = frozenset({2, 3, 4, 5, 8, 10, 12, 15, 16, 20, 100})
POINTS = frozenset({"point", "punto"})
JOINERS = frozenset({"and", "y", "-"})
SIGNS = frozenset({"-", "minus", "negative", "menos"})
ARTICLES = frozenset({"a", "an", "un", "una"})
PARTS = {"half": Decimal("0.5"), "medio": Decimal("0.5"), "media": Decimal("0.5")}
QUARTERS = {"quarter": 1, "quarters": 1, "cuarto": 1, "cuartos": 1}
VAGUE = {"couple": 2, "pair": 2, "few": 3, "par": 2}
SINGLES = {"single": 1}
# English has these words too: numbers only in a Spanish text, articles never by themselves.
SPANISH_ONLY = frozenset({"once", "par", "media", "uno", "medio"})
LONE_SCALES = frozenset({"hundred", "thousand", "million", "billion", "dozen", "lakh", "crore"})
# What "a" counts as one of.
COINS = frozenset({"dollar", "buck", "euro", "dólar"})
STARTERS = frozenset(
    {*UNITS, *ZEROS, *TEENS, *TENS, *HUNDREDS, *PARTS, *VAGUE, *SINGLES, *POINTS} - {"un", "una"}
) | frozenset({*LONE_SCALES, "a", "mil", "mill", "millón", "millon", "milion", "grand", "quarter"})
