"""Turns examples of intents into a Model: vocabulary, weights, calibration by held-out folds."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from frontdesk.ability.language.acts.features import find_tokens
from frontdesk.ability.language.acts.fold import Folded, fold
from frontdesk.ability.language.acts.model import IntentSet, Model
from frontdesk.ability.language.examples import IntentExamples
from frontdesk.ability.language.learn import solve
from frontdesk.ability.language.learn.solve import Floats, Parts
from frontdesk.ability.language.learn.source import name_source
from frontdesk.ability.language.learn.vocabulary import Shown, Vocabulary, number, show

OUT_OF_SCOPE = "none"
_FOLDS = 5
_SMALLEST = 0.1
# The step between stored weights at least, and the largest number of steps that is stored.
_FINEST = 0.005
_MOST = 32_000
# Shares of counts and nearness beside the margin, in spreads of each over held-out texts: in the
# order of intents, and what the score adds to that. Chosen on CLINC150 and BANKING77.
ORDER_COUNTS = 0.35
SCORE_COUNTS = 0.35
SCORE_NEARNESS = 0.6

Marks = Callable[[Folded], Iterable[str]]
_UNMARKED: Mapping[str, Marks] = {}
_NONE_LEARNT = Model({})


def train(
    sets: Mapping[str, Sequence[IntentExamples]],
    *,
    background: Sequence[str] = (),
    marks: Mapping[str, Marks] = _UNMARKED,
    learnt: Model = _NONE_LEARNT,
) -> Model:
    """Learn every set of intents; deterministic. Those sets of `learnt` that were learnt from the same
    are taken as they are.

    A text may stand under several intents of its set. Texts of the intent `none` and those of
    `background` express nothing of any set: they teach what is out of scope. `marks` of a set says
    what rules see in a folded text, to be weighed beside its words.
    """
    return Model(
        {
            name: _learn(
                _gather(examples, background, marks.get(name, _no_marks)),
                learnt.sets.get(name),
            )
            for name, examples in sets.items()
        }
    )


def _no_marks(_: Folded) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class _Scale:
    """How the three views are put together: their spreads, and the line to a probability."""

    margin: float
    counts: float
    nearness: float
    slope: float = 1.0
    offset: float = 0.0

    def order(self, margin: Floats, counts: Floats) -> Floats:
        return margin / self.margin + ORDER_COUNTS * counts / self.counts

    def likeness(self, counts: Floats, nearness: Floats) -> Floats:
        return SCORE_COUNTS * counts / self.counts + SCORE_NEARNESS * nearness / self.nearness


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What one set is learnt from: what each text shows, and which of the intents it expresses."""

    names: tuple[str, ...]
    shown: Sequence[Shown]
    labels: Floats
    phrases: Mapping[str, tuple[str, ...]]

    def parts(self) -> Iterator[object]:
        yield self.names, sorted(self.phrases.items()), self.labels.tobytes()
        for each in self.shown:
            yield [sorted(counted.items()) for counted in each]


def _gather(examples: Sequence[IntentExamples], background: Sequence[str], marks: Marks) -> _Lesson:
    names = tuple(each.name for each in examples if each.name != OUT_OF_SCOPE)
    expressed: dict[str, set[str]] = {text: set() for text in background}
    for each in examples:
        for text in each.examples:
            expressed.setdefault(text, set()).add(each.name)
    folded = map(fold, expressed)
    shown = [show(find_tokens(each.text), marks(each)) for each in folded]
    labels = np.zeros((len(expressed), len(names)), np.float32)
    for row, own in enumerate(expressed.values()):
        for name in own - {OUT_OF_SCOPE}:
            labels[row, names.index(name)] = 1.0
    phrases = {each.name: each.phrases for each in examples if each.phrases}
    return _Lesson(names, shown, labels, phrases)


def _learn(lesson: _Lesson, learnt: IntentSet | None) -> IntentSet:
    source = name_source(lesson.parts())
    if learnt is not None and learnt.source == source:
        return learnt
    names, shown, labels = lesson.names, lesson.shown, lesson.labels
    if not names:
        return IntentSet((), (), {}, {}, {}, array("h"), 1.0, 1.0, 0.0, source=source)
    scale = _calibrate(shown, labels)
    vocabulary = number(shown, len(names))
    vectors = [vocabulary.vector(each) for each in shown]
    parts = solve.solve(vectors, labels, len(vocabulary.rarity))
    known = _pruned(vocabulary, parts, scale, names=names, phrases=lesson.phrases)
    return replace(known, source=source)


def _calibrate(shown: Sequence[Shown], labels: Floats) -> _Scale:
    """Spreads and the line to a probability, from texts held out of the training in turn."""
    part_of = np.random.default_rng(1).permutation(len(shown)) % _FOLDS
    held: list[tuple[Floats, Floats, Floats, Floats]] = []
    for part in range(_FOLDS):
        kept = [row for row in range(len(shown)) if part_of[row] != part]
        left = [row for row in range(len(shown)) if part_of[row] == part]
        if not kept or not left:
            continue
        vocabulary = number([shown[row] for row in kept], labels.shape[1])
        vectors = [vocabulary.vector(shown[row]) for row in kept]
        parts = solve.solve(vectors, labels[kept], len(vocabulary.rarity))
        texts = [vocabulary.vector(shown[row]) for row in left]
        margin = solve.apply(parts.margin, texts) + parts.bias
        counts, nearness = (solve.apply(view, texts) for view in (parts.counts, parts.nearness))
        held.append((margin, counts, nearness, labels[left]))
    if not held:
        return _Scale(1.0, 1.0, 1.0)
    margin, counts, nearness, truth = (np.concatenate(each) for each in zip(*held, strict=True))
    scale = _Scale(*(_spread(each, truth) for each in (margin, counts, nearness)))
    raw = scale.order(margin, counts) + scale.likeness(counts, nearness)
    slope, offset = _logistic(raw.ravel(), truth.ravel())
    return _Scale(scale.margin, scale.counts, scale.nearness, slope, offset)


def _spread(scores: Floats, truth: Floats) -> float:
    own = scores[truth > 0]
    return max(1e-3, float(own.std())) if len(own) > 1 else 1.0


def _logistic(scores: Floats, truth: Floats) -> tuple[float, float]:
    """Slope and offset by Newton's method on the log loss, with Platt's softened targets."""
    right = float(truth.sum())
    goal = np.where(truth > 0, (right + 1) / (right + 2), 1 / (len(truth) - right + 2))
    middle, spread = float(scores.mean()), max(1e-3, float(scores.std()))
    inputs = np.stack([(scores - middle) / spread, np.ones(len(scores))], axis=1).astype(np.float64)
    line = np.array([1.0, -2.0])
    for _ in range(100):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ line, -30, 30)))
        slope = inputs.T @ (guess - goal) + 1e-3 * line
        bend = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        line = line - step * min(1.0, 1.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-6:
            break
    return float(line[0] / spread), float(line[1] - line[0] * middle / spread)


def _pruned(
    vocabulary: Vocabulary,
    parts: Parts,
    scale: _Scale,
    *,
    names: tuple[str, ...],
    phrases: Mapping[str, tuple[str, ...]],
) -> IntentSet:
    """Keep what a feature does to all intents as one number, and only telling differences; all in
    whole numbers of one step."""
    order = scale.order(parts.margin, parts.counts)
    alike = scale.likeness(parts.counts, parts.nearness)
    every, floor = np.median(order, axis=1), np.median(alike, axis=1)
    rarity = vocabulary.rarity[:, None]
    amounts = [_telling(order - every[:, None]), _telling(alike - floor[:, None])]
    cells = rarity * np.hstack([rarity, (every + floor)[:, None], *amounts])
    step = round(max(_FINEST, float(abs(cells).max(initial=0.0)) / _MOST), 6)
    return IntentSet(
        names=names,
        bias=tuple(float(each) for each in parts.bias / scale.margin),
        words=vocabulary.words,
        letters=vocabulary.letters,
        marks=vocabulary.marks,
        cells=array("h", np.rint(cells / step).astype(np.int16).tobytes()),
        step=step,
        slope=scale.slope,
        offset=scale.offset,
        phrases=phrases,
    )


def _telling(amounts: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.where(abs(amounts) > _SMALLEST, amounts, 0.0)
