"""A database out of reach turned into one page per machine, without it; and into the news of its return.

Everything else about alerts is rows. While there are none to be had, the only thing that processes of
one machine share is its home folder: a file there says that somebody has paged, and what it sent.
Processes of other machines page for themselves: each tells of its own view.
"""

import logging
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson

from frontdesk.ability import telemetry
from frontdesk.ability.controls import EVERYONE
from frontdesk.ability.telemetry.figures import Reach
from frontdesk.flow.operations.contracts.notifier import Page, PageKind, Sent
from frontdesk.flow.operations.lookout import HOUSE, Lookout, alerting_on, rules_off
from frontdesk.ground.kit import ids, tasks

log = logging.getLogger("flow.operations.blind")
RULE = "database_down"
LOOK_S = 1.0
WITHIN_S = 2.0
PATIENCE_S = 15.0
AGAIN_S = 30.0  # a page that nobody took is tried again
TAKE_OVER_S = 60.0  # by another process, where the one that wanted to page has not
FURTHER = ("pagerduty", "opsgenie")  # P0: those of the last level at once, too


@dataclass(frozen=True, slots=True)
class Outage:
    """What was told of an outage. `told` are the notifiers that took it, with their threads."""

    key: str
    since: datetime
    told: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Blind:
    """One process's view of the outage. `file` is shared by the processes of a machine; `alone` says
    that it cannot be written, and that this process speaks for itself."""

    file: Path
    reach: Reach = field(default_factory=Reach)
    outage: Outage | None = None
    mine: bool = False
    alone: bool = False
    tried_at: float | None = None
    met_at: float | None = None


async def run_blind(lookout: Lookout, blind: Blind) -> int:
    """One look; gives how many messages were taken."""
    checked = await telemetry.check_database(lookout.database, lookout.clock, WITHIN_S)
    now = lookout.clock.monotonic()
    blind.reach.note(now, ok=checked.ok)
    if checked.ok:
        return await _tell_back(lookout, blind)
    since = blind.reach.away_since
    if since is None or now - since < PATIENCE_S or not _wanted(lookout):
        return 0
    return await _page(lookout, blind, f"out of reach for {now - since:.0f} s: {checked.finding}")


def _wanted(lookout: Lookout) -> bool:
    """Whether people want to be told, by the controls as they were last read."""
    value = lookout.controls.value
    return value(EVERYONE, alerting_on) and RULE not in value(EVERYONE, rules_off)


async def _page(lookout: Lookout, blind: Blind, says: str) -> int:
    now = lookout.clock.monotonic()
    known = blind.outage or load_outage(blind.file)
    if known is not None and known.told:
        return 0
    if not blind.mine and not _claim(blind, now):
        return 0
    blind.mine = True
    if blind.tried_at is not None and now - blind.tried_at < AGAIN_S:
        return 0
    blind.tried_at = now
    began = Outage(ids.uuid7(), lookout.clock.now())
    blind.outage = await _send(lookout, known or began, "firing", says)
    blind.alone = not save_outage(blind.file, blind.outage)
    return len(blind.outage.told)


async def _tell_back(lookout: Lookout, blind: Blind) -> int:
    """Whoever takes the file away tells those who were paged."""
    outage, alone = blind.outage or load_outage(blind.file), blind.alone
    blind.outage, blind.mine, blind.alone = None, False, False
    blind.tried_at = blind.met_at = None
    if not _release(blind.file) and not alone:
        return 0
    if outage is None or not outage.told:
        return 0
    lasted_s = (lookout.clock.now() - outage.since).total_seconds()
    says = f"it is back, {lasted_s:.0f} s after it was said to be away"
    return len((await _send(lookout, outage, "resolved", says)).told)


def load_outage(file: Path) -> Outage | None:
    """The outage that a process of this machine has paged for; None where there is none."""
    try:
        found = orjson.loads(file.read_bytes())
        told = tuple((str(name), str(thread)) for name, thread in found["told"])
        return Outage(str(found["key"]), datetime.fromisoformat(found["since"]), told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_outage(file: Path, outage: Outage) -> bool:
    """Write it whole or not at all; False where it cannot be written: a full disk must not keep a
    page back."""
    draft = file.with_suffix(f".{os.getpid()}")
    told = [list(one) for one in outage.told]
    saved = {"key": outage.key, "since": outage.since.isoformat(), "told": told}
    try:
        draft.write_bytes(orjson.dumps(saved))
        draft.replace(file)
    except OSError:
        return False
    return True


def _claim(blind: Blind, now: float) -> bool:
    """Whether this process is the one of its machine that pages: it made the file, or whoever made it
    has not paged for a while. Where no file can be made, paging twice is better than not at all."""
    try:
        blind.file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(blind.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        blind.met_at = now if blind.met_at is None else blind.met_at
        return now - blind.met_at >= TAKE_OVER_S
    except OSError:
        return True
    return True


def _release(file: Path) -> bool:
    """Take the file away; False where it is gone already, or another process took it."""
    try:
        file.unlink()
    except OSError:
        return False
    return True


async def _send(lookout: Lookout, outage: Outage, kind: PageKind, says: str) -> Outage:
    """Tell everybody who is to be told; gives the outage with those who really were."""
    told: list[tuple[str, str]] = []
    for name, thread in _targets(lookout, outage, kind):
        page = _page_of(lookout, outage, kind, says, thread)
        outcome = await tasks.attempt(lookout.pagers[name].send(page))
        taken = isinstance(outcome, Sent)
        lookout.meters.pages.labels(name, "sent" if taken else "broken").inc()
        if isinstance(outcome, Sent):
            told.append((name, outcome.thread or thread))
        else:
            log.error("%s did not take the page that the database is away", name)
    return Outage(outage.key, outage.since, tuple(told))


def _targets(lookout: Lookout, outage: Outage, kind: PageKind) -> Iterator[tuple[str, str]]:
    if kind == "resolved":
        yield from (one for one in outage.told if one[0] in lookout.pagers)
        return
    rule = lookout.rules.get(RULE)
    own = rule.channels.get("critical", ()) if rule else tuple(lookout.pagers)
    for name in dict.fromkeys((*own, *FURTHER)):
        if name in lookout.pagers:
            yield name, ""


def _page_of(lookout: Lookout, outage: Outage, kind: PageKind, says: str, thread: str) -> Page:
    host, url = socket.gethostname(), lookout.public_url
    word = "RESOLVED " if kind == "resolved" else ""
    return Page(
        id=ids.uuid7(),
        key=outage.key,
        kind=kind,
        rule=RULE,
        severity="critical",
        priority="P0",
        level=1,
        tenant=HOUSE,
        labels={"host": host},
        title=f"{word}[CRITICAL] {RULE} {host}: {says}",
        text=f"{RULE} · host {host} · {says}",
        started_at=outage.since,
        at=lookout.clock.now(),
        runbook_url=f"{url}/console/runbooks/{RULE}" if url else "",
        thread=thread,
    )
