"""`frontdesk chat`: a conversation in the terminal with a bot of the running installation."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator, Mapping

import click

from frontdesk.app import place
from frontdesk.app.cli.options import home_option, load, shorten
from frontdesk.app.place import Note
from frontdesk.ground.kit import ids
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, NotNow, Refused
from frontdesk.ground.words.reading import Json

with contextlib.suppress(ImportError):
    import readline  # noqa: F401 - gives input() its line editing; Windows has none

ANSWER_S = 30.0


@click.command()
@click.argument("bot", required=False)
@click.option("--url", help="Where the server is; default: the one of this home.")
@click.option("--key", help="Key to call with; default: the one in this home.")
@click.option("--contact", help="Who is writing; default: somebody new.")
@home_option
def chat(
    bot: str | None, url: str | None, key: str | None, contact: str | None, home: str | None
) -> None:
    """Talk to a bot of the running installation; Ctrl-D leaves."""
    found = address(home, url, key)
    asyncio.run(talk(found, bot, contact or f"terminal-{ids.uuid7()}"))


def address(home: str | None, url: str | None, key: str | None) -> Note:
    """Where to call and with what, from the options or from what the server left in its home."""
    if url and key:
        return Note(url=url.rstrip("/"), pid=0, key=key, loop="")
    settings, _ = load(home, quiet=True)
    note = place.load_note(settings)
    found = key or note["key"]
    if not found:
        raise BadInput(
            "app.no_key",
            "this home holds no key to call with",
            field="key",
            fix="give one with --key; `frontdesk keys create` makes one",
        )
    return Note(url=(url or note["url"]).rstrip("/"), pid=note["pid"], key=found, loop="")


async def talk(where: Note, bot: str | None, contact: str) -> None:
    """Send each line as a message and print what comes back, until the end of input."""
    async with HttpClient() as http:
        while (text := ask()) is not None:
            if not text.strip():
                continue
            answer = await send_message(http, where, {"contact": contact, "text": text, "bot": bot})
            for line in render_answer(answer):
                click.echo(line)


def ask() -> str | None:
    """The next line; None at the end. Piped input is shown as if it had been typed."""
    typed = sys.stdin.isatty()
    try:
        text = input("you> " if typed else "")
    except (EOFError, KeyboardInterrupt):
        if typed:
            click.echo()
        return None
    if not typed:
        click.echo(f"you> {text}")
    return text


async def send_message(
    http: HttpClient, where: Note, body: Mapping[str, Json]
) -> Mapping[str, Json]:
    """One message to the API, and its answer; a Problem says what the server said."""
    try:
        response = await http.send_request(
            "POST",
            f"{where['url']}/api/v1/messages",
            timeout_s=ANSWER_S,
            headers={"authorization": f"Bearer {where['key']}"},
            json={**body, "message_id": ids.uuid7()},
        )
    except NotNow as problem:
        raise NotNow(
            problem.code,
            f"{problem.public} at {where['url']}",
            after_s=problem.after_s,
            fix="start the server with `frontdesk serve`, or name it with --url and --key",
        ) from problem
    answer = response.json()
    if not isinstance(answer, Mapping):
        raise Refused("app.odd_answer", f"{where['url']} answered something else than an object")
    if response.status != 200:
        told = answer.get("error", answer)
        told = told if isinstance(told, Mapping) else {"message": told}
        raise Refused(
            str(told.get("code") or "app.refused"),
            str(told.get("message") or f"the server refused it (status {response.status})"),
            fix=str(told.get("fix") or ""),
        )
    return answer


def render_answer(answer: Mapping[str, Json]) -> Iterator[str]:
    """An answer of the API as lines: hand-offs and decisions in brackets, then what the bot says."""
    handoff = answer.get("handoff")
    if isinstance(handoff, Mapping):
        done = "hands over" if handoff.get("executed") else "does not hand over"
        yield (
            f"  [{handoff.get('from')} {done} to {handoff.get('to')}: {handoff.get('reason')}, "
            f"score {handoff.get('score')}]"
        )
    decision = answer.get("decision")
    if isinstance(decision, Mapping) and decision.get("kind") in ("escalate", "stay_silent"):
        yield f"  [{decision.get('kind')}: {decision.get('reason')}]"
    reply = answer.get("reply")
    for text in reply if isinstance(reply, list) else ():
        yield f"{shorten(answer.get('bot'))}> {text}"
