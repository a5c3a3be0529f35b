"""A file in OpenSLO's v1 format turned into promises over our own measurements; a subset of it.

Read are documents of the kinds Service and SLO; an SLO has one indicator, `ratioMetric` (good or bad
over total) or `thresholdMetric` (a time in milliseconds, `op` lt or lte), whose sources are of type
`frontdesk` with `spec: {subject, name, operation, outcome}`. Anything else is refused by its field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from frontdesk.ability.telemetry import Promise, Subject
from frontdesk.ability.telemetry.promise import PROMISED, WRONG
from frontdesk.ground.kit import yaml_text
from frontdesk.ground.words.problems import BadInput

VERSION = "openslo/v1"
MONTHS = ("28d", "30d", "4w", "1M")  # the rule's windows are made for a month
SOURCE = ("subject", "name", "operation", "outcome")


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the file, and the way to it."""

    value: object
    path: str

    def refused(self, says: str, fix: str) -> BadInput:
        return BadInput("slo.bad_file", f"{self.path} {says}", field=self.path, fix=fix)

    def keys(self, *known: str) -> Mapping[str, object]:
        """The fields of a mapping; one that is not `known` is refused by its own name."""
        if not isinstance(self.value, Mapping):
            raise self.refused("is no mapping", "write fields below it")
        for key in self.value:
            if key not in known:
                where = Node(None, f"{self.path}.{key}")
                raise where.refused("is not supported", f"use {', '.join(known)}, or leave it out")
        return self.value

    def get(self, key: str) -> "Node":
        """A field; refused where it is missing."""
        found = self.find(key)
        if found is None:
            raise Node(None, f"{self.path}.{key}").refused("is missing", "write it")
        return found

    def find(self, key: str) -> "Node | None":
        if isinstance(self.value, Mapping) and key in self.value:
            return Node(self.value[key], f"{self.path}.{key}")
        return None

    def items(self) -> list["Node"]:
        if not isinstance(self.value, list):
            raise self.refused("is no list", "write a list")
        return [Node(one, f"{self.path}[{place}]") for place, one in enumerate(self.value)]

    def text(self, *allowed: str) -> str:
        if not isinstance(self.value, str) or (allowed and self.value not in allowed):
            fix = f"use {' or '.join(allowed)}" if allowed else "write a text"
            raise self.refused(f"is {self.value!r}", fix)
        return self.value

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.refused(f"is {self.value!r}, which is no number", "write a number")
        return float(self.value)


def parse_openslo(text: str) -> list[Promise]:
    """The promises of a file. Raises BadInput `slo.bad_file` with the field and the fix."""
    try:
        documents = [one for one in yaml_text.parse_yaml(text) if one is not None]
    except ValueError as error:
        raise Node(None, "the file").refused(f"is no YAML: {error}", "mend it") from error
    services: set[str] = set()
    promises: list[Promise] = []
    for place, document in enumerate(documents):
        root = Node(document, f"document {place + 1}")
        root.keys("apiVersion", "kind", "metadata", "spec")
        root.get("apiVersion").text(VERSION)
        if root.get("kind").text("Service", "SLO") == "Service":
            services.add(root.get("metadata").get("name").text())
        else:
            promises += _parse_slo(root)
    for promise in promises:
        if services and promise.service not in services:
            where = Node(None, f"spec.service {promise.service!r}")
            raise where.refused("is no Service of the file", "add it, or name another one")
    if not promises:
        raise Node(None, "the file").refused("holds no SLO", "add a document of kind SLO")
    return promises


def _parse_slo(root: Node) -> Iterator[Promise]:
    name = root.get("metadata").get("name").text()
    spec = root.get("spec")
    spec.keys("description", "service", "indicator", "timeWindow", "budgetingMethod", "objectives")
    spec.get("budgetingMethod").text("Occurrences")
    for window in spec.get("timeWindow").items():
        window.keys("duration", "isRolling")
        window.get("duration").text(*MONTHS)
        if window.get("isRolling").value is not True:
            raise window.get("isRolling").refused("is not true", "use a rolling window")
    indicator = spec.get("indicator").get("spec")
    indicator.keys("ratioMetric", "thresholdMetric")
    objectives = spec.get("objectives").items()
    for place, objective in enumerate(objectives):
        suffix = f"_{place + 1}" if len(objectives) > 1 else ""
        yield _parse_objective(f"{name}{suffix}", spec.get("service").text(), indicator, objective)


def _parse_objective(name: str, service: str, indicator: Node, objective: Node) -> Promise:
    objective.keys("displayName", "target", "targetPercent", "op", "value")
    share = objective.find("target")
    goal = share.number() if share else objective.get("targetPercent").number() / 100
    if not 0 < goal < 1:
        raise objective.refused("promises all, or nothing", "give a target between 0 and 1")
    ratio = indicator.find("ratioMetric")
    if ratio is not None:
        source, bad = _parse_ratio(ratio)
        within_ms = None
    else:
        threshold = indicator.get("thresholdMetric")
        threshold.keys("metricSource")
        source, bad = _parse_source(threshold), WRONG
        objective.get("op").text("lt", "lte")
        within_ms = objective.get("value").number()
    return Promise(
        name=name,
        service=service,
        subject=cast(Subject, source["subject"]),
        of=source.get("name", ""),
        operation=source.get("operation", ""),
        objective=goal,
        within_ms=within_ms,
        bad=bad,
    )


def _parse_ratio(ratio: Node) -> tuple[dict[str, str], tuple[str, ...]]:
    """The source of all events, and the outcomes that are bad of them."""
    ratio.keys("counter", "good", "bad", "total")
    total = _parse_source(ratio.get("total"))
    if "outcome" in total:
        raise ratio.get("total").refused("names an outcome", "count all outcomes in total")
    bad = ratio.find("bad")
    if bad is not None:
        chosen = _parse_source(bad)
        outcome = chosen.pop("outcome", "")
        if not outcome or chosen != total:
            raise bad.refused(
                "is no part of total", "use its subject, name and operation, and an outcome"
            )
        return total, (outcome,)
    good = ratio.get("good")
    chosen = _parse_source(good)
    if chosen.pop("outcome", "") != "ok" or chosen != total:
        raise good.refused("is not the part of total that is ok", "use its source with outcome: ok")
    return total, WRONG


def _parse_source(metric: Node) -> dict[str, str]:
    source = metric.get("metricSource")
    source.keys("type", "spec", "metricSourceRef")
    source.get("type").text("frontdesk")
    spec = source.get("spec")
    fields = spec.keys(*SOURCE)
    spec.get("subject").text(*PROMISED)
    return {name: spec.get(name).text() for name in fields}
