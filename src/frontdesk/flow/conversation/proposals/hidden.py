"""A customer's text turned into one without telephone numbers, e-mails and the like, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frontdesk.ground.words.reading import Json, Sensitive, SensitiveKind

HIDDEN: tuple[SensitiveKind, ...] = ("phone", "email", "card", "ssn", "dob")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text as a model may see it, and what stands behind each of its placeholders."""

    text: str
    behind: Mapping[str, str] = field(default_factory=dict)

    def restore(self, found: Json) -> Json:
        """The same JSON with the customer's own words back in place."""
        if isinstance(found, str):
            for placeholder, said in self.behind.items():
                found = found.replace(placeholder, said)
            return found
        if isinstance(found, Mapping):
            return {name: self.restore(item) for name, item in found.items()}
        if isinstance(found, Sequence):
            return [self.restore(item) for item in found]
        return found


def hide(text: str, sensitive: Sequence[Sensitive]) -> Hidden:
    """`text` with a placeholder such as `[phone 1]` for each stretch that no model shall see."""
    behind: dict[str, str] = {}
    parts: list[str] = []
    last = 0
    for item in sorted(sensitive, key=lambda one: one.span):
        start, end = item.span
        if item.kind not in HIDDEN or start < last:
            continue
        placeholder = f"[{item.kind} {len(behind) + 1}]"
        behind[placeholder] = text[start:end]
        parts += [text[last:start], placeholder]
        last = end
    return Hidden("".join([*parts, text[last:]]), behind)
