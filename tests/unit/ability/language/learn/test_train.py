"""Training: separates intents, keeps out what is none of them, takes texts of several intents."""

from frontdesk.ability.language import learn
from frontdesk.ability.language.acts.features import find_tokens
from frontdesk.ability.language.acts.model import Guess, Model

SETS = {
    "garden": [
        learn.IntentExamples(
            "mow", ("mow my lawn", "cut the grass please", "the lawn is too long", "grass cutting")
        ),
        learn.IntentExamples(
            "prune",
            ("prune the roses", "trim my hedge", "the tree needs trimming", "hedge trimming"),
        ),
        learn.IntentExamples(
            "none", ("how is the weather", "call me tomorrow", "what is your name")
        ),
    ]
}


def best(known: Model, text: str) -> Guess:
    return known.rank("garden", find_tokens(text))[0]


def test_intents_are_told_apart() -> None:
    known = learn.train(SETS)
    assert best(known, "could you cut my grass").name == "mow"
    assert best(known, "my hedges want trimming").name == "prune"


def test_strange_texts_score_lower() -> None:
    known = learn.train(SETS)
    assert best(known, "what is your name").score < best(known, "mow the lawn").score


def test_training_twice_gives_the_same_model() -> None:
    assert learn.train(SETS) == learn.train(SETS)


def test_one_intent_alone_can_be_learnt() -> None:
    known = learn.train({"garden": [learn.IntentExamples("mow", ("mow it",))]})
    assert best(known, "mow it").name == "mow"


def test_an_empty_set_ranks_nothing() -> None:
    assert learn.train({"garden": []}).rank("garden", find_tokens("mow")) == ()
