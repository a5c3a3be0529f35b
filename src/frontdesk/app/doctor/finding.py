"""What an examination of one part came to: ok or failed, what was found, and what to do."""

from dataclasses import dataclass

from frontdesk.ground.words.problems import Problem
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class Finding:
    """`name` is the part, `said` what was found there; `fix` only where it failed."""

    name: str
    ok: bool
    said: str
    fix: str = ""

    def as_json(self) -> dict[str, Json]:
        return {"name": self.name, "ok": self.ok, "said": self.said, "fix": self.fix}


def failed(name: str, problem: Problem) -> Finding:
    """A Problem as a finding."""
    return Finding(name, False, problem.public, problem.fix)


def judge(name: str, ok: bool, said: str, fix: str) -> Finding:
    """A finding whose fix is said only where it is needed."""
    return Finding(name, ok, said, "" if ok else fix)
