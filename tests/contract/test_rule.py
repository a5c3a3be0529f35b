"""Every alert rule: it reads what is written, says nothing of nothing, and has a page that helps."""

import re
import shlex
from pathlib import Path

import psycopg
import pytest

from frontdesk.ability.telemetry import SPANS, Windows
from frontdesk.ability.telemetry.figures import GAUGES, RECORDED
from frontdesk.app import registry, rooms
from frontdesk.content import runbooks
from frontdesk.flow.operations import policies
from frontdesk.flow.operations.contracts.rule import Rule
from frontdesk.flow.operations.judge import Looked
from frontdesk.ground.words.ids import TenantId
from tests.unit.content.rules.looking import NOW

FOUND = registry.scan()
RULES = [pytest.param(rule, id=name) for name, rule in sorted(FOUND.rules.items())]
PAGES = Path(runbooks.__file__).parent
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
STEP = re.compile(r"sh step=([a-z][a-z_]*) does=(read|change)")
PARTS = ("What it means", "How it shows", "Diagnosis", "Causes and fixes")


def page_of(rule: Rule) -> str:
    return (PAGES / f"{rule.runbook}.md").read_text()


def commands(rule: Rule) -> list[str]:
    """The lines of the steps that only look."""
    return [
        line
        for words, body in FENCE.findall(page_of(rule))
        if words.endswith("does=read")
        for line in body.splitlines()
    ]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_measured_fires_nothing(rule: Rule) -> None:
    nothing = {span: Windows(span) for span in SPANS}
    looked = Looked(NOW, TenantId("harbor"), (), nothing, {}, rule.thresholds)
    assert {one.level for one in rule.judge(looked)} <= {"no_data", "ok"}


@pytest.mark.parametrize("rule", RULES)
def test_it_tells_somebody_of_each_severity(rule: Rule) -> None:
    told = {severity for severity, names in rule.channels.items() if names}
    may_say = {name for name in ("critical", "warning", "info") if name in rule.thresholds}
    assert may_say - told == set()
    assert told
    assert set().union(*rule.channels.values()) <= set(FOUND.notifiers) | {
        "email", "slack", "webhook",
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_its_policy_has_levels_for_it(rule: Rule) -> None:
    assert rule.policy in ("jorge", "ivy", "rag", "quiet")
    assert policies.decide_levels(rule, "critical", "")[0].after_s == 0


@pytest.mark.parametrize("rule", RULES)
def test_its_page_has_the_four_parts(rule: Rule) -> None:
    headings = re.findall(r"^## (.*)$", page_of(rule), re.M)
    assert tuple(headings) == PARTS
    assert f"Rule `{rule.name}`." in page_of(rule)


@pytest.mark.parametrize("rule", RULES)
def test_its_steps_are_named_blocks(rule: Rule) -> None:
    named = [STEP.fullmatch(words) for words, _ in FENCE.findall(page_of(rule))]
    assert all(named)
    steps = [(one[1], one[2]) for one in named if one]
    assert len({name for name, _ in steps}) == len(steps)
    assert "read" in {does for _, does in steps}


@pytest.mark.parametrize("rule", RULES)
def test_its_page_links_to_pages_that_exist(rule: Rule) -> None:
    linked = set(re.findall(r"\]\(([a-z_]+)\.md\)", page_of(rule)))
    assert {slug for slug in linked if not (PAGES / f"{slug}.md").is_file()} == set()


@pytest.mark.store
@pytest.mark.parametrize("rule", RULES)
def test_statements_of_its_diagnosis_run(rule: Rule, database_url: str) -> None:
    asked = [shlex.split(line) for line in commands(rule) if line.startswith("frontdesk psql -c")]
    with psycopg.connect(database_url, autocommit=True) as connection:
        for words in asked:
            connection.execute(words[3].encode())


def test_every_page_belongs_to_a_rule() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")}
    assert pages == {rule.runbook for rule in FOUND.rules.values()}


def test_each_subject_is_recorded_somewhere() -> None:
    """What rules may read is noted by some line of the product, or written by a statement of it."""
    texts = [
        path.read_text()
        for path in rooms.PACKAGE.rglob("*")
        if path.suffix in (".py", ".sql") and "telemetry" not in path.parts
    ]
    unwritten = [
        subject
        for subject in RECORDED
        if subject not in ("turn", "step")  # by commit_turn itself; steps travel with the turn
        and not any(
            f'subject="{subject}"' in text
            or f"'{subject}', trim" in text
            or re.search(rf'\.note\(\s*"{subject}"', text)
            for text in texts
        )
    ]
    assert unwritten == []


def test_each_figure_is_gathered_somewhere() -> None:
    texts = "".join(
        path.read_text()
        for path in rooms.PACKAGE.rglob("*.py")
        if path.name != "catalogue.py" and "content" not in path.parts
    )
    assert [name for name in GAUGES if f'"{name}"' not in texts] == []
