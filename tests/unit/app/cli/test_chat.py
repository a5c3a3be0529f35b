"""An answer of the API as lines of a chat, and where `frontdesk chat` finds the server."""

from collections.abc import Callable

from click.testing import Result

from frontdesk.app.cli import chat
from frontdesk.ground.words.reading import Json

Cli = Callable[..., Result]


def test_replies_are_said_by_the_bot() -> None:
    answer: dict[str, Json] = {
        "reply": ["Hi.", "Where?"],
        "bot": "buyer",
        "decision": {"kind": "ask"},
    }
    assert list(chat.render_answer(answer)) == ["buyer> Hi.", "buyer> Where?"]


def test_handoff_is_shown_before_the_reply() -> None:
    handoff: dict[str, Json] = {
        "from": "lead",
        "to": "seller",
        "executed": True,
        "reason": "executed",
        "score": 0.9,
    }
    lines = list(chat.render_answer({"reply": ["Hello."], "bot": "seller", "handoff": handoff}))
    assert lines == ["  [lead hands over to seller: executed, score 0.9]", "seller> Hello."]


def test_silence_is_shown_with_its_reason() -> None:
    decision: dict[str, Json] = {"kind": "stay_silent", "reason": "opted_out"}
    lines = list(chat.render_answer({"reply": [], "bot": "lead", "decision": decision}))
    assert lines == ["  [stay_silent: opted_out]"]


def test_home_without_server_is_told(bare_cli: Cli) -> None:
    found = bare_cli("chat", "lead", given="hello\n")
    assert (found.exit_code, "no server was started with the home" in found.stderr) == (1, True)


def test_silent_server_is_told_with_address(bare_cli: Cli) -> None:
    found = bare_cli("chat", "--url", "http://127.0.0.1:1", "--key", "k", given="hello\n")
    assert found.exit_code == 1
    assert "cannot reach 127.0.0.1:1" in found.stderr
    assert "frontdesk serve" in found.stderr
