"""A template and its facts turned into a text with marks in place of the facts, and back."""

import re
from collections.abc import Mapping

MARK = re.compile(r"\[([a-z][a-z0-9_]*)\]")


def mark(template: str, facts: Mapping[str, str]) -> str:
    """The template with `[name]` for each fact it shows; a fact without words leaves none."""
    return template.format_map(
        {name: f"[{name}]" if shown else "" for name, shown in facts.items()}
    )


def unmark(text: str, facts: Mapping[str, str]) -> str:
    """The text with each mark replaced by its fact; what is in a fact is never taken for a mark."""
    return MARK.sub(lambda found: facts.get(found[1], found[0]), text)
