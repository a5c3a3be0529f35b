"""Turns text files of example sentences into the examples of intents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from frontdesk.ability.language.acts import estate, reply
from frontdesk.ability.language.acts.learned import NOTHING
from frontdesk.ability.language.examples import IntentExamples
from frontdesk.ability.language.learn.train import OUT_OF_SCOPE, Marks

SHARED = "shared"
# Sets of their own, in which every text has one name; what is none of the rest is NOTHING.
ALONE = {
    estate.WISHES: (
        "estate.txt",
        "estate_lives.txt",
        "estate_plain.txt",
        "estate_spanish.txt",
        "estate_callers.txt",
        "estate_texters.txt",
        "estate_heartland.txt",
        "estate_coast.txt",
        "estate_desert.txt",
        "estate_spanish_callers.txt",
        "estate_spanish_desert.txt",
    ),
    reply.REPLIES: ("replies.txt",),
}
# Who tells of a danger wishes nothing of a home by it.
_NO_WISH = ("danger_callers.txt", "danger_texters.txt", "danger_spanish.txt")
_TOGETHER = ("danger.txt", "estate.txt", "shared.txt")
_EVERYDAY = (OUT_OF_SCOPE, "greet", "thanks", "bye", "smalltalk", "are_you_bot")
_FOLDER = Path(__file__).parent / "sentences"


def load_examples(path: Path) -> tuple[IntentExamples, ...]:
    """The intents of one file: `[name]` heads, one sentence a line, `#` comments.

    Sentences under a head with several names (`[buy sell]`) express all of them.
    """
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            names = text[1:-1].split()
        elif text and not text.startswith("#"):
            for name in names:
                found.setdefault(name, []).append(text)
    return tuple(IntentExamples(name, tuple(texts)) for name, texts in found.items())


def shipped_examples() -> Mapping[str, Sequence[IntentExamples]]:
    """The set of intents that every bot reads (acts, dangers, wishes), and the sets apart."""
    merged: dict[str, list[str]] = {}
    for name in _TOGETHER:
        for each in load_examples(_FOLDER / name):
            merged.setdefault(each.name, []).extend(each.examples)
    apart = {name: _one_each(files) for name, files in ALONE.items()}
    apart[estate.WISHES] = _with_nothing(apart[estate.WISHES], _told_dangers())
    shared = [IntentExamples(name, tuple(texts)) for name, texts in merged.items()]
    return {SHARED: shared, **apart}


def shipped_marks() -> Mapping[str, Marks]:
    """What rules see in a text of the sets apart."""
    return {estate.WISHES: estate.find_marks, reply.REPLIES: reply.find_marks}


def _one_each(files: Sequence[str]) -> tuple[IntentExamples, ...]:
    """The texts of some files, each under one name: that of its head, several names joined."""
    names: dict[str, list[str]] = {}
    for file in files:
        for each in load_examples(_FOLDER / file):
            for text in each.examples:
                names.setdefault(text, []).append(each.name)
    found: dict[str, list[str]] = {}
    for text, own in names.items():
        name = "_and_".join(sorted(set(own)))
        found.setdefault(NOTHING if name == OUT_OF_SCOPE else name, []).append(text)
    return tuple(IntentExamples(name, tuple(texts)) for name, texts in sorted(found.items()))


def _told_dangers() -> tuple[str, ...]:
    found = (each for name in _NO_WISH for each in load_examples(_FOLDER / name))
    return tuple(text for each in found if each.name != OUT_OF_SCOPE for text in each.examples)


def _with_nothing(
    examples: Sequence[IntentExamples], texts: tuple[str, ...]
) -> tuple[IntentExamples, ...]:
    """The same, with more texts that express nothing of the set."""
    return tuple(
        replace(each, examples=each.examples + texts) if each.name == NOTHING else each
        for each in examples
    )


def background() -> tuple[str, ...]:
    """Everyday sentences that express no intent of a bot's own: greetings, small talk, bare facts."""
    shared = load_examples(_FOLDER / "shared.txt")
    return tuple(text for each in shared if each.name in _EVERYDAY for text in each.examples)
