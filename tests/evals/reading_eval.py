"""The scores of every family of reading in, one table out; fails where a row falls below its floor.

Run as `frontdesk eval reading`, or `python -m tests.evals.reading_eval [--data DIR] [--confusion]
[--no-write] [--write-floors]`; the folder defaults to FRONTDESK_EVAL_DATA, and rows that need it are
left out without it. Our own sets count by the part that is set aside. Floors (`floors.json`, in per
cent) are only ever raised. A run with the data writes its table into docs/benchmarks.md.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.evals import acts_public, acts_scores, calendar_scores, values_scores
from tests.load import machine

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
FLOORS = Path(__file__).parent / "floors.json"
Scores = dict[str, tuple[int, int]]
_TUNED = "acts, tuned on"
_ASIDE = ("acts, set aside", "acts, set aside last", "acts, unseen")
# How many points what is set aside may score below what is tuned on.
_APART = 3.0
# Measured once, when messages came in that nobody had tuned for; learning them ends what they can tell.
FRESH = """Fresh independent messages (2026-11-21), by people who had seen none of the sentences or sets.
`before` is the reading as it was, before anything was learnt from them. `across` learns without the writer
who is scored (English), or without the half that is scored (Spanish). Lines and settings were chosen on
these figures, and the words of the first writer of danger and of the Spanish messages were in view for
rules and own sentences, so that they are a little kind. Labels that had no sense without the question, or
that the conventions do not share, were dropped or put right for `across`. The answers were not learnt:
without their writer nothing was gained, and the turns of public dialogues were read worse.

| fresh messages | before | across |
|---|---|---|
| danger recall, English, first writer | 272/300 (90.7) | 279/300 (93.0) |
| danger recall, English, second writer | 261/272 (96.0) | 265/272 (97.4) |
| danger recall, Spanish | 105/120 (87.5) | 113/120 (94.2) |
| danger cried falsely, English, first writer | 34/334 (10.2) | 19/334 (5.7) |
| danger cried falsely, English, second writer | 19/332 (5.7) | 12/332 (3.6) |
| danger cried falsely, Spanish | 23/150 (15.3) | 18/150 (12.0) |
| danger hazard named, English | 471/572 (82.3) | 512/572 (89.5) |
| danger hazard named, Spanish | 86/120 (71.7) | 102/120 (85.0) |
| wishes, English | 656/1140 (57.5) | 776/1134 (68.4) |
| wishes, Spanish | 137/245 (55.9) | 149/244 (61.1) |
| answers, English and Spanish | 660/1000 (66.0) | not learnt |
| opt-out and back, Spanish | 75/112 (67.0) | rules written from them |
| wishes, English, three more writers (2026-11-22) | 1218/1602 (76.0) | learnt since |
| wishes, Spanish, another writer (2026-11-22) | 143/200 (71.5) | learnt since |
| danger recall, a third writer, English and Spanish (2026-11-22) | 294/300 (98.0) | learnt since |
| danger cried falsely, a third writer, English and Spanish (2026-11-22) | 41/400 (10.3) | learnt since |
| answers, once rules for classes of them were written | 739/1000 (73.9) | not learnt |"""
# Rows of our own sets that rules were tuned on: printed, never a floor.
TUNED_ON = (_TUNED, "values: own")


def collect(folder: Path | None) -> Scores:
    """Row name (family first) -> (hits, total)."""
    rows: Scores = {}
    families: list[tuple[str, Mapping[str, tuple[int, int]]]] = [
        ("calendar", calendar_scores.scores(folder or Path("."))),
        ("values", values_scores.score(folder)),
        ("values, set aside", values_scores.score(folder, aside=True)),
        ("acts, tuned on", acts_scores.own_scores(batches=acts_scores.TUNED)),
        ("acts, set aside", acts_scores.own_scores(batches=acts_scores.ASIDE)),
        (
            "acts, set aside last",
            _rows_with_texts(acts_scores.own_scores(batches=acts_scores.LAST)),
        ),
        ("acts, unseen", _rows_with_texts(acts_scores.own_scores(batches=acts_scores.UNSEEN))),
        ("acts", acts_public.public_scores(folder) if folder else {}),
    ]
    for family, scores in families:
        rows |= {f"{family}: {name}": score for name, score in scores.items()}
    return rows


def _rows_with_texts(scores: Scores) -> Scores:
    return {name: score for name, score in scores.items() if score[1]}


def share(score: tuple[int, int]) -> float:
    """Per cent, to one decimal."""
    return round(100 * score[0] / max(1, score[1]), 1)


def below(rows: Scores, floors: Mapping[str, float]) -> list[str]:
    """The rows that fell below their floor, in words."""
    return [
        f"{name}: {share(rows[name])} % is below {floor} %"
        for name, floor in floors.items()
        if name in rows and share(rows[name]) < floor
    ]


def raised(rows: Scores, floors: Mapping[str, float]) -> dict[str, float]:
    """Floors after this run: never lower than before."""
    fresh = {name: share(score) for name, score in rows.items() if not name.startswith(TUNED_ON)}
    names = sorted({*fresh, *floors})
    return {name: max(fresh.get(name, 0.0), floors.get(name, 0.0)) for name in names}


def render_gaps(rows: Scores) -> str:
    """Our own sets of acts: what rules were tuned on beside what was set aside, and how far apart."""
    lines, wide = [], []
    for name in (name.removeprefix(f"{_TUNED}: ") for name in rows if name.startswith(_TUNED)):
        tuned = rows[f"{_TUNED}: {name}"]
        cells = [f"{tuned[0]}/{tuned[1]} ({share(tuned):.1f})"]
        for family in _ASIDE:
            score = rows.get(f"{family}: {name}")
            gap = round(share(tuned) - share(score), 1) if score else 0.0
            cells.append(
                f"{score[0]}/{score[1]} ({share(score):.1f}) | {gap:.1f}" if score else " | "
            )
            if gap > _APART:
                wide.append(f"{name} {gap:.1f} ({family.removeprefix('acts, ')})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    table = "\n".join(lines)
    told = "; ".join(wide) or "none"
    return f"""Acts on our own sets. Batches one and two of what is set aside are scored together, batch
three and the unseen batch each by itself. The counts of the first three were in view while rules and
sentences changed, so none of them is untouched any more. The unseen batch (700 messages about danger, 400 of
them as like it as can be and harmless, and 300 answers) is by people who had seen nothing of ours; it is only
counted, once something is done, and never read or learnt from: the best word on new messages. Short texts of
a set aside can stand in the sentences learnt from as well (rows of wishes, replies, Spanish: 5, 11 and 4 in
the first two batches, 0, 6 and 0 in the third, all under six words). Gaps are in points below the part tuned
on.

| measure | tuned on | set aside, 1 and 2 | gap | set aside, 3 | gap | unseen | gap |
|---|---|---|---|---|---|---|---|
{table}

Gaps over {_APART} points, where the wanted figure is missed: {told}.

What was tried against them: rules for classes of wordings instead of single ones; learnt
parts that weigh the words together with the marks of rules and each two of them; thousands of own sentences,
plain and crossed; fresh batches scored before they were tuned on; the messages below. What seems to limit
them: few sentences beside the ways there are to say a wish without naming it, so that a new batch brings
wordings no rule hears and whose words the examples hold too few of; short answers whose sense is that of the
question; and rows of
25 to 40 texts, where one text is 3 to 4 points.

{FRESH}"""


def render_section(rows: Scores, floors: Mapping[str, float]) -> str:
    """The section of docs/benchmarks.md: a row per measure, its floor beside it."""
    table = "\n".join(
        f"| {name.replace('|', ' ')} | {score[0]}/{score[1]} | {share(score):.1f} | "
        f"{floors.get(name, '')} |"
        for name, score in rows.items()
    )
    return f"""## Reading, by family

`frontdesk eval reading` ({machine.describe()}). Public sets are scored on their development
parts: Duckling corpus (BSD-3), Schema-Guided Dialogue (CC BY-SA 4.0), NLU++, EVI, Restaurant8k, BANKING77
(CC BY 4.0), CLINC150 (CC BY 3.0), usaddress and recognizers cases (MIT), SMS Spam Collection (CC BY 4.0).
Our own sets are in `tests/evals/sets`; the misses of the part set aside are never looked at.

| measure | right | per cent | floor |
|---|---|---|---|
{table}

{render_gaps(rows)}"""


def print_confusion() -> None:
    """Which wishes of the set are taken for which, over the rows that rules are tuned on."""
    pairs = Counter(
        (str(row["wish"]), acts_scores.wish_of(acts_scores.read(str(row["text"]))))
        for row in acts_scores.load_set("wishes", batches=acts_scores.TUNED)
    )
    names = sorted({name for pair in pairs for name in pair})
    print(f"\n{'meant / read as':16}" + "".join(f"{name:>6}" for name in names))
    for meant in names:
        print(f"{meant:16}" + "".join(f"{pairs[meant, name]:6}" for name in names))


def run_reading_eval(
    folder: Path | None, *, write_floors: bool = False, confusion: bool = False, write: bool = False
) -> int:
    """Print the table; 1 where a row is below its floor, else 0."""
    rows = collect(folder)
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    for name, score in rows.items():
        floor = f"floor {floors[name]}" if name in floors else ""
        print(f"{name:58} {score[0]:5}/{score[1]:<5} {share(score):6.1f} %  {floor}")
    if confusion:
        print_confusion()
    if write_floors:
        floors = raised(rows, floors)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n")
    if write and folder:
        machine.write_section(PAGE, "reading", render_section(rows, floors))
    fallen = below(rows, floors)
    for line in fallen:
        print(f"BELOW FLOOR {line}", file=sys.stderr)
    return 1 if fallen else 0


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", default=os.environ.get("FRONTDESK_EVAL_DATA"))
    options.add_argument("--write-floors", action="store_true")
    options.add_argument("--confusion", action="store_true")
    options.add_argument("--no-write", dest="write", action="store_false")
    chosen = options.parse_args(arguments)
    folder = Path(chosen.data) if chosen.data else None
    return run_reading_eval(
        folder,
        write_floors=chosen.write_floors,
        confusion=chosen.confusion,
        write=chosen.write,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
