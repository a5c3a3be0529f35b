"""Turns text files of example sentences into the examples of intents."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from frontdesk.ability.language.examples import IntentExamples

OUT_OF_SCOPE = "none"
SHARED = "shared"
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
    """The set of intents that every bot reads (acts, dangers, real estate), from all files."""
    merged: dict[str, list[str]] = {}
    for path in sorted(_FOLDER.glob("*.txt")):
        for each in load_examples(path):
            merged.setdefault(each.name, []).extend(each.examples)
    return {SHARED: [IntentExamples(name, tuple(texts)) for name, texts in merged.items()]}


def background() -> tuple[str, ...]:
    """Everyday sentences that express no intent of a bot's own: greetings, small talk, bare facts."""
    shared = load_examples(_FOLDER / "shared.txt")
    return tuple(text for each in shared if each.name in _EVERYDAY for text in each.examples)
