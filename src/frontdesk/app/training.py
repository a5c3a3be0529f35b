"""Example sentences, shared and of every bot, turned into the model that readings use.

Run by `frontdesk train` in a process of its own, because learning needs arrays and serving does not.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from frontdesk.ability.language import learn
from frontdesk.ability.language.acts import model as models
from frontdesk.ability.language.acts.danger import weights
from frontdesk.ability.language.learn import Model, dangers
from frontdesk.app import registry as registries
from frontdesk.app.cli.options import fail
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.ground.words.problems import Broken, Problem

_NONE_LEARNT = Model({})


def learn_all(bots: Mapping[str, Bot], *, learnt: Model = _NONE_LEARNT) -> Model:
    """The shared intents, and those of each bot that has any; the same bots give the same model.

    What a bot's own intents are told from is everyday talk. Sets of `learnt` whose examples have not
    changed are taken as they are.
    """
    own = {bot.name: bot.intents for bot in bots.values() if bot.intents}
    told = {text for each in own.values() for intent in each for text in intent.examples}
    everyday = tuple(text for text in learn.background() if text not in told)
    shared = learn.train(
        learn.shipped_examples(),
        marks=learn.shipped_marks(),
        learnt=learnt,
    )
    owned = learn.train(own, background=everyday, learnt=learnt)
    return Model({**shared.sets, **owned.sets})


def save_model(model: Model | dangers.Weights, path: Path = learn.SHIPPED) -> None:
    """Put what was learnt where readings find it, at once and whole; Broken where that is not allowed."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        model.save(draft)
        draft.replace(path)
    except OSError as error:
        raise Broken(
            "app.cannot_keep_training",
            f"{path} cannot be written: {error.strerror}",
            fix="train as the account that installed frontdesk, or from a checkout",
        ) from error


def render_sets(model: Model) -> Sequence[str]:
    """What was learnt, a line per set."""
    return [f"{name}: {len(known.names)} intents" for name, known in sorted(model.sets.items())]


def main() -> None:
    """Train, keep the model, and say what is in it."""
    try:
        model = learn_all(registries.scan().bots, learnt=models.shipped())
        save_model(model)
        known = weights.shipped()
        fresh = dangers.train_dangers(dangers.shipped_dangers(), learnt=known)
        if fresh is not known:
            save_model(fresh, dangers.SHIPPED)
    except Problem as problem:
        fail(problem)
    for line in render_sets(model):
        print(line)
    print("trained; a running server reads it when it is started again", file=sys.stderr)


if __name__ == "__main__":
    main()
