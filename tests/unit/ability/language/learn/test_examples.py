"""Example files and the examples that come with the package."""

from pathlib import Path

from frontdesk.ability.language import learn
from frontdesk.ability.language.acts import danger, shared


def test_a_head_with_two_names_teaches_both(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text("# a comment\n[buy]\none\n[buy sell]\ntwo\n")
    assert learn.load_examples(path) == (
        learn.IntentExamples("buy", ("one", "two")),
        learn.IntentExamples("sell", ("two",)),
    )


def test_shipped_examples_cover_the_shared_intents() -> None:
    names = {each.name for each in learn.shipped_examples()["shared"]}
    assert {"buy", "sell", "rent", *danger.HAZARDS} <= names
    assert set(shared.NAMES) - names == {"fair_housing"}


def test_the_background_holds_no_shared_intent() -> None:
    texts = set(learn.background())
    assert "hello there" in texts
    assert not texts & {"how much is it", "we are in foreclosure"}


def test_the_shipped_model_was_learnt_from_them() -> None:
    """Fails where sentences, marks or the way of learning changed without `frontdesk train`."""
    stored = learn.Model.load(learn.SHIPPED)
    again = learn.train(
        learn.shipped_examples(),
        marks=learn.shipped_marks(),
        learnt=stored,
    )
    assert [name for name, each in again.sets.items() if each is not stored.sets[name]] == []


def test_only_what_changed_is_learnt_again() -> None:
    sets = {
        name: [learn.IntentExamples("open", (f"are you {name}", "when do you open", "open today?"))]
        for name in ("first", "second")
    }
    before = learn.train(sets)
    more = learn.IntentExamples("close", ("when do you close", "are you closed"))
    after = learn.train({**sets, "second": [*sets["second"], more]}, learnt=before)
    assert after.sets["first"] is before.sets["first"]
    assert after.sets["second"].names == ("open", "close")
