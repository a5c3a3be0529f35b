"""Scoring by learnt weights, and the file they are kept in."""

import gzip
from pathlib import Path

import pytest

from frontdesk.ability.language import learn
from frontdesk.ability.language.acts.features import find_tokens
from frontdesk.ability.language.acts.model import Model, shipped

EXAMPLES = [
    learn.IntentExamples("open", ("when do you open", "opening hours", "what time do you open")),
    learn.IntentExamples("park", ("where can I park", "is there parking", "a parking spot")),
]


def test_a_saved_model_scores_the_same(tmp_path: Path) -> None:
    known = learn.train({"front": EXAMPLES})
    known.save(tmp_path / "model.json.gz")
    again = Model.load(tmp_path / "model.json.gz")
    tokens = find_tokens("is parking free")
    assert [g.name for g in again.rank("front", tokens)] == ["park", "open"]
    assert again.rank("front", tokens)[0].score == pytest.approx(
        known.rank("front", tokens)[0].score, abs=0.02
    )


def test_saving_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        learn.train({"front": EXAMPLES}).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_unknown_set_ranks_nothing() -> None:
    assert shipped().rank("nobody", find_tokens("hello")) == ()


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(gzip.compress(b'{"format": 9, "sets": {}}'))
    with pytest.raises(ValueError, match="format 9"):
        Model.load(tmp_path / "other")


def test_evidence_lies_inside_the_text() -> None:
    text = "please tell me is there parking near you"
    best = learn.train({"front": EXAMPLES}).rank("front", find_tokens(text))[0]
    assert 0 <= best.span[0] <= best.span[1] <= len(text)
