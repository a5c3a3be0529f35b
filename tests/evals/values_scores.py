"""The measuring files and our own sets about values in, scores per row out: hits of total.

Run as `python -m tests.evals.values_scores [--data DIR] [--misses ROW] [--aside]`; the folder
defaults to FRONTDESK_EVAL_DATA. The rows of our own sets that are set aside are scored apart.
"""

import argparse
import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from frontdesk.ground.words.reading import Json, Value
from tests.evals.values_judging import (
    COMPONENTS,
    Judged,
    Row,
    Score,
    as_map,
    found_parts,
    gold_parts,
    read,
    read_lines,
    show,
)
from tests.evals.values_own import judge_own

# --- Duckling: the phrase must give exactly one value of the kind.

_NAMED = {"Dollar": "USD", "Cent": "USD", "Pound": "GBP", "Unnamed": "USD", "Dinar": "KWD"}
_NAMED |= {"Riyal": "SAR", "Rial": "IRR"}


def judge_duckling_money(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text, unit, kind = str(row["text"]), str(row["unit"]), str(row["kind"])
        found = [value for value in read(text) if value.kind == "money"]
        listed = row["values"]
        amounts = [float(str(v)) for v in listed] if isinstance(listed, list) else []
        gold = _money_gold(kind, amounts, unit)
        hit = len(found) == 1 and as_map(found[0].value) == gold
        name = "duckling money USD" if gold["currency"] == "USD" else "duckling money other"
        yield Judged(name, hit, text, str(gold), show(found))


def _money_gold(kind: str, amounts: Sequence[float], unit: str) -> dict[str, Json]:
    code = _NAMED.get(unit, unit)
    minor = [round(a * (1000 if code == "KWD" else 100)) for a in amounts]
    if unit == "Cent":
        minor = [round(amount) for amount in amounts]
    if kind == "between":
        return {"min": minor[0], "max": minor[1], "currency": code}
    if kind == "under":
        return {"min": None, "max": minor[0], "currency": code}
    if kind == "above":
        return {"min": minor[0], "max": None, "currency": code}
    return {"amount_minor": minor[0], "currency": code}


def judge_duckling_numeral(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text = str(row["text"])
        gold = float(str(row["expr"]).split(" ", 1)[1].strip("()"))
        found = [v for v in read(text) if v.kind in {"number", "range", "money"}]
        hit = len(found) == 1 and _amount(found[0]) == gold
        yield Judged("duckling numerals", hit, text, str(gold), show(found))


def _amount(value: Value) -> float | None:
    if value.kind == "number" and isinstance(value.value, int | float):
        return float(value.value)
    minor = as_map(value.value).get("amount_minor")
    return float(minor) / 100 if isinstance(minor, int) else None


def judge_duckling_phone(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text, expr = str(row["text"]), row["expr"]
        found = [value for value in read(text, asked="phone") if value.kind == "phone"]
        if expr is None:
            yield Judged("duckling phone negatives", not found, text, "none", show(found))
            continue
        gold = re.sub(r"[^0-9+]", "", str(expr).split('"')[1].split(" ext")[0])
        # Numbers of other countries without a country code cannot be told in a US tenant.
        american = gold.startswith("+") or len(gold) == 10 or gold.startswith("1")
        name = "duckling phone" if american else "duckling phone, other plans"
        hit = len(found) == 1 and str(found[0].value).endswith(gold.lstrip("+"))
        yield Judged(name, hit, text, gold, show(found))


def judge_duckling_email(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text, expr = str(row["text"]), row["expr"]
        found = [value for value in read(text) if value.kind == "email"]
        if expr is None:
            yield Judged("duckling email", not found, text, "none", show(found))
            continue
        gold = str(expr).split('"')[1].lower()
        hit = len(found) == 1 and found[0].value == gold
        yield Judged("duckling email", hit, text, gold, show(found))


# --- Recognizers: the digits of the number, as E.164 where it can be dialled here.


def judge_recognizers_phone(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text, results = str(row["text"]), row["results"]
        found = [value for value in read(text) if value.kind == "phone"]
        listed = results if isinstance(results, list) else []
        if not listed:
            yield Judged("recognizers phone negatives", not found, text, "none", show(found))
            continue
        gold = str(as_map(listed[0])["text"])
        digits = re.sub(r"[^0-9]", "", re.split(r"(?i)\s*(?:ext|x)", gold)[0])
        global_form = gold.lstrip("(").startswith(("+", "00")) or digits.startswith("011")
        local = len(digits) == 10 and digits[0] in "23456789" and not gold.startswith("0")
        american = local or (digits.startswith("1") and len(digits) == 11)
        name = "international" if global_form else "american" if american else "other plans"
        tail = re.sub(r"[^0-9]", "", gold.replace("(0)", ""))
        shown = str(found[0].value).lstrip("+") if len(found) == 1 else "-"
        tail = re.split(r"(?i)ext|x", re.sub(r"[^0-9a-z]", "", gold.replace("(0)", "").lower()))[0]
        hit = len(found) == 1 and (tail.endswith(shown) or shown.endswith(tail[-9:]))
        yield Judged(f"recognizers phone {name}", hit, text, gold, show(found))


# --- Addresses: each component where the gold has it, and the span of the whole.

_OUTSIDE = {"Recipient", "NotAddress", "LandmarkName", "IntersectionSeparator", "CornerOf"}


def judge_usaddress(path: Path) -> Iterator[Judged]:
    name = path.stem.removeprefix("usaddress_test_")
    for row in read_lines(path):
        text, tokens = str(row["text"]), row["tokens"]
        gold = gold_parts(tokens)
        found = [value for value in read(text, asked="address") if value.kind == "address"]
        best = max(found, key=lambda value: value.span[1] - value.span[0], default=None)
        parts = found_parts(best)
        shown = f"{gold} / {parts}"
        for part in COMPONENTS:
            if part in gold:
                hit = parts.get(part) == gold[part]
                yield Judged(f"usaddress {name} {part}", hit, text, shown, show(found))
        whole = (
            {pair[0] for pair in tokens if isinstance(pair, list)}
            if isinstance(tokens, list)
            else set()
        )
        if not whole & _OUTSIDE:
            end = len(text.rstrip(" .,"))
            hit = best is not None and best.span[0] == 0 and end <= best.span[1] <= len(text)
            yield Judged(f"usaddress {name} span", hit, text, shown, show(found))
            exact = {k: v for k, v in gold.items() if v} == parts
            yield Judged(f"usaddress {name} exact", exact, text, shown, show(found))


# --- SGD dialogues: spans of addresses, rents, prices and phones in whole sentences, each text once.

_SGD_SLOTS = {
    "address": "address",
    "stylist_address": "address",
    "street_address": "address",
    "rent": "money",
    "phone_number": "phone",
}


def judge_sgd(path: Path) -> Iterator[Judged]:
    seen: set[str] = set()
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            for turn in json.loads(line)["turns"]:
                text = str(turn["text"])
                if text in seen:
                    continue
                seen.add(text)
                yield from _judge_sgd_turn(text, turn)


def _judge_sgd_turn(text: str, turn: Row) -> Iterator[Judged]:
    frames = turn.get("frames")
    spans = [
        (str(slot), int(str(start)), int(str(end)))
        for frame in (frames if isinstance(frames, list) else [])
        for slot, start, end in (frame.get("spans") or [] if isinstance(frame, dict) else [])
    ]
    wanted = [(slot, start, end) for slot, start, end in spans if slot in _SGD_SLOTS]
    found = read(text) if wanted else ()
    for slot, start, end in wanted:
        kind = _SGD_SLOTS[slot]
        ours = [value for value in found if value.kind == kind]
        if kind == "address":
            hit = any(_same_address(text, value, start, end) for value in ours)
        else:
            hit = any(value.span[0] < end and start < value.span[1] for value in ours)
        yield Judged(f"sgd {kind}", hit, text, text[start:end], show(ours))


def _same_address(text: str, value: Value, start: int, end: int) -> bool:
    """The annotated stretch, with or without a town behind it and a final point."""
    same_start = value.span[0] == start
    return same_start and value.span[1] >= len(text[:end].rstrip(" .,"))


# --- Names in answers: every word of the gold that was said is found, and little more.


def judge_evi(path: Path) -> Iterator[Judged]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row: Row = json.loads(line)
            text, gold = str(row["asr"] or ""), str(row["gold"]).lower()
            if row["item"] == "name" and all(part in text.lower() for part in gold.split()):
                yield _judge_name("evi names", text, gold)


def judge_restaurant(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text, slots, requested = str(row["text"]), row["slots"], row["requested"]
        asked = any("name" in str(slot) for slot in as_list(requested))
        parts = {str(pair[0]): str(pair[1]) for pair in as_list(slots) if isinstance(pair, list)}
        gold = " ".join(parts[key] for key in ("first_name", "last_name") if key in parts)
        if gold and asked:
            yield _judge_name("restaurant8k names asked", text, gold.lower())
        elif not gold:
            found = [v for v in read(text, "name" if asked else None) if v.kind == "name"]
            yield Judged("restaurant8k no name", not found, text, "none", show(found))


def _judge_name(row: str, text: str, gold: str) -> Judged:
    found = [value for value in read(text, "name") if value.kind == "name"]
    shown = str(found[0].value).lower() if found else ""
    near = len(shown.split()) <= len(gold.split()) + 1
    hit = bool(shown) and near and all(part in shown for part in gold.split())
    return Judged(row, hit, text, gold, show(found))


def as_list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else []


# --- NLU++: the annotated amount must overlap a price.


def judge_nlupp(path: Path) -> Iterator[Judged]:
    for row in read_lines(path):
        text = str(row["text"])
        slot = as_map(as_map(row.get("slots")).get("amount_of_money"))
        span = as_list(slot.get("span"))
        if len(span) == 2:
            start, end = int(str(span[0])), int(str(span[1]))
            found = [value for value in read(text) if value.kind == "money"]
            hit = any(value.span[0] < end and start < value.span[1] for value in found)
            yield Judged("nlupp money", hit, text, str(slot), show(found))


Reader = Callable[[Path], Iterator[Judged]]
READERS: Mapping[str, Reader] = {
    "duckling_money_en.jsonl": judge_duckling_money,
    "duckling_numeral_en.jsonl": judge_duckling_numeral,
    "duckling_phone.jsonl": judge_duckling_phone,
    "duckling_email_en.jsonl": judge_duckling_email,
    "recognizers_PhoneNumberModel.jsonl": judge_recognizers_phone,
    "usaddress_test_simple.jsonl": judge_usaddress,
    "usaddress_test_labeled.jsonl": judge_usaddress,
    "usaddress_test_us50.jsonl": judge_usaddress,
    "usaddress_test_synth_osm.jsonl": judge_usaddress,
    "evi_en.jsonl.gz": judge_evi,
    "restaurant8k_train.jsonl": judge_restaurant,
    "nlupp_banking.jsonl": judge_nlupp,
    "nlupp_hotels.jsonl": judge_nlupp,
    "sgd_homes_dev.jsonl": judge_sgd,
    "sgd_homes_train.jsonl.gz": judge_sgd,
    "sgd_services_dev.jsonl": judge_sgd,
    "sgd_services_train.jsonl.gz": judge_sgd,
}


def judge_all(folder: Path | None, *, aside: bool = False) -> Iterator[Judged]:
    """Every measured phrase; only our own sets where no folder is given."""
    if folder is not None and not aside:
        for name, reader in READERS.items():
            for room in ("parsing", "dialogue"):
                path = folder / room / name
                if path.exists():
                    yield from reader(path)
    yield from judge_own(aside)


def score(folder: Path | None, *, aside: bool = False) -> dict[str, Score]:
    """Hits and total of every row."""
    table: dict[str, Score] = {}
    for judged in judge_all(folder, aside=aside):
        hits, total = table.get(judged.row, (0, 0))
        table[judged.row] = (hits + judged.hit, total + 1)
    return table


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", default=os.environ.get("FRONTDESK_EVAL_DATA"))
    options.add_argument("--misses", help="print what was missed in rows that begin so")
    options.add_argument("--aside", action="store_true", help="score what is set aside")
    chosen = options.parse_args(arguments)
    folder = Path(chosen.data) if chosen.data else None
    if chosen.misses is not None and not chosen.aside:
        for judged in judge_all(folder):
            if judged.row.startswith(chosen.misses) and not judged.hit:
                print(
                    f"{judged.row} | {judged.text!r}\n    gold  {judged.gold}\n    found {judged.found}"
                )
        return
    for row, (hits, total) in sorted(score(folder, aside=chosen.aside).items()):
        print(f"{row:38} {hits:5} / {total:5}  {100 * hits / total:5.1f} %")


if __name__ == "__main__":
    main(sys.argv[1:])
