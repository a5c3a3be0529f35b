"""The measuring files about acts in, scores per row out: intents, rejection, persons, opt-outs."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from frontdesk.ability.language import learn
from frontdesk.ability.language.acts import features, fold, model
from tests.evals.acts_scores import Scores, read

Row = Mapping[str, object]


def load_rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


def learn_rows(rows: Sequence[Mapping[str, str]]) -> model.Model:
    by_name: dict[str, list[str]] = {}
    for row in rows:
        by_name.setdefault(row["intent"], []).append(row["text"])
    examples = [learn.IntentExamples(name, tuple(texts)) for name, texts in by_name.items()]
    return learn.train({"rows": examples})


def best(known: model.Model, text: str) -> model.Guess:
    return known.rank("rows", features.find_tokens(fold.fold(text).text))[0]


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The share of (inside, outside) pairs in which the inside text scores higher."""
    pooled = sorted([(score, 1) for score in inside] + [(score, 0) for score in outside])
    below = wins = 0
    for _, kind in pooled:
        wins += below if kind else 0
        below += 0 if kind else 1
    return wins / (len(inside) * len(outside))


def rejected(inside: Sequence[float], outside: Sequence[float]) -> int:
    """How many outside texts fall under the score that rejects 5 % of the inside ones."""
    line = sorted(inside)[int(0.05 * len(inside))]
    return sum(score < line for score in outside)


def clinc(data: Path) -> Scores:
    rows = list(load_rows(data / "dialogue/clinc150.jsonl.gz"))
    known = learn_rows([row for row in rows if row["split"] == "train"])
    held = [row for row in rows if row["split"] == "val"]
    guesses = [best(known, row["text"]) for row in held]
    right = sum(guess.name == row["intent"] for guess, row in zip(guesses, held, strict=True))
    outside = [best(known, row["text"]).score for row in rows if row["split"] == "oos_val"]
    turned_away = rejected([guess.score for guess in guesses], outside)
    return {
        "CLINC150 in-scope accuracy": (right, len(held)),
        "CLINC150 out-of-scope recall at 5 %": (turned_away, len(outside)),
    }


def near_domain(data: Path) -> Scores:
    scores: Scores = {}
    for title, file in (
        ("BANKING77-OOS", "banking77_oos.jsonl.gz"),
        ("CLINC banking OOS", "clinc_banking_oos.jsonl"),
        ("CLINC cards OOS", "clinc_cards_oos.jsonl"),
    ):
        rows = list(load_rows(data / "dialogue" / file))
        known = learn_rows([r for r in rows if r["split"] == "train" and r["kind"] == "in"])
        held = {
            kind: [best(known, r["text"]).score for r in rows if r["kind"] == kind]
            for kind in ("id-oos", "ood-oos")
        }
        inside = [
            best(known, r["text"]).score
            for r in rows
            if r["split"] == "valid" and r["kind"] == "in"
        ]
        for kind, outside in held.items():
            scores[f"{title} {kind} AUROC x1000"] = (round(1000 * auroc(inside, outside)), 1000)
    return scores


def handoff(data: Path) -> Scores:
    hits = said = wanted = 0
    for file in ("nlupp_banking.jsonl", "nlupp_hotels.jsonl"):
        for row in load_rows(data / "dialogue" / file):
            asks = "handoff" in row.get("intents", ())
            seen = read(row["text"]).asks_for_person
            hits, said, wanted = hits + (asks and seen), said + seen, wanted + asks
    return {
        "asks for a person: recall on NLU++": (hits, wanted),
        "asks for a person: precision on NLU++": (hits, said),
    }


def opt_out(data: Path) -> Scores:
    keywords = json.loads((data / "sms/optout_keywords.json").read_text(encoding="utf-8"))
    exact = [(word, "out") for words in keywords["opt_out_exact"].values() for word in words]
    exact += [(word, "in") for word in keywords["opt_in_exact"]]
    exact += [(word, "help") for word in keywords["help_exact"]]
    spellings = [(form(word), opt) for word, opt in exact for form in (str.upper, str.lower)]
    right = sum(read(word).opt == opt for word, opt in spellings)
    ham = [
        row["text"]
        for row in load_rows(data / "sms/sms_spam_collection.jsonl")
        if row["label"] == "ham"
    ][:3000]
    quiet = sum(read(text).opt != "out" for text in ham)
    return {
        "opt-out exact words": (right, len(spellings)),
        "opt-out quiet on SMS": (quiet, len(ham)),
    }


def booleans(data: Path) -> Scores:
    rows = list(load_rows(data / "parsing/recognizers_BooleanModel.jsonl"))
    right = 0
    for row in rows:
        first = row["results"][0]["res"]["value"]  # type: ignore[index]
        right += read(row["text"], asked="confirm").reply == ("yes" if first else "no")
    return {"yes or no, recognizers cases": (right, len(rows))}


def public_scores(data: Path) -> Scores:
    """The rows of the measuring data in the folder."""
    scores: Scores = {}
    for part in (handoff, opt_out, booleans, near_domain, clinc):
        scores |= part(data)
    return scores
