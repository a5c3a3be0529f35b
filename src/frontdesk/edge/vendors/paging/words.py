"""A page turned into words that fit: cut to a vendor's limits, never dropped for being long."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from frontdesk.flow.operations.contracts.notifier import Page
from frontdesk.ground.words.settings import ReadSetting, Setting

ENVIRONMENT = Setting(
    "ALERT_ENVIRONMENT",
    "text",
    "Name of this installation in pages (production, staging); default APP_ENV.",
)
APP_ENV = Setting("APP_ENV", "text", "Declared by the house; read here too.")
SERVICE = "frontdesk"
MOST_FACTS = 40


def environment(read: ReadSetting) -> str:
    """Which installation pages."""
    return str(read(ENVIRONMENT) or read(APP_ENV) or "production")


def cut(text: str, most: int) -> str:
    """The text in at most `most` characters; what was cut ends with an ellipsis."""
    return text if len(text) <= most else text[: max(most - 1, 0)].rstrip() + "…"[:most]


def fit(page: Page, *, title: int, text: int, fact: int = 500) -> Page:
    """The page with its words within limits. A title of several lines becomes one."""
    facts = list(page.facts.items())[:MOST_FACTS]
    return replace(
        page,
        title=cut(" ".join(page.title.split()), title),
        text=cut(page.text, text),
        findings=tuple(cut(one, fact) for one in page.findings[:MOST_FACTS]),
        labels=_fit(page.labels, fact),
        facts=_fit(dict(facts), fact),
        acknowledged_by=cut(page.acknowledged_by, 200),
    )


def figures(page: Page) -> dict[str, str]:
    """What is known of the alert, by name, as text; nothing that is empty."""
    limit = "" if page.threshold is None else f"{page.threshold:g}"
    found = {
        "rule": page.rule,
        "severity": page.severity,
        "priority": page.priority,
        "level": str(page.level),
        "tenant": "" if page.tenant == "*" else page.tenant,
        **page.labels,
        "value": "" if page.value is None else f"{page.value:g}",
        "threshold": limit,
        "alerts": str(page.count) if page.count > 1 else "",
        "since": stamp(page.started_at),
        "acknowledged by": page.acknowledged_by,
        **page.facts,
    }
    return {name: value for name, value in found.items() if value}


def stamp(at: datetime) -> str:
    """A time as every page writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _fit(values: Mapping[str, str], most: int) -> dict[str, str]:
    return {cut(name, 100): cut(value, most) for name, value in list(values.items())[:MOST_FACTS]}
