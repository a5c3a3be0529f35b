"""Weights of danger from example sentences, and the ones that come with the package."""

from pathlib import Path

from frontdesk.ability.language.acts.danger import HAZARDS, weights
from frontdesk.ability.language.acts.danger.traits import meanings
from frontdesk.ability.language.learn import dangers

TOLD = {
    "water gushes from the wall": "flooding",
    "water pours from the wall": "flooding",
    "water sprays from the wall": "flooding",
    "smoke comes from the socket": "fire",
    "smoke comes from the panel": "fire",
    "smoke comes from the outlet": "fire",
    "a quote for the wall": "none",
    "a quote for the socket": "none",
    "a quote for the panel": "none",
}


def test_what_was_told_of_one_word_holds_for_its_meaning() -> None:
    known = dangers.train_dangers(TOLD)
    unseen = known.margin(dangers.find_all("agua chorro from the wall"))
    asked = known.margin(dangers.find_all("a price for the wall"))
    assert unseen > 0 > asked


def test_the_hazard_is_that_of_the_nearest_examples() -> None:
    known = dangers.train_dangers(TOLD)
    assert known.hazard(dangers.find_all("smoke comes from the wall")) == "fire"
    assert known.hazard(dangers.find_all("water pours from the panel")) == "flooding"


def test_a_word_means_the_same_whatever_its_ending() -> None:
    assert meanings("furnace's") == meanings("furnace")
    assert meanings("explotaron") == meanings("exploto")
    assert meanings("lawnchair") == ()


def test_saved_weights_weigh_the_same(tmp_path: Path) -> None:
    known = dangers.train_dangers(TOLD)
    known.save(tmp_path / "weights.json.gz")
    again = weights.load(tmp_path / "weights.json.gz")
    traits = dangers.find_all("water pours from the panel")
    assert round(again.margin(traits), 1) == round(known.margin(traits), 1)
    assert again.hazard(traits) == known.hazard(traits)


def test_every_hazard_has_examples() -> None:
    assert {*HAZARDS, "none"} == {*dangers.shipped_dangers().values()}


def test_the_shipped_weights_were_learnt_from_them() -> None:
    stored = weights.shipped()
    assert dangers.train_dangers(dangers.shipped_dangers(), learnt=stored) is stored


def test_another_sentence_is_learnt() -> None:
    before = dangers.train_dangers(TOLD)
    after = dangers.train_dangers({**TOLD, "flames come from the roof": "fire"}, learnt=before)
    assert (before.source != after.source, after.source != "") == (True, True)
