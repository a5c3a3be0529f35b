"""One tenant's part of the budgets in this process, turned into a message for the database and back.

A message carries the unwritten ledger rows, the calls under way, what is held of each window, and
what is asked for. The answer to it, or its failure, is taken in here; nothing here waits.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.ability.gateway.calls import Scope
from frontdesk.ability.gateway.money.account import Account
from frontdesk.ability.gateway.money.ledger import LedgerRow, Row, as_row, render_rows
from frontdesk.ability.gateway.money.limits import Limit, window_start
from frontdesk.ground.words.ids import ProcessId, TenantId


@dataclass(slots=True, eq=False)
class Reservation:
    """The right to spend up to `micro` and `tokens`, until it is settled or released."""

    scope: Scope
    provider: str
    micro: int
    tokens: int
    at: datetime
    accounts: tuple[Account, ...] = ()
    open: bool = True

    def need(self, account: Account) -> int:
        return self.tokens if account.counts_tokens else self.micro

    @property
    def is_short(self) -> bool:
        """Whether what is held of some window is too little for it."""
        for account in self.accounts:
            need = self.tokens if account.counts_tokens else self.micro
            if need > 0 and account.free < need:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, and what is put back when it does not arrive."""

    body: str
    accounts: tuple[Account, ...]
    sent: tuple[int, ...]
    used: tuple[int, ...]
    rows: list[Row]


@dataclass(slots=True, eq=False)
class Holding:
    """`due` are ledger rows to be written, `flights` the calls under way. `lock`: one message at a
    time, so that an older word never follows a newer one."""

    tenant: TenantId
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    accounts: dict[tuple[str, str, datetime], Account] = field(default_factory=dict)
    flights: set[Reservation] = field(default_factory=set)
    due: list[tuple[LedgerRow, int]] = field(default_factory=list)
    unsent: list[Row] = field(default_factory=list)
    told_flights: bool = False

    def account(self, limit: Limit, now: datetime) -> Account:
        """This process's account of the window of `limit` that `now` falls into."""
        starts_at = window_start(limit.span, now)
        key = (limit.owner, limit.span, starts_at)
        known = self.accounts.get(key)
        if known is None:
            known = self.accounts[key] = Account(limit, starts_at)
        else:
            known.set_limit(limit)
        return known

    def settle(self, reservation: Reservation, micro: int, tokens: int) -> None:
        """Close a reservation at what it came to; a second time nothing happens."""
        if not reservation.open:
            return
        reservation.open = False
        self.flights.discard(reservation)
        for account in reservation.accounts:
            actual = tokens if account.counts_tokens else micro
            account.settle(reservation.need(account), actual)

    @property
    def is_due(self) -> bool:
        """Whether there is anything to tell. A call under way is a sign of life at every beat."""
        waiting = self.due or self.unsent or self.flights or self.told_flights
        return bool(waiting) or any(account.is_due for account in self.accounts.values())

    def give_back(self, now: datetime, *, everything: bool) -> None:
        """Once a beat: let go of what is idle, and forget windows that are over and done."""
        for key, account in list(self.accounts.items()):
            current = account.is_current(now) and not everything
            account.give_back(current=current)
            if not current and account.is_empty:
                del self.accounts[key]

    def compose(self, process: ProcessId, asking: Reservation | None = None) -> Message:
        """Everything there is to tell, and the slices that the call `asking` is short of."""
        needs = {one: asking.need(one) for one in asking.accounts} if asking else {}
        told = [
            one
            for one in self.accounts.values()
            if one.told or one.is_due or 0 < needs.get(one, 0) > one.free
        ]
        rows = [*self.unsent, *(as_row(row, charged) for row, charged in self.due)]
        self.unsent, self.due = [], []
        flights = [*self.flights, asking] if asking else list(self.flights)
        self.told_flights = bool(flights)
        used = tuple(account.used for account in told)
        windows = [_window(account, needs.get(account, 0)) for account in told]
        body = render_rows(
            {
                "tenant": self.tenant,
                "process": process,
                "in_flight": _in_flight(flights),
                "rows": rows,
                "windows": windows,
            }
        )
        sent = tuple(account.holds for account in told)
        return Message(body, tuple(told), sent, used, rows)

    def undo(self, message: Message) -> None:
        """The message may not have arrived: the same rows go with the next one (one that did arrive
        is not booked twice). What was given back stays given back."""
        self.unsent = [*message.rows, *self.unsent]
        for account, used in zip(message.accounts, message.used, strict=True):
            account.used += used

    def hear(self, message: Message, told: Iterable[tuple[int, int, int, int]]) -> None:
        """Take in what the database answered, window by window."""
        for account, sent, (held, *window) in zip(
            message.accounts, message.sent, told, strict=True
        ):
            account.hear(sent, held, (window[0], window[1], window[2]))


def _window(account: Account, need: int) -> Row:
    known: Row = {
        "scope": account.limit.owner,
        "span": account.limit.span,
        "starts_at": account.starts_at.isoformat(),
        "held": account.say(),
        "flying": account.flying,
        "most": account.most,
    }
    if 0 < need > account.free:
        known["need"], known["want"] = account.wish(need)
    return known


def _in_flight(flights: Iterable[Reservation]) -> list[Row]:
    """Calls under way as the rows they become if this process dies, those of one kind together."""
    sums: dict[tuple[str, str | None, str, datetime], list[int]] = defaultdict(lambda: [0, 0, 0])
    for flight in flights:
        scope = flight.scope
        hour = window_start("hour", flight.at)
        kind = sums[scope.bot, scope.key, flight.provider, hour]
        kind[0] += flight.micro
        kind[1] += flight.tokens
        kind[2] += 1
    return [
        {
            "bot": bot,
            "key_id": key,
            "provider": provider,
            "at": hour.isoformat(),
            "purpose": "",
            "charged_micro": micro,
            "cost_micro": micro,
            "tokens_in": tokens,
            "attempts": calls,
        }
        for (bot, key, provider, hour), (micro, tokens, calls) in sums.items()
    ]
