"""A file in promtool's unit-test format turned into cases; what we have no meaning for is refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.flow.operations.rehearsal.series import Series, parse_series
from frontdesk.ground.kit import yaml_text
from frontdesk.ground.words.problems import BadInput

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
SPAN = re.compile(r"(\d+)(ms|[smhdw])")


@dataclass(frozen=True, slots=True)
class Expected:
    """An alert that must fire: exactly these labels, and these annotations where any are given."""

    labels: Mapping[str, str]
    annotations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What must fire of one rule at one time."""

    at_s: float
    rule: str
    expected: tuple[Expected, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Case:
    """One test: series, one sample per `interval_s`, and questions."""

    name: str
    interval_s: float
    series: tuple[Series, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """A whole file; rules are looked at every `every_s`."""

    every_s: float
    cases: tuple[Case, ...]


def parse_suite(text: str) -> Suite:
    """The cases of a file. Raises BadInput `rehearsal.bad_file` or `.bad_series` with the field."""
    try:
        found, *others = yaml_text.parse_yaml(text) or [None]
    except ValueError as error:
        raise _refused("the file", f"is no YAML: {error}", "mend it") from error
    if others:
        raise _refused("the file", "holds several documents", "write one file for each")
    root = _mapping(
        found, "the file", "rule_files", "evaluation_interval", "tests", "group_eval_order"
    )
    if root.get("rule_files"):
        raise _refused("rule_files", "names other rules", "leave it out: content/rules is tried")
    every_s = parse_span(root.get("evaluation_interval", "1m"), "evaluation_interval")
    tests = _list(root.get("tests"), "tests")
    return Suite(every_s, tuple(_parse_case(one, f"tests[{at}]") for at, one in enumerate(tests)))


def _parse_case(found: object, field: str) -> Case:
    known = ("name", "interval", "input_series", "alert_rule_test")
    case = _mapping(found, field, *known)
    interval_s = parse_span(case.get("interval", "1m"), f"{field}.interval")
    series = []
    for place, one in enumerate(_list(case.get("input_series", []), f"{field}.input_series")):
        where = f"{field}.input_series[{place}]"
        given = _mapping(one, where, "series", "values")
        words = str(given.get("series", "")), str(given.get("values", ""))
        series.append(parse_series(*words, where))
    questions = []
    for place, one in enumerate(_list(case.get("alert_rule_test"), f"{field}.alert_rule_test")):
        questions.append(_parse_question(one, f"{field}.alert_rule_test[{place}]"))
    return Case(str(case.get("name", field)), interval_s, tuple(series), tuple(questions))


def _parse_question(found: object, field: str) -> Question:
    asked = _mapping(found, field, "eval_time", "alertname", "exp_alerts")
    expected = []
    for place, one in enumerate(_list(asked.get("exp_alerts") or [], f"{field}.exp_alerts")):
        where = f"{field}.exp_alerts[{place}]"
        alert = _mapping(one, where, "exp_labels", "exp_annotations")
        labels = _mapping(alert.get("exp_labels") or {}, f"{where}.exp_labels")
        notes = _mapping(
            alert.get("exp_annotations") or {}, f"{where}.exp_annotations", "summary", "runbook"
        )
        expected.append(Expected(_texts(labels), _texts(notes)))
    rule = asked.get("alertname")
    if not isinstance(rule, str):
        raise _refused(f"{field}.alertname", "is missing", "name a rule")
    at_s = parse_span(asked.get("eval_time"), f"{field}.eval_time")
    return Question(at_s, rule, tuple(expected), field)


def parse_span(found: object, field: str) -> float:
    """Seconds of `90s`, `5m` or `1h30m`; 0 is 0."""
    text = str(found)
    if text == "0":
        return 0.0
    parts = SPAN.findall(text)
    if not parts or "".join(count + unit for count, unit in parts) != text:
        raise _refused(field, f"{text[:20]!r} is no span", "write 90s, 5m or 1h30m")
    return sum(int(count) * UNITS[unit] for count, unit in parts)


def _mapping(found: object, field: str, *known: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise _refused(field, "is no mapping", "write fields below it")
    for key in found:
        if known and key not in known:
            raise _refused(f"{field}.{key}", "is not supported", f"use {', '.join(known)}")
    return found


def _list(found: object, field: str) -> list[object]:
    if not isinstance(found, list):
        raise _refused(field, "is no list", "write a list")
    return found


def _texts(found: Mapping[str, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in found.items()}


def _refused(field: str, says: str, fix: str) -> BadInput:
    return BadInput("rehearsal.bad_file", f"{field} {says}", field=field, fix=fix)
