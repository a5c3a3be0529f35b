"""A rule that could never fire, or that names what is not there, refuses the start with file and fix."""

from dataclasses import replace

import pytest

from frontdesk.app import registry, watched
from frontdesk.ground.words.problems import Broken

FOUND = registry.scan()


def refused(name: str = "high_error_rate", **changed: object) -> Broken:
    """What the start says when one rule is changed."""
    rule = replace(FOUND.rules[name], **changed)  # type: ignore[arg-type] # the test's own choice
    with pytest.raises(Broken) as problem:
        registry.check_links(replace(FOUND, rules={**FOUND.rules, name: rule}))
    return problem.value


@pytest.mark.parametrize(
    ("reads", "says"),
    [
        ("gauge:moon_phase", "reads the figure 'moon_phase', which nobody writes"),
        ("weather:5m", "reads 'weather', which nobody records"),
        ("turn:6m", "reads 'turn:6m': '6m' is no window"),
        ("turn", "reads 'turn': '' is no window"),
    ],
)
def test_reading_what_nobody_writes_is_refused(reads: str, says: str) -> None:
    problem = refused(reads=(reads,))
    assert says in problem.public
    assert "content/rules/high_error_rate.py" in problem.public
    assert problem.fix


def test_a_runbook_that_is_no_page_is_refused() -> None:
    problem = refused(runbook="no_such_page")
    assert "names the runbook 'no_such_page'" in problem.public
    assert problem.fix == "write content/runbooks/no_such_page.md"


def test_a_rule_without_a_runbook_is_refused() -> None:
    assert refused(runbook="").fix == "write content/runbooks/high_error_rate.md"


def test_silenced_by_nobody_is_refused() -> None:
    assert "'moon', which is no rule" in refused(silenced_by=("moon",)).public


def test_rules_that_silence_each_other_are_refused() -> None:
    """error_spike is silenced by high_error_rate."""
    says = refused(silenced_by=("error_spike",)).public
    assert "high_error_rate <- error_spike <- high_error_rate" in says


def test_a_longer_circle_is_found() -> None:
    rules = {
        name: replace(FOUND.rules["high_error_rate"], name=name, silenced_by=(cause,))
        for name, cause in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    }
    assert watched.find_circle("a", rules) == ("a", "b", "c", "a")
    assert watched.find_circle("d", rules) == ()
