"""Our own sets of addresses, prices, rooms and people in, judged phrases out."""

from collections.abc import Iterator

from frontdesk.ground.words.reading import Json
from tests.evals.values_judging import (
    COMPONENTS,
    SETS,
    Judged,
    Row,
    as_map,
    found_parts,
    plain_part,
    read,
    read_lines,
    show,
)


def judge_own_addresses(aside: bool) -> Iterator[Judged]:
    for row in _own("addresses", aside):
        text, gold = str(row["text"]), row.get("address")
        asked = row.get("asked")
        found = [
            value
            for value in read(text, asked=str(asked) if asked else None)
            if value.kind == "address"
        ]
        if gold is None:
            yield Judged("own addresses none", not found, text, "none", show(found))
            continue
        start = text.find(str(gold))
        span = (start, start + len(str(gold)))
        best = next((value for value in found if value.span == span), None)
        yield Judged("own addresses span", best is not None, text, str(gold), show(found))
        near = best or (found[0] if found else None)
        parts, wanted = found_parts(near), as_map(row["parts"])
        for part in COMPONENTS:
            if wanted.get(part):
                hit = parts.get(part) == plain_part(part, str(wanted[part]))
                yield Judged(f"own addresses {part}", hit, text, str(wanted), show(found))


def judge_own_money(aside: bool) -> Iterator[Judged]:
    for row in _own("money", aside):
        text, gold, asked = str(row["text"]), row["money"], row.get("asked")
        found = read(text, asked=str(asked) if asked else None)
        prices = [value for value in found if value.kind == "money"]
        name = f"own money {row['group']}"
        if gold is None:
            yield Judged(name, not prices, text, "none", show(found))
            continue
        wanted = as_map(gold)
        scale = 1 if wanted.get("minor") else 100
        full: dict[str, Json] = {"currency": wanted.get("currency", "USD")}
        for key in ("amount", "min", "max"):
            if key in wanted:
                amount = wanted[key]
                shown = "amount_minor" if key == "amount" else key
                full[shown] = round(amount * scale) if isinstance(amount, int | float) else None
        hit = len(prices) == 1 and dict(as_map(prices[0].value)) == full
        yield Judged(name, hit, text, str(full), show(found))


def judge_own_rooms(aside: bool) -> Iterator[Judged]:
    for row in _own("rooms", aside):
        text, asked = str(row["text"]), row.get("asked")
        found = read(text, asked=str(asked) if asked else None)
        counted = [
            [value.grain, value.value] for value in found if value.kind in {"number", "range"}
        ]
        yield Judged("own rooms", counted == row["counts"], text, str(row["counts"]), show(found))


def judge_own_people(aside: bool) -> Iterator[Judged]:
    for row in _own("people", aside):
        text, asked, kind = str(row["text"]), row.get("asked"), str(row["kind"])
        found = [
            value.value
            for value in read(text, asked=str(asked) if asked else None)
            if value.kind == kind
        ]
        yield Judged(f"own {kind}s", found == row["values"], text, str(row["values"]), str(found))


def _own(name: str, aside: bool) -> Iterator[Row]:
    path = SETS / f"{name}.jsonl"
    if path.exists():
        for row in read_lines(path):
            if bool(row.get("aside")) == aside:
                yield row


OWN = (judge_own_addresses, judge_own_money, judge_own_rooms, judge_own_people)


def judge_own(aside: bool) -> Iterator[Judged]:
    """Every phrase of our own sets: the part to tune on, or the part that is set aside."""
    for judge in OWN:
        yield from judge(aside)
