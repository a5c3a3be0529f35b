"""What a way to page a person is: the kind that each file of `edge/notifiers` defines."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from frontdesk.flow.operations.contracts.rule import Severity
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.settings import ReadSetting, Setting

PageKind = Literal["firing", "acknowledged", "resolved"]


@dataclass(frozen=True, slots=True)
class Page:
    """One message to one target about one alert (or a group of alike ones).

    `key` names alert and episode: firing, acknowledged and resolved of one episode carry the same.
    `group` names what several alerts of one cause have together, in every episode the same ("" for
    an alert without one): what a target with one incident for all of them is keyed by.
    `target` is the notifier's own address ("" for its configured one). `thread` is what the notifier
    gave back when it sent the first page of this key to this target (a Slack timestamp).
    """

    id: str
    key: str
    kind: PageKind
    rule: str
    severity: Severity
    priority: str
    level: int
    tenant: TenantId
    labels: Mapping[str, str]
    title: str
    text: str
    started_at: datetime
    at: datetime
    url: str = ""
    runbook_url: str = ""
    findings: tuple[str, ...] = ()
    value: float | None = None
    threshold: float | None = None
    count: int = 1
    target: str = ""
    thread: str = ""
    acknowledged_by: str = ""
    group: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took it. `receipt` is its own id; `thread` is handed to later pages of the key."""

    receipt: str = ""
    thread: str = ""


class Pager(Protocol):
    """A configured account. Raises NotNow (with `after_s`) to be tried again, Refused for good."""

    async def send(self, page: Page) -> Sent: ...


@dataclass(frozen=True, slots=True)
class Notifier:
    """`open` gives a pager, or None while its settings are missing. `kinds` are what it can say:
    some targets cannot be told that an alert was acknowledged. `check` is asked by the doctor."""

    name: str
    says: str
    open: Callable[[HttpClient, ReadSetting], Pager | None]
    settings: tuple[Setting, ...] = ()
    kinds: tuple[PageKind, ...] = ("firing", "resolved")
    check: Callable[[HttpClient, ReadSetting], Awaitable[str]] | None = None
    warns: Callable[[datetime], str] | None = None
    """What operators should know from a date on (Opsgenie ends on 2027-04-05)."""
    keeps_groups: bool = False
    """Whether the target keeps one incident for a group: that is over when all of its alerts are."""
