"""What a bot declares: its slots and questions, its words, its hand-offs, and how it decides.

A bot is one file in `content/bots` with one constant `BOT`. It is pure: `decide` sees Facts and
returns a Decision; it never waits, reads a clock, or writes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.ability import handoff, telemetry
from frontdesk.ability.language import context as language
from frontdesk.ability.language.examples import IntentExamples
from frontdesk.ground.words.decision import Decision, Finding, Request
from frontdesk.ground.words.reading import Json, Reading


@dataclass(frozen=True, slots=True)
class Words:
    """One thing to say, per language, in variants. Placeholders `{name}` are filled from facts;
    a repeated question takes the next variant, so that nobody is asked twice in the same words.
    `verbatim` words are never said in another way: law, consent, what we can and cannot do."""

    en: tuple[str, ...]
    es: tuple[str, ...] = ()
    verbatim: bool = False

    def variants(self, code: str) -> tuple[str, ...]:
        return self.es if code == "es" and self.es else self.en


def always(_facts: "Facts") -> bool:
    """A slot that matters whatever is known."""
    return True


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to find out.

    `shape` says how an answer is read (options also serve kinds other than choice: "right away"
    for a timeline; phrases of a text or an area introduce it: "moving to"); `ask` is the key of
    the question in `Bot.words`; `when` says whether it matters given what is known (default:
    always); `tries` is how often it is asked before going on without it; `shown` turns the value
    into words for replies.
    """

    shape: language.SlotShape
    ask: str
    when: Callable[["Facts"], bool] = always
    tries: int = 2
    required: bool = True
    shown: Callable[[Json], str] = str

    @property
    def name(self) -> str:
        return self.shape.name


@dataclass(frozen=True, slots=True)
class HandsOff:
    """Which wish of the customer moves the conversation to which bot."""

    intent: str
    to: str


@dataclass(frozen=True, slots=True)
class Target:
    """A service level the bot promises for one operation, in milliseconds of processing."""

    operation: str
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a decision may depend on. `values` holds the slots' canonical values."""

    reading: Reading
    values: Mapping[str, Json]
    texts: Mapping[str, str]
    asked: str | None
    asks: Mapping[str, int]
    skipped: tuple[str, ...]
    said: tuple[str, ...]
    misses: int
    done: bool
    other_side: str | None
    summary: Mapping[str, Json]
    newly_filled: tuple[str, ...]
    findings: tuple[Finding, ...]
    turn: int
    now: datetime
    conversation_id: str
    business: str
    handed_from: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot. `answers` maps an intent of the customer (a question) to the words that answer it;
    `intents` are its own, with examples that `frontdesk train` learns from."""

    name: str
    purpose: str
    slots: tuple[Slot, ...]
    words: Mapping[str, Words]
    decide: Callable[["Bot", Facts], Decision]
    intents: tuple[IntentExamples, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    hands_off: tuple[HandsOff, ...] = ()
    tools: tuple[type[Request], ...] = ()
    targets: tuple[Target, ...] = ()
    summarise: Callable[[Facts], Mapping[str, Json]] | None = None
    default: bool = False
    _shapes: tuple[language.SlotShape, ...] = field(init=False, repr=False, compare=False)
    _named: Mapping[str, Slot] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shapes", tuple(_shapes(self.slots)))
        object.__setattr__(self, "_named", {slot.name: slot for slot in self.slots})

    def slot(self, name: str) -> Slot | None:
        return self._named.get(name)

    def shapes(self) -> tuple[language.SlotShape, ...]:
        """How answers are read: always the same tuple, because readers know it by identity."""
        return self._shapes


def list_targets(bots: Iterable[Bot]) -> tuple[telemetry.Target, ...]:
    """Every service level that is promised: those of the bots, and that of a hand-off."""
    promised = [
        telemetry.Target(bot.name, one.operation, one.p50_ms, one.p95_ms, one.p99_ms)
        for bot in bots
        for one in bot.targets
    ]
    return (*promised, handoff.TARGET)


def _shapes(slots: tuple[Slot, ...]) -> Iterator[language.SlotShape]:
    """Each slot's shape; one of another kind that has options is read as a choice as well."""
    for slot in slots:
        yield slot.shape
        if slot.shape.options and slot.shape.kind != "choice":
            yield language.SlotShape(slot.name, "choice", options=slot.shape.options)
