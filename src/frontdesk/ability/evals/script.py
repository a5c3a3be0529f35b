"""One line of a conversation file turned into a scripted or a recorded conversation.

The shape is documented in `docs/replay-format.md`. Unknown keys are refused, so that a misspelt
one is not silently without effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

DONE = "@done"
AGREED = "other_side"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer says when asked for a slot, once and again, and the value that it means.

    `value` is None where no value may be filled ("I don't know").
    """

    say: tuple[str, ...]
    value: Json = None


@dataclass(frozen=True, slots=True)
class Quirk:
    """Something else said the first time `when_asked` is asked; the answer follows when the bot
    asks again. `when_asked` is a slot, `@done` (the bot has closed) or `*` (any question).
    `then` `end` leaves the conversation there."""

    when_asked: str
    say: str
    then: Literal["continue", "end"] = "continue"


@dataclass(frozen=True, slots=True)
class Expect:
    """How a scripted conversation should end; None and empty: not looked at."""

    bot: str | None = None
    handoff: tuple[str, ...] = ()
    kind: str | None = None
    other_side: str | None = None


@dataclass(frozen=True, slots=True)
class Scripted:
    """A customer with a goal. `volunteers` are the slots that the opening already tells."""

    id: str
    bot: str
    opening: str
    goal: Mapping[str, Answer]
    volunteers: tuple[str, ...] = ()
    quirks: tuple[Quirk, ...] = ()
    expect: Expect = field(default_factory=Expect)
    channel: str = "api"
    locale: str = "en-US"
    now: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a recorded conversation.

    A bot's line may say what it `asked` and which values it `offered`; a customer's line which
    slot values hold after it.
    """

    speaker: Literal["customer", "bot"]
    text: str
    asked: str | None = None
    offered: Mapping[str, Json] = field(default_factory=dict)
    expect: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A conversation that took place: each bot line is taken as what was asked."""

    id: str
    bot: str
    turns: tuple[Line, ...]
    channel: str = "api"
    locale: str = "en-US"
    now: str | None = None


def parse_conversation(raw: Mapping[str, Json]) -> Scripted | Recorded:
    """One decoded line; `turns` makes it recorded, `goal` scripted. BadInput names what is wrong."""
    if "turns" in raw:
        _check_keys(raw, Recorded, "turns")
        return Recorded(
            id=_text(raw, "id"),
            bot=_text(raw, "bot"),
            turns=tuple(_line(item) for item in _list(raw, "turns")),
            **_around(raw),
        )
    _check_keys(raw, Scripted, "goal")
    goal = {slot: _answer(slot, item) for slot, item in _object(raw, "goal").items()}
    return Scripted(
        id=_text(raw, "id"),
        bot=_text(raw, "bot"),
        opening=_text(raw, "opening"),
        goal=goal,
        volunteers=tuple(str(slot) for slot in _list(raw, "volunteers")),
        quirks=tuple(_quirk(item) for item in _list(raw, "quirks")),
        expect=_expect(_object(raw, "expect")),
        **_around(raw),
    )


def _around(raw: Mapping[str, Json]) -> dict[str, str]:
    names = ("channel", "locale", "now")
    return {name: str(raw[name]) for name in names if raw.get(name) is not None}


def _answer(slot: str, raw: Json) -> Answer:
    if not isinstance(raw, Mapping) or not raw.get("say"):
        raise _wrong(f"goal.{slot}", "give {say: [..], value}")
    return Answer(tuple(str(text) for text in cast(Sequence[Json], raw["say"])), raw.get("value"))


def _quirk(raw: Json) -> Quirk:
    if not isinstance(raw, Mapping) or "when_asked" not in raw or "say" not in raw:
        raise _wrong("quirks", "give {when_asked, say, then?}")
    then = raw.get("then") or "continue"
    if then not in ("continue", "end"):
        raise _wrong("quirks.then", "use continue or end")
    ends: Literal["continue", "end"] = "end" if then == "end" else "continue"
    return Quirk(str(raw["when_asked"]), str(raw["say"]), ends)


def _expect(raw: Mapping[str, Json]) -> Expect:
    for name in raw:
        if name not in ("bot", "handoff", "kind", "other_side"):
            raise _wrong(f"expect.{name}", "use bot, handoff, kind, other_side")
    return Expect(
        bot=cast("str | None", raw.get("bot")),
        handoff=tuple(str(bot) for bot in _list(raw, "handoff")),
        kind=cast("str | None", raw.get("kind")),
        other_side=cast("str | None", raw.get("other_side")),
    )


def _line(raw: Json) -> Line:
    if not isinstance(raw, Mapping) or raw.get("speaker") not in ("customer", "bot"):
        raise _wrong("turns", "give {speaker: customer or bot, text, asked?, offered?, expect?}")
    return Line(
        speaker="customer" if raw["speaker"] == "customer" else "bot",
        text=str(raw.get("text") or ""),
        asked=cast("str | None", raw.get("asked")),
        offered=_object(raw, "offered"),
        expect=_object(raw, "expect"),
    )


def _check_keys(raw: Mapping[str, Json], shape: type[Scripted | Recorded], must: str) -> None:
    if must not in raw:
        raise _wrong(must, "give `goal` (scripted) or `turns` (recorded)")
    for name in raw:
        if name not in shape.__slots__:
            raise _wrong(name, "use one of " + ", ".join(shape.__slots__))


def _text(raw: Mapping[str, Json], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str):
        raise _wrong(name, "give a text")
    return value


def _list(raw: Mapping[str, Json], name: str) -> Sequence[Json]:
    value = raw.get(name) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _wrong(name, "give a list")
    return value


def _object(raw: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    value = raw.get(name) or {}
    if not isinstance(value, Mapping):
        raise _wrong(name, "give an object")
    return value


def _wrong(field_name: str, fix: str) -> BadInput:
    return BadInput(
        "evals.bad_conversation",
        f"a conversation has a bad {field_name}.",
        field=field_name,
        fix=fix,
    )
