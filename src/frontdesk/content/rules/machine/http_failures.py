"""Answers over HTTP of status 500 and above, of all processes together."""

from collections.abc import Iterator

from frontdesk.flow.operations.contracts.levels import decide_over, find_sum
from frontdesk.flow.operations.contracts.rule import Facts, Rule, Verdict


def judge(facts: Facts) -> Iterator[Verdict]:
    """One verdict for the installation, over the last five minutes."""
    answers, failures = find_sum(facts, "http_answers"), find_sum(facts, "http_failures")
    if answers is None or failures is None or answers < facts.threshold("samples"):
        yield Verdict({}, "no_data")
        return
    share = failures / answers if failures >= facts.threshold("failures") else 0.0
    says = f"{failures:.0f} of {answers:.0f} answers over HTTP had a status of 500 or above"
    yield decide_over(facts, {}, share, says=says)


RULE = Rule(
    name="http_failures",
    says="Answers over HTTP fail.",
    judge=judge,
    reads=("gauge:http_answers", "gauge:http_failures"),
    thresholds={"warning": 0.01, "critical": 0.05, "samples": 20, "failures": 3},
    runbook="http_failures",
    channels={"critical": ("email", "slack", "webhook"), "warning": ("slack",)},
    policy="rag",
    silenced_by=("database_down",),
    house=True,
    priority="P1",
)
