"""Files in OpenSLO's format: what is read of them, and each thing that is refused by its field."""

import pytest

from frontdesk.ability.telemetry import Promise
from frontdesk.flow.operations.slo.openslo import parse_openslo
from frontdesk.ground.words.problems import BadInput

RATIO = """
apiVersion: openslo/v1
kind: Service
metadata: {name: leads}
spec: {description: Answers to leads}
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: answered}
spec:
  service: leads
  indicator:
    metadata: {name: turns}
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            type: frontdesk
            spec: {subject: turn, name: lead, operation: process, outcome: ok}
        total:
          metricSource:
            type: frontdesk
            spec: {subject: turn, name: lead, operation: process}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{displayName: good, target: 0.995}]
"""
THRESHOLD = """
apiVersion: openslo/v1
kind: SLO
metadata: {name: quick}
spec:
  service: texts
  indicator:
    metadata: {name: sends}
    spec:
      thresholdMetric:
        metricSource: {type: frontdesk, spec: {subject: send, name: sms}}
  timeWindow: [{duration: 28d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives:
    - {targetPercent: 99, op: lte, value: 5000}
    - {targetPercent: 90, op: lt, value: 2000}
"""


def test_a_ratio_of_outcomes_is_a_promise() -> None:
    assert parse_openslo(RATIO) == [
        Promise("answered", "leads", "turn", "lead", "process", 0.995, None, ("error", "timeout"))
    ]


def test_bad_over_total_names_its_outcome() -> None:
    bad = RATIO.replace("good:\n", "bad:\n").replace("outcome: ok", "outcome: limited")
    assert [one.bad for one in parse_openslo(bad)] == [("limited",)]


def test_a_threshold_has_a_promise_per_objective() -> None:
    assert [(one.name, one.objective, one.within_ms) for one in parse_openslo(THRESHOLD)] == [
        ("quick_1", 0.99, 5000),
        ("quick_2", 0.90, 2000),
    ]


@pytest.mark.parametrize(
    ("text", "instead", "field"),
    [
        ("openslo/v1", "openslo/v2", "document 1.apiVersion"),
        ("kind: SLO", "kind: AlertPolicy", "document 2.kind"),
        ("Occurrences", "Timeslices", "document 2.spec.budgetingMethod"),
        ("duration: 30d", "duration: 1h", "document 2.spec.timeWindow[0].duration"),
        ("isRolling: true", "isRolling: false", "document 2.spec.timeWindow[0].isRolling"),
        ("target: 0.995", "target: 1.0", "document 2.spec.objectives[0]"),
        ("target: 0.995", "target: high", "document 2.spec.objectives[0].target"),
        ("  service: leads", "  service: sales", "spec.service 'sales'"),
        (
            "budgetingMethod:",
            "alertPolicies: []\n  budgetingMethod:",
            "document 2.spec.alertPolicies",
        ),
        (
            "subject: turn, name: lead, operation: process}",
            "subject: weather}",
            "document 2.spec.indicator.spec.ratioMetric.total.metricSource.spec.subject",
        ),
        (
            "type: frontdesk\n            spec: {subject: turn, name: lead, operation: process}",
            "type: Prometheus\n            spec: {query: up}",
            "document 2.spec.indicator.spec.ratioMetric.total.metricSource.type",
        ),
        (
            "outcome: ok",
            "outcome: error",
            "document 2.spec.indicator.spec.ratioMetric.good",
        ),
    ],
)
def test_what_is_not_supported_is_refused_by_field(text: str, instead: str, field: str) -> None:
    assert text in RATIO
    with pytest.raises(BadInput) as refused:
        parse_openslo(RATIO.replace(text, instead))
    assert refused.value.field == field
    assert refused.value.fix


@pytest.mark.parametrize("text", ["", "a: [", "- 1", "kind: SLO"])
def test_what_is_no_such_file_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_openslo(text)
