"""Room: example sentences in, a Model of intents out: weights, calibration, what is out of scope.
Comes from: the command that trains bots, and evals that train on measuring data.
Goes to: ability.language.acts (features and the shape of a model), and numpy.
Never: runs inside a turn, reads evaluation sets, or writes anything but the file it is given.
"""

from frontdesk.ability.language.acts.model import SHIPPED, Model
from frontdesk.ability.language.examples import IntentExamples
from frontdesk.ability.language.learn.examples import (
    background,
    load_examples,
    shipped_examples,
    shipped_marks,
)
from frontdesk.ability.language.learn.train import train

__all__ = [
    "SHIPPED",
    "IntentExamples",
    "Model",
    "background",
    "load_examples",
    "shipped_examples",
    "shipped_marks",
    "train",
]
