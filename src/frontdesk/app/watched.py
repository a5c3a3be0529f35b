"""The rules of an installation checked: each reads what is written, and names what is there."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from frontdesk.ability.telemetry import SUBJECTS, parse_span
from frontdesk.ability.telemetry.figures import GAUGES, RECORDED
from frontdesk.content import runbooks
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.ground.words.problems import BadInput, Broken

Refuse = Callable[[str, str, str], Broken]


def find_runbooks() -> frozenset[str]:
    """The slugs of the pages in `content/runbooks`."""
    return frozenset(path.stem for path in Path(runbooks.__file__).parent.glob("*.md"))


def check_rules(rules: Mapping[str, Rule], files: Mapping[str, str], refuse: Refuse) -> None:
    """Raises what `refuse(file, what, fix)` makes of the first rule that could never fire, or whose
    runbook or cause is not there."""
    pages = find_runbooks()
    for name, rule in rules.items():
        where = files.get(name, name)
        for read in rule.reads:
            _check_read(read, where, refuse)
        _check_page(rule, pages, where, refuse)
        for cause in rule.silenced_by:
            if cause not in rules:
                what = f"is silenced by {cause!r}, which is no rule"
                raise refuse(where, what, "name a rule of content/rules, or leave it out")
        circle = find_circle(name, rules)
        if circle:
            what = f"silences itself: {' <- '.join(circle)}"
            raise refuse(where, what, "take one of them out of a silenced_by")


def _check_read(read: str, where: str, refuse: Refuse) -> None:
    subject, _, rest = read.partition(":")
    if subject == "gauge":
        if rest not in GAUGES:
            fix = "gather it in ability/telemetry/figures and name it in GAUGES"
            raise refuse(where, f"reads the figure {rest!r}, which nobody writes", fix)
        return
    if subject not in SUBJECTS or subject not in RECORDED:
        fix = "use one of " + ", ".join((*RECORDED, "gauge"))
        raise refuse(where, f"reads {subject!r}, which nobody records", fix)
    try:
        parse_span(rest)
    except BadInput as problem:
        raise refuse(where, f"reads {read!r}: {problem.public}", problem.fix) from problem


def _check_page(rule: Rule, pages: Collection[str], where: str, refuse: Refuse) -> None:
    if rule.runbook not in pages:
        what = f"names the runbook {rule.runbook!r}, which is no page"
        raise refuse(where, what, f"write content/runbooks/{rule.runbook or rule.name}.md")


def find_circle(name: str, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """A way from a rule back to itself by what silences it; empty when there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for cause in rules[way[-1]].silenced_by if way[-1] in rules else ():
            if cause == name:
                return (*way, name)
            if cause not in seen:
                seen.add(cause)
                ways.append((*way, cause))
    return ()
