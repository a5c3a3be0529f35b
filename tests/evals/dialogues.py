"""Plays the measuring data's conversations and our own through the line; writes docs/benchmarks.md.

    python -m tests.evals.dialogues [--limit N] [--show ID] [--no-write]

Goal accuracy as the data's authors define it, over the customer's turns: average goal accuracy is
the mean share of the slots of the true state that are right; joint goal accuracy is the share of
turns whose whole state is right, with nothing filled besides. Values are compared strictly, a turn's
slot is right or wrong.
"""

import argparse
import asyncio
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.ability import desk
from frontdesk.app import registry as registries
from frontdesk.app import replay as stages
from frontdesk.app import settings as trees
from frontdesk.app.cli import replaying
from frontdesk.app.registry import Registry
from frontdesk.app.replay import Played, Stage
from frontdesk.app.replay.summary import percentile, render_summary
from frontdesk.flow.conversation.contracts.bot import Bot
from testing import database
from tests.evals import sgd
from tests.load import machine

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "benchmarks.md"
SERVICES = (
    ("Homes", "sgd_homes_dev.jsonl", "Homes_1", "homes"),
    ("Services", "sgd_services_dev.jsonl", "Services_4", "therapists"),
)
LEAST_AVERAGE, LEAST_JOINT = 0.78, 0.50


@dataclass(slots=True)
class Goals:
    """Goal accuracy of one service, and where it went wrong."""

    averages: list[float] = field(default_factory=list)
    joints: list[bool] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    conversations: int = 0

    @property
    def average(self) -> float:
        return sum(self.averages) / max(1, len(self.averages))

    @property
    def joint(self) -> float:
        return sum(self.joints) / max(1, len(self.joints))

    def add(self, bot: Bot, played: Played, states: sgd.States) -> None:
        """Count one conversation."""
        self.conversations += 1
        for turn, state in zip(played.turns, states, strict=True):
            filled = {slot.name: slot for slot in turn.turn.slots}
            right = [name for name in state if _is_right(bot, state[name], filled.get(name), name)]
            extra = [name for name in filled if name not in state]
            self.times_ms.append(turn.turn.processing_ms)
            self.joints.append(len(right) == len(state) and not extra)
            if state:
                self.averages.append(len(right) / len(state))
            self.wrong.update(
                (name, "wrong" if name in filled else "missing")
                for name in state
                if name not in right
            )
            self.wrong.update((name, "extra") for name in extra)


def _is_right(bot: Bot, values: Sequence[str], filled: desk.Filled | None, name: str) -> bool:
    slot = bot.slot(name)
    if filled is None or slot is None:
        return False
    return sgd.is_right(slot.shape.kind, values, filled.value, filled.text)


async def play_service(
    stage: Stage, folder: Path, *, file: str, service: str, bot: str, limit: int, show: str
) -> Goals:
    """Play every conversation of one service."""
    goals = Goals()
    schema = folder / "sgd_schema.json"
    recorded = sgd.load_recorded(folder / file, schema, service, bot)
    for at, (script, states) in enumerate(recorded):
        if at >= limit:
            break
        played = await stages.play_conversation(stage, script)
        before = sum(goals.wrong.values())
        goals.add(stage.line.bots[bot], played, states)
        if show and (show == script.id or (show == "wrong" and sum(goals.wrong.values()) > before)):
            _show(stage.line.bots[bot], played, states)
    return goals


def _show(bot: Bot, played: Played, states: sgd.States) -> None:
    print(f"--- {played.id}")
    for turn, state in zip(played.turns, states, strict=True):
        filled = {slot.name: slot for slot in turn.turn.slots}
        off = [
            f"{name}: meant {state.get(name)} got {filled[name].value if name in filled else None}"
            for name in {*state, *filled}
            if name not in state or not _is_right(bot, state[name], filled.get(name), name)
        ]
        why = turn.turn.decision.reason
        print(f"  [{turn.asked_before}] {turn.turn.text}  ({why}) {'; '.join(off)}")


async def play_scripts(stage: Stage, files: Iterable[Path]) -> list[Played]:
    """Our own scripted customers on the shipped bots."""
    played = []
    for file in files:
        for script in replaying.load_conversations(file, "scripted"):
            played.append(await stages.play_conversation(stage, script))
    return played


def render_goals(service: str, goals: Goals) -> str:
    """One row of the table."""
    times = goals.times_ms
    return (
        f"| {service} | {goals.conversations} | {len(times)} | {goals.average:.3f} "
        f"| {goals.joint:.3f} | {percentile(times, 0.5):.1f} | {percentile(times, 0.95):.1f} |"
    )


def render_section(rows: Sequence[str], scripted: Sequence[Played]) -> str:
    """The section of docs/benchmarks.md."""
    summary = stages.summarise(scripted)
    told = "\n".join(f"    {line}" for line in render_summary(summary))
    table = "\n".join(rows)
    return f"""## Conversations

Measured on {machine.describe()}, by `make evals`, which plays these through the line (inbox, turn,
outbox) without a model, on an embedded PostgreSQL.

Forced mode: what the recording asked is what was asked. Schema-Guided Dialogue, development part
(CC BY-SA 4.0), only turns that carry a frame of the service; values compared strictly. Published for
the BERT baseline on this part: average 0.694, joint 0.383 over all services.

| service | conversations | turns | average goal accuracy | joint goal accuracy | p50 ms | p95 ms |
|---|---|---|---|---|---|---|
{table}

Scripted mode: our own customers with a goal, who answer only what our bots ask.

{told}"""


async def run(arguments: argparse.Namespace, registry: Registry, server_url: str) -> bool:
    """Play everything, print and write; whether the figures hold."""
    settings = trees.load_settings((*trees.HOUSE, *registry.settings()), environment={})
    folder = Path(os.environ.get("FRONTDESK_EVAL_DATA", "")) / "dialogue"
    rows, held = [], True
    async with stages.open_stage(settings, registry, server_url) as stage:
        if (folder / "sgd_schema.json").is_file():
            for title, file, service, bot in SERVICES:
                goals = await play_service(
                    stage,
                    folder,
                    file=file,
                    service=service,
                    bot=bot,
                    limit=arguments.limit,
                    show=arguments.show,
                )
                rows.append(render_goals(title, goals))
                print(rows[-1])
                print(goals.wrong.most_common(20))
                held &= goals.average >= LEAST_AVERAGE and goals.joint >= LEAST_JOINT
        else:
            print("the measuring data is absent: set FRONTDESK_EVAL_DATA", file=sys.stderr)
        scripted = await play_scripts(stage, sorted((HERE / "conversations").glob("*.jsonl")))
    print("\n".join(render_summary(stages.summarise(scripted))))
    if rows and arguments.write:
        machine.write_section(PAGE, "conversations", render_section(rows, scripted))
    return held


def main() -> None:
    """Play all, and exit 1 when a figure falls below its floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--show", default="")
    parser.add_argument("--no-write", dest="write", action="store_false")
    arguments = parser.parse_args()
    registry = registries.scan(HERE / "bots")
    with database.running_server() as server:
        held = asyncio.run(run(arguments, registry, server.url))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
