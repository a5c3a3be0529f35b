"""`frontdesk replay`: recorded conversations turned into what our line makes of them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from frontdesk.ability.evals.script import Recorded, Scripted, parse_conversation
from frontdesk.app import registry as registries
from frontdesk.app import replay as stages
from frontdesk.app.cli.options import home_option, json_option, load_settings, print_json
from frontdesk.app.registry import Registry
from frontdesk.app.replay.played import Played, render_played
from frontdesk.app.replay.summary import render_summary
from frontdesk.app.settings import Settings
from frontdesk.ground.kit import logs
from frontdesk.ground.words.problems import BadInput, Problem
from frontdesk.ground.words.reading import Json

SHAPES = {"forced": Recorded, "scripted": Scripted}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--bot", help="Let this bot answer, whatever the conversations say.")
@click.option(
    "--bots", type=click.Path(path_type=Path, exists=True), help="A file or folder of more bots."
)
@click.option(
    "--mode",
    type=click.Choice(["forced", "scripted"]),
    help="Refuse other conversations. forced: what the recording asked is what was asked; "
    "scripted: a customer answers what our bot asks.",
)
@json_option
@home_option
def replay(
    file: Path,
    bot: str | None,
    bots: Path | None,
    mode: str | None,
    as_json: bool,
    home: str | None,
) -> None:
    """Feed the conversations in FILE through the real line, with a fake carrier.

    FILE holds one JSON object per line (docs/replay-format.md); a name that is not found is looked
    up below FRONTDESK_EVAL_DATA. They run in a database of their own, which is dropped at the end.
    """
    registry = registries.scan(bots)
    settings = load_settings(registry, home)
    logs.configure("ERROR", show_content=False)
    scripts = list(load_conversations(find_file(file, settings), mode))
    played = asyncio.run(_replay(settings, registry, scripts, bot, quiet=as_json))
    summary = stages.summarise(played)
    if as_json:
        conversations = [one.as_json() for one in played]
        print_json({"conversations": conversations, "summary": summary.as_json()})
        return
    for line in render_summary(summary):
        click.echo(line)


async def _replay(
    settings: Settings,
    registry: Registry,
    scripts: list[Recorded | Scripted],
    bot: str | None,
    *,
    quiet: bool,
) -> list[Played]:
    played = []
    with stages.open_server(settings) as url:
        async with stages.open_stage(settings, registry, url) as stage:
            for script in scripts:
                one = await stages.play_conversation(stage, script, bot=bot)
                played.append(one)
                for line in () if quiet else render_played(one):
                    click.echo(line)
    return played


def find_file(file: Path, settings: Settings) -> Path:
    """The file as named, or below the folder of measuring data."""
    below = settings.text("FRONTDESK_EVAL_DATA")
    for candidate in (file, Path(below) / file) if below else (file,):
        if candidate.is_file():
            return candidate
    raise BadInput(
        "replay.no_file",
        f"there is no file {str(file)!r}",
        field="file",
        fix="name a file of conversations, one JSON object per line",
    )


def load_conversations(file: Path, mode: str | None) -> Iterator[Recorded | Scripted]:
    """The conversations of a file; BadInput names the line and what is wrong with it."""
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            script = parse_conversation(_object(line))
        except Problem as problem:
            raise _bad(file, number, problem.public, problem.fix) from problem
        if mode and not isinstance(script, SHAPES[mode]):
            has = "turns" if isinstance(script, Recorded) else "a goal"
            raise _bad(file, number, f"has {has}, which --mode {mode} cannot play", "drop --mode")
        yield script


def _object(line: bytes) -> dict[str, Json]:
    try:
        raw = orjson.loads(line)
    except orjson.JSONDecodeError:
        raw = None
    if not isinstance(raw, dict):
        raise BadInput("replay.no_object", "the line is no JSON object", fix="write one per line")
    return raw


def _bad(file: Path, number: int, what: str, fix: str) -> BadInput:
    return BadInput("replay.bad_line", f"{file.name}:{number}: {what}", field="file", fix=fix)
