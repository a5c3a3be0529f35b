"""What a tool declares: which ability request it fulfils outside, and how.

A tool is one file in `edge/tools` with one constant `TOOL`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.decision import Finding, Request
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.settings import ReadSetting, Setting

R = TypeVar("R", bound=Request)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may use: the process's HTTP client, the tenant, its settings, a deadline, the time."""

    http: HttpClient
    tenant_id: TenantId
    setting: ReadSetting
    deadline_s: float
    now_s: int


@dataclass(frozen=True, slots=True)
class Tool(Generic[R]):
    """`run` does the request at most once per `request.key`, and names its outcome.

    Raises NotNow or Refused; the flow turns both into findings that `decide` sees.
    """

    name: str
    fulfils: type[R]
    run: Callable[[R, ToolContext], Awaitable[Finding]]
    timeout_s: float = 5.0
    settings: tuple[Setting, ...] = ()
