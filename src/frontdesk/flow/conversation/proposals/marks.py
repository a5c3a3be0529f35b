"""Facts of a reply turned into marks that stand for them in its template, and back."""

import re
from collections.abc import Mapping

MARK = re.compile(r"\[([a-z][a-z0-9_]*)\]")


def marks(facts: Mapping[str, str]) -> Mapping[str, str]:
    """`[name]` for each fact; a fact without words has no mark either."""
    return {name: f"[{name}]" if shown else "" for name, shown in facts.items()}


def unmark(text: str, facts: Mapping[str, str]) -> str:
    """The text with each mark replaced by its fact; what is in a fact is never taken for a mark."""
    return MARK.sub(lambda found: facts.get(found[1], found[0]), text)
