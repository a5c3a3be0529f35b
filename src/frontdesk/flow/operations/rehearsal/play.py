"""Cases turned into what really fires: our rules and their life cycle on virtual time, without rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from frontdesk.ability import telemetry
from frontdesk.ability.telemetry import SPANS, Sketch, Span, Target, Window, Windows
from frontdesk.ability.telemetry.slots import merge_window
from frontdesk.flow.operations import alert as alerts
from frontdesk.flow.operations import lifecycle
from frontdesk.flow.operations.contracts.rule import Rule, Verdict
from frontdesk.flow.operations.judge import Looked
from frontdesk.flow.operations.lifecycle import Standing
from frontdesk.flow.operations.rehearsal.file import Case, Question, Suite
from frontdesk.flow.operations.rehearsal.series import DOES, Series
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput

BEGAN = datetime(2001, 1, 1, tzinfo=UTC)
TENANT = TenantId("rehearsal")
STALE_S = 300.0  # a figure is believed for so long, as in Prometheus
MICRO = 1_000_000
MOST_EVENTS = 200_000
Part = tuple[str, str, str]


@dataclass(slots=True)
class Firing:
    """An alert as it stands, with the last words that made it worse."""

    standing: Standing | None
    verdict: Verdict


@dataclass(slots=True)
class Stage:
    """One case as it plays: events by when they came, and the alerts of each rule."""

    case: Case
    targets: Sequence[Target]
    events: list[tuple[float, Part, Window]] = field(default_factory=list)
    alerts: dict[tuple[str, str], Firing] = field(default_factory=dict)


def run_suite(
    suite: Suite, rules: Mapping[str, Rule], targets: Sequence[Target]
) -> list[tuple[str, list[str]]]:
    """Each case by its name, with what is wrong of it: nothing when it holds."""
    return [(case.name, list(_play(case, suite.every_s, rules, targets))) for case in suite.cases]


def _play(
    case: Case, every_s: float, rules: Mapping[str, Rule], targets: Sequence[Target]
) -> Iterator[str]:
    for question in case.questions:
        if question.rule not in rules:
            raise BadInput(
                "rehearsal.no_rule",
                f"{question.field}.alertname: there is no rule {question.rule[:60]!r}",
                field=f"{question.field}.alertname",
                fix="use one of " + ", ".join(sorted(rules)),
            )
    if every_s <= 0 or case.interval_s <= 0:
        raise BadInput("rehearsal.no_time", "an interval of 0 never ends", field="interval")
    stage = Stage(case, targets, list(_list_events(case)))
    asked = sorted(case.questions, key=lambda question: question.at_s)
    wanted = [rules[name] for name in sorted({question.rule for question in asked})]
    look, at_s = 0, 0.0
    for question in asked:
        while at_s <= question.at_s:
            _look(stage, wanted, at_s, every_s if look else 0.0)
            look += 1
            at_s = look * every_s
        yield from _compare(stage, question, rules[question.rule])


def _list_events(case: Case) -> Iterator[tuple[float, Part, Window]]:
    """What each counter grew by between two samples, as so many measurements at the later one."""
    total = 0.0
    for series in case.series:
        if series.subject is None:
            continue
        before: float | None = None
        for place, value in enumerate(series.samples):
            if value is None:
                continue
            grew = value if before is not None and value < before else value - (before or value)
            before = value
            total += grew
            if total > MOST_EVENTS:
                raise BadInput("rehearsal.too_many", f"{case.name}: more than {MOST_EVENTS} events")
            if grew >= 1:
                labels = series.labels
                did = labels.get("operation", DOES[series.subject])
                part = (series.subject, labels.get("name", ""), did)
                yield place * case.interval_s, part, _events(labels, round(grew))


def _events(labels: Mapping[str, str], count: int) -> Window:
    """So many alike measurements. A kept answer says nothing of how long one takes."""
    cached = labels.get("cached") == "true"
    cacheable = cached or labels.get("cacheable") == "true"
    return Window(
        count=count,
        outcomes={labels.get("outcome", "ok"): count},
        codes={labels["code"]: count} if "code" in labels else {},
        rungs={labels["rung"]: count} if "rung" in labels else {},
        cacheable=count if cacheable else 0,
        cached=count if cached else 0,
        cost_micro=round(float(labels.get("cost_usd", "0")) * MICRO) * count,
        ms=Sketch([] if cached else [float(labels.get("ms", "0"))] * count),
    )


def _look(stage: Stage, rules: Iterable[Rule], at_s: float, watched_s: float) -> None:
    now = BEGAN + timedelta(seconds=at_s)
    gauges = _gauges(stage.case, at_s)
    for rule in rules:
        spans = {
            telemetry.parse_span(read.partition(":")[2])
            for read in rule.reads
            if not read.startswith("gauge:")
        }
        windows = {span: _window(stage, span, at_s) for span in spans}
        promises = tuple(telemetry.list_promises(stage.targets))
        looked = Looked(
            now, TENANT, tuple(stage.targets), windows, gauges, rule.thresholds, promises
        )
        said = {alerts.fingerprint(one.labels): one for one in rule.judge(looked)}
        known = {print_ for name, print_ in stage.alerts if name == rule.name}
        for print_ in sorted(known | set(said)):
            _step(stage, rule, print_, said.get(print_), now, watched_s)


def _step(
    stage: Stage,
    rule: Rule,
    print_: str,
    verdict: Verdict | None,
    now: datetime,
    watched_s: float,
) -> None:
    key = (rule.name, print_)
    before = stage.alerts.get(key)
    step = lifecycle.decide_step(before.standing if before else None, verdict, rule, now, watched_s)
    if step.standing is None or step.standing.state == "resolved":
        stage.alerts.pop(key, None)
        return
    worse = verdict is not None and verdict.level not in ("ok", "no_data")
    said = verdict if worse or before is None else before.verdict
    if said is not None:
        stage.alerts[key] = Firing(step.standing, said)


def _gauges(case: Case, at_s: float) -> dict[str, list[tuple[Mapping[str, str], float]]]:
    """The newest sample of each figure that is not older than five minutes."""
    found: dict[str, list[tuple[Mapping[str, str], float]]] = {}
    for series in case.series:
        value = _newest(series, case.interval_s, at_s)
        if series.gauge and value is not None:
            found.setdefault(series.gauge, []).append((series.labels, value))
    return found


def _newest(series: Series, interval_s: float, at_s: float) -> float | None:
    last = min(int(at_s // interval_s), len(series.samples) - 1)
    if last < 0 or at_s - last * interval_s > STALE_S:
        return None
    return series.samples[last]


def _window(stage: Stage, span: Span, at_s: float) -> Windows:
    length = SPANS[span].total_seconds()
    parts: dict[Part, Window] = {}
    for came_s, part, window in stage.events:
        if at_s - length < came_s <= at_s:
            merge_window(parts.setdefault(part, Window()), window)
    return Windows(span, parts, full=at_s >= length)


def _compare(stage: Stage, question: Question, rule: Rule) -> Iterator[str]:
    fires: dict[frozenset[tuple[str, str]], Verdict] = {}
    for (name, _), one in stage.alerts.items():
        if name == rule.name and one.standing is not None and one.standing.state == "firing":
            labels = {**one.verdict.labels, "severity": one.standing.severity}
            fires[frozenset(labels.items())] = one.verdict
    for expected in question.expected:
        verdict = fires.pop(frozenset(expected.labels.items()), None)
        where = f"{rule.name} at {question.at_s:g} s"
        if verdict is None:
            yield f"{where}: expected {_shown(expected.labels)}, which does not fire"
            continue
        notes = {"summary": verdict.says, "runbook": rule.runbook}
        for name, text in expected.annotations.items():
            if notes[name] != text:
                yield f"{where}: {name} is {notes[name]!r}, expected {text!r}"
    for left in sorted(sorted(one) for one in fires):
        yield f"{rule.name} at {question.at_s:g} s: {_shown(dict(left))} fires, unexpected"


def _shown(labels: Mapping[str, str]) -> str:
    return "{" + ", ".join(f'{name}="{value}"' for name, value in sorted(labels.items())) + "}"
