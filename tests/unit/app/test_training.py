"""Training: a bot's own intents are learnt beside the shared ones, kept whole, and missed when not."""

from dataclasses import replace
from pathlib import Path

import pytest

from frontdesk.ability import language
from frontdesk.ability.language.acts import model as models
from frontdesk.ability.language.learn import Model
from frontdesk.app import kinds, registry, training
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.problems import Broken

HOUSE = registry.scan()
HOURS = language.IntentExamples(
    "asks_hours",
    (
        "when do you open",
        "what time do you close today",
        "are you open on sunday",
        "what are your office hours",
        "is anybody there on saturday morning",
        "until when are you open tonight",
        "do you work on holidays",
        "how early can I come by",
        "opening hours please",
        "are you closed on mondays",
    ),
)
SELLER = replace(HOUSE.bots["seller"], intents=(HOURS,))


@pytest.fixture(scope="module")
def model() -> Model:
    return training.learn_all({**HOUSE.bots, "seller": SELLER}, learnt=models.shipped())


def wanted(model: Model, text: str) -> list[str]:
    context = language.Context(now=SystemClock().now(), bot="seller", slots=SELLER.shapes())
    found = language.read(text, context, model=model).intents
    return [intent.name for intent in found if intent.name == "asks_hours" and intent.score >= 0.6]


def test_own_intent_is_read_in_other_words(model: Model) -> None:
    asking = ("hi, are you open this sunday?", "when do you close on friday", "your opening hours?")
    assert [wanted(model, text) for text in asking] == [["asks_hours"]] * 3


def test_other_talk_is_not_the_intent(model: Model) -> None:
    others = ("I want to sell my house", "thanks a lot", "450k", "12 Oak St, Sacramento")
    assert [wanted(model, text) for text in others] == [[]] * 4


def test_kept_model_is_read_back_the_same(model: Model, tmp_path: Path) -> None:
    training.save_model(model, tmp_path / "trained.bin.gz")
    again = Model.load(tmp_path / "trained.bin.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["trained.bin.gz"]
    assert training.render_sets(again) == training.render_sets(model)


def test_place_that_cannot_be_written_is_named(model: Model, tmp_path: Path) -> None:
    with pytest.raises(Broken) as refused:
        training.save_model(model, tmp_path / "missing" / "trained.bin.gz")
    assert refused.value.code == "app.cannot_keep_training"


def test_untrained_bot_is_listed_as_lacking() -> None:
    listed = kinds.list_kinds(replace(HOUSE, bots={**HOUSE.bots, "seller": SELLER}))
    lacks = next(kind.lacks for kind in listed if (kind.kind, kind.name) == ("bot", "seller"))
    assert lacks == ("training of its intents: run `frontdesk train`",)


def test_shipped_bots_are_trained() -> None:
    untrained = [
        bot.name for bot in HOUSE.bots.values() if bot.intents and not kinds.is_trained(bot)
    ]
    assert untrained == []
