"""Our own sets about acts in, scores per row out: wishes, answers, opt-outs, dangers, Spanish.

Run as `python -m tests.evals.acts_scores [--misses ROW]`; what is set aside is scored apart and
never shown. It has three batches: `"aside": true` from the beginning, then `2` and `3`, written when the
rules stood, in wordings nobody had tuned on. The first two are scored together, the last by itself.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from frontdesk.ability import language
from frontdesk.ground.words.reading import Reading

SETS = Path(__file__).parent / "sets"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
Row = Mapping[str, object]
Scores = dict[str, tuple[int, int]]
Batches = tuple[int, ...]


def read(text: str, asked: str | None = None, bot: str | None = None) -> Reading:
    return language.read(text, language.Context(now=NOW, asked=asked, bot=bot))


TUNED: Batches = (0,)
ASIDE: Batches = (1, 2)
LAST: Batches = (3,)
# By people who had seen nothing of ours; only ever counted, neither read nor learnt from.
UNSEEN: Batches = (4,)


def load_set(name: str, *, batches: Batches = (0, 1, 2, 3, 4)) -> Iterator[Row]:
    """The rows of one of our sets that are in some batches: 0 is what rules are tuned on."""
    with (SETS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if int(row.get("aside", 0)) in batches:
                yield row


def wish_of(reading: Reading) -> str:
    """The one real-estate wish of a reading, as the set of wishes names it."""
    wanted = {i.name for i in reading.intents if i.wanted and i.score >= 0.7}
    if "both_buy_and_sell" in wanted:
        return "both"
    return next((name for name in ("sell", "buy", "rent") if name in wanted), "none")


def wish_right(row: Row) -> bool:
    return wish_of(read(str(row["text"]))) == row["wish"]


def reply_right(row: Row) -> bool:
    return read(str(row["text"]), asked="confirm").reply == row["reply"]


def opt_right(row: Row) -> bool:
    asked = "confirm" if row["opt"] is None else None
    return read(str(row["text"]), asked=asked).opt == row["opt"]


def is_danger(row: Row) -> bool:
    return read(str(row["text"])).urgency.level == "emergency"


def spanish_right(row: Row) -> bool:
    text, value = str(row["text"]), row["value"]
    found = read(text, asked="confirm" if row["aspect"] == "reply" else None)
    if row["aspect"] == "danger":
        named = value in found.urgency.hazards
        return named if value != "none" else found.urgency.level != "emergency"
    seen = {
        "intent": wish_of(found),
        "reply": found.reply,
        "person": "1" if found.asks_for_person else "0",
        "opt": found.opt or "null",
        "language": found.language,
    }
    return seen[str(row["aspect"])] == value


ROWS: tuple[tuple[str, str, Callable[[Row], bool], Callable[[Row], bool]], ...] = (
    ("wishes", "wishes", wish_right, lambda row: True),
    ("replies", "replies", reply_right, lambda row: True),
    ("opt-outs", "optouts", opt_right, lambda row: True),
    ("danger recall", "dangers", is_danger, lambda row: bool(row["danger"])),
    (
        "danger hazard named",
        "dangers",
        lambda row: bool({*read(str(row["text"])).urgency.hazards} & {*_list(row["hazards"])}),
        lambda row: bool(row["danger"]),
    ),
    (
        "danger not cried",
        "dangers",
        lambda row: not is_danger(row),
        lambda row: not row["danger"],
    ),
    ("spanish", "spanish", spanish_right, lambda row: True),
)


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def own_scores(*, batches: Batches) -> Scores:
    """The rows of our own sets."""
    scores: Scores = {}
    for name, file, right, counts in ROWS:
        rows = [row for row in load_set(file, batches=batches) if counts(row)]
        scores[name] = (sum(right(row) for row in rows), len(rows))
    return scores


def misses(name: str) -> Iterator[Row]:
    """The tuning rows that a row of the table gets wrong; those set aside are never shown."""
    for title, file, right, counts in ROWS:
        if title == name:
            yield from (r for r in load_set(file, batches=TUNED) if counts(r) and not right(r))


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", help="print what was missed in the row")
    chosen = options.parse_args(arguments)
    if chosen.misses:
        for row in misses(chosen.misses):
            found = read(str(row["text"]), asked="confirm" if "reply" in row else None)
            print(json.dumps({**row, "found": language.as_json(found)}, ensure_ascii=False))
        return
    apart_ones = [own_scores(batches=batches) for batches in (ASIDE, LAST, UNSEEN)]
    for name, (hits, total) in own_scores(batches=TUNED).items():
        apart = " ".join(f"{kept}/{of}" for kept, of in (each[name] for each in apart_ones) if of)
        print(f"{name:30} {hits:4}/{total:<4} {100 * hits / total:6.1f} %   aside {apart}")


if __name__ == "__main__":
    main(sys.argv[1:])
