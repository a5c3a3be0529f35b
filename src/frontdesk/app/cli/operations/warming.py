"""`frontdesk cache warm`: questions of a file asked once, so that programs find their answers kept."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping

import click

from frontdesk.app.cli import chat
from frontdesk.app.cli.options import home_option
from frontdesk.app.place import Note
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, Refused
from frontdesk.ground.words.reading import Json

ANSWER_S = 60.0
KEPT = ("exact", "similar")


@click.command("warm")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--model", default="", help="Model to ask, where a line is only a question.")
@click.option("--bot", default="", help="Bot the questions count for.")
@click.option("--url", help="Where the server is; default: the one of this home.")
@click.option("--key", help="Key of the program to warm for: answers are shared within one key.")
@home_option
def warm(
    file: Iterable[str],
    model: str,
    bot: str,
    url: str | None,
    key: str | None,
    home: str | None,
) -> None:
    """Ask each line of FILE once through the door for programs, so that its answer is kept.

    A line is a question, or the JSON body of a chat completion as the program sends it: an answer is
    found again for the same body, or for a question that is alike in the same setting.
    """
    bodies = list(parse_bodies(file, model))
    where = chat.address(home, url, key)
    found = asyncio.run(send_all(where, bodies, bot))
    asked = sum(found.values()) - sum(found[name] for name in KEPT)
    click.echo(f"{asked} asked, {found['exact'] + found['similar']} kept already")


def parse_bodies(lines: Iterable[str], model: str) -> Iterable[Mapping[str, Json]]:
    """The bodies to send. Raises BadInput that names the line."""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        if text.startswith("{"):
            yield _parse_body(text, number)
        elif model:
            yield {"model": model, "messages": [{"role": "user", "content": text}]}
        else:
            raise BadInput(
                "app.which_model",
                f"line {number} is a question, and no model is named",
                field="model",
                fix="add --model, or give each line as the JSON body of a chat completion",
            )


def _parse_body(text: str, number: int) -> Mapping[str, Json]:
    try:
        body: Mapping[str, Json] = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            "app.not_an_object",
            f"line {number} is no JSON object: {error.msg}",
            field="file",
            fix='write it as {"model": "...", "messages": [...]} on one line',
        ) from error
    return body


async def send_all(where: Note, bodies: Iterable[Mapping[str, Json]], bot: str) -> Counter[str]:
    """Ask one after the other; gives how each was found. Raises what the door says of the first that
    it refuses: what was asked before stays kept."""
    found: Counter[str] = Counter()
    headers = {"authorization": f"Bearer {where['key']}", "x-frontdesk-cache": "allow"}
    if bot:
        headers["x-frontdesk-bot"] = bot
    async with HttpClient() as http:
        for body in bodies:
            response = await http.send_request(
                "POST",
                f"{where['url']}/v1/chat/completions",
                timeout_s=ANSWER_S,
                headers=headers,
                json=body,
            )
            if response.status != 200:
                raise _refused(response.json(), response.status, sum(found.values()))
            found[response.headers.get("x-frontdesk-cache", "none")] += 1
    return found


def _refused(answer: Json, status: int, before: int) -> Refused:
    told = answer.get("error") if isinstance(answer, Mapping) else None
    said = str(told.get("message")) if isinstance(told, Mapping) else f"status {status}"
    return Refused(
        "app.not_warmed",
        f"after {before} questions the door refused one: {said}",
        fix="mend it and run the same file again: what is kept is not asked twice",
    )
