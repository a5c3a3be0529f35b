"""`frontdesk logs`: the log files of an installation turned into the lines somebody looks for."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
import orjson

from frontdesk.app import registry as registries
from frontdesk.app.cli.options import (
    home_option,
    json_option,
    load_settings,
    parse_expiry,
    print_rows,
)
from frontdesk.ground.kit import log_files
from frontdesk.ground.kit.clock import Clock, SystemClock
from frontdesk.ground.words.problems import BadInput, Broken

LEVELS = ("debug", "info", "warning", "error", "critical")
FOLLOW_S = 0.3
MOST_TOP = 50
_SHOWN = frozenset(("at", "level", "room", "say", "error"))
# Ids and figures; what is part of a name (p95, gpt-4o) and the status of an answer (429) stay.
_VARYING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{12,}\b"
    r"|\b(?![45]\d\d\b(?!\.| m?s\b))\d+(?:\.\d+)?(?=\b|m?s\b)"
)
Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are looked for."""

    since: datetime
    least: int
    bot: str
    pattern: re.Pattern[bytes] | None

    def parse(self, raw: bytes) -> Line | None:
        """The line, if it is one that is looked for. What is no JSON was cut off by a crash."""
        if self.pattern is not None and not self.pattern.search(raw):
            return None
        try:
            line = orjson.loads(raw)
            at = datetime.fromisoformat(line["at"])
            level = LEVELS.index(line["level"])
        except (ValueError, KeyError, TypeError):
            return None
        if at < self.since or level < self.least or (self.bot and line.get("bot") != self.bot):
            return None
        found: Line = line
        return found


@click.command("logs")
@click.option("--since", default="1h", show_default=True, help="A span such as 5m, or a time.")
@click.option("--level", default="info", type=click.Choice(LEVELS), help="That, and what is worse.")
@click.option("--bot", help="Lines of one bot only.")
@click.option("--grep", "pattern", help="Lines that match a regular expression, fields included.")
@click.option("--top", is_flag=True, help="The most repeated messages, with how often they came.")
@click.option("--follow", "-f", is_flag=True, help="Go on with what is written from now on.")
@json_option
@home_option
def logs(
    since: str,
    level: str,
    bot: str | None,
    pattern: str | None,
    top: bool,
    follow: bool,
    as_json: bool,
    home: str | None,
) -> None:
    """Search the log lines of every process of this installation, oldest first."""
    registry = registries.scan()
    settings = load_settings(registry, home)
    clock = SystemClock()
    if bot and bot not in registry.bots:
        raise BadInput(
            "app.unknown_bot",
            f"there is no bot {bot!r}",
            field="bot",
            fix="use one of " + ", ".join(sorted(registry.bots)),
        )
    wanted = Wanted(
        parse_since(since, clock.now()), LEVELS.index(level), bot or "", parse_pattern(pattern)
    )
    folder = settings.home / log_files.FOLDER
    if not log_files.list_files(folder):
        raise Broken(
            "app.no_logs",
            f"no process has written log files in {str(folder)!r}",
            fix="start one with `frontdesk serve`, name its home with --home, or see whether "
            "FRONTDESK_LOG_DAYS is 0",
        )
    if top:
        columns = ("count", "level", "room", "say", "last_at")
        print_rows(count_top(find(folder, wanted)), columns, as_json=as_json, none="no such line")
        return
    ends: dict[Path, int] = {}
    for line in sorted(find(folder, wanted, ends), key=lambda one: str(one["at"])):
        click.echo(render(line, as_json=as_json))
    if follow:
        asyncio.run(_follow(folder, wanted, ends, clock=clock, as_json=as_json))


def parse_since(text: str, now: datetime) -> datetime:
    """`5m`, `2h`, `1d` back from now, or an ISO 8601 time with an offset."""
    try:
        moment = parse_expiry(text, now)
    except BadInput:
        moment = None
    if moment is None:
        raise BadInput(
            "app.bad_since",
            f"{text[:40]!r} is neither a span nor a time",
            field="since",
            fix="give one such as 5m, 2h, 1d or 2031-05-01T12:00:00+00:00",
        )
    is_span = text.strip()[-1:] in "smhdw"
    return now - (moment - now) if is_span else moment


def parse_pattern(text: str | None) -> re.Pattern[bytes] | None:
    """A regular expression over whole lines; BadInput says what is wrong with it."""
    if text is None:
        return None
    try:
        return re.compile(text.encode(), re.IGNORECASE)
    except re.error as error:
        raise BadInput(
            "app.bad_pattern",
            f"{text[:40]!r} is no regular expression: {error}",
            field="grep",
            fix="give one such as 429 or 'p95|p99', with a \\ before special characters",
        ) from error


def find(folder: Path, wanted: Wanted, ends: dict[Path, int] | None = None) -> Iterator[Line]:
    """The wanted lines of every file; `ends` takes how far each was read, and says where to begin."""
    known = {} if ends is None else ends
    oldest = (wanted.since - timedelta(seconds=60)).timestamp()
    for path in log_files.list_files(folder):
        try:
            if path not in known and path.stat().st_mtime < oldest:
                continue
            for raw, end in log_files.read_lines(path, known.get(path, 0)):
                known[path] = end
                line = wanted.parse(raw)
                if line is not None:
                    yield line
        except FileNotFoundError:  # its time came meanwhile
            continue


async def _follow(
    folder: Path, wanted: Wanted, ends: dict[Path, int], *, clock: Clock, as_json: bool
) -> None:
    while True:
        await clock.sleep(FOLLOW_S)
        for line in sorted(find(folder, wanted, ends), key=lambda one: str(one["at"])):
            click.echo(render(line, as_json=as_json))


def count_top(lines: Iterator[Line]) -> list[dict[str, object]]:
    """Messages that differ only in numbers and ids, counted together; the most frequent first."""
    counts: dict[tuple[str, str, str], list[object]] = {}
    for line in lines:
        say = _VARYING.sub("*", str(line.get("say", "")))
        counted = counts.setdefault((str(line["level"]), str(line.get("room", "")), say), [0, ""])
        counted[0] = int(str(counted[0])) + 1
        counted[1] = max(str(counted[1]), str(line["at"]))
    rows: list[dict[str, object]] = [
        {"count": count, "level": level, "room": room, "say": say, "last_at": last_at}
        for (level, room, say), (count, last_at) in counts.items()
    ]
    rows.sort(key=lambda row: (-int(str(row["count"])), str(row["say"])))
    return rows[:MOST_TOP]


def render(line: Line, *, as_json: bool) -> str:
    """A line as it was written, or for a person: time, level, room, message, then its facts."""
    if as_json:
        return orjson.dumps(line).decode()
    at = str(line["at"])[:23].replace("T", " ")
    facts = " ".join(f"{name}={value}" for name, value in line.items() if name not in _SHOWN)
    shown = f"{at} {str(line['level']).upper():7} {line.get('room', '')}: {line.get('say', '')}"
    error = line.get("error")
    return f"{shown}  {facts}".rstrip() + (f"\n{error}" if error else "")
