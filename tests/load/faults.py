"""The fault matrix: each way a vendor can fail, whole and streamed, through gateways that have a fallback.

A cell is good when the program got an answer that ends well, from whichever model, within the
deadline. Breakers and cool-downs are off, and ours begins afresh where a vendor has said for how long
it wants no calls, so that no cell is spared by the one before it.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from testing.models.script import Fault
from tests.load import chats, gateways
from tests.load.chats import Chat, Chatter
from tests.load.gateways import KEY, Running

DEADLINE_S = 7.0
BACKUP = "This came from the backup."
PRIMARY = "The first model says a sentence that is long enough to be cut in the middle."
FAULTS: tuple[tuple[str, Fault | None], ...] = (
    ("500", "error_500"),
    ("429, Retry-After 20", "rate_limited"),
    ("hang", "hang"),
    ("cut at once", "cut_at_once"),
    ("cut after four chunks", "cut"),
    ("stall after four chunks", "stall"),
    ("malformed JSON", "bad_json"),
    ("empty choices", "no_choices"),
    ("one bad SSE line", "bad_line"),
    ("refused", None),
)
HELD = "429, Retry-After 20"
Cells = dict[tuple[str, bool], "Cell"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of one request through one gateway."""

    good: bool
    says: str


class Vendor:
    """A fake OpenAI in a process of its own, whose behaviour can be changed while it runs."""

    def __init__(self, text: str) -> None:
        command = [sys.executable, "-m", "testing.models.openai", "--text", text]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def behave(self, fault: Fault | None) -> None:
        """Meet every request with this fault; without one the vendor goes away and refuses."""
        if fault is None:
            self.stop()
            return
        origin = self.url.removesuffix("/v1")
        body = json.dumps({"rates": {fault: 1.0}}).encode()
        urllib.request.urlopen(f"{origin}/fake/behaviour", data=body, timeout=10).close()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=30)


@contextlib.contextmanager
def vendors() -> Iterator[tuple[Vendor, Vendor]]:
    """One that fails as it is told, and one that is well."""
    pair = Vendor(PRIMARY), Vendor(BACKUP)
    try:
        yield pair
    finally:
        for vendor in pair:
            vendor.stop()


def frontdesk_cells() -> Cells:
    """Ours, as shipped but for the breaker."""
    every = tuple((name, stream) for name, _ in FAULTS for stream in (False, True))
    apart = tuple(one for one in every if one[0] == HELD)
    cells = _frontdesk_batch(tuple(one for one in every if one not in apart))
    for one in apart:
        cells |= _frontdesk_batch((one,))
    return cells


def _frontdesk_batch(wanted: Sequence[tuple[str, bool]]) -> Cells:
    with vendors() as (first, second), tempfile.TemporaryDirectory(prefix="fd-faults-") as home:
        own = {
            "OPENAI_API_KEY": "sk-upstream-key",
            "OPENAI_BASE_URL": first.url,
            "LOCAL_MODEL_BASE_URL": second.url,
            "FALLBACK_MODEL": "compatible/backup",
            "AI_CIRCUIT_BREAKER_ENABLED": "false",
        }
        with gateways.frontdesk(Path(home), own) as at:
            return asyncio.run(_try_cells(at, first, wanted))


def litellm_cells() -> Cells:
    """LiteLLM's proxy with the same two vendors, one retry, five seconds, no cool-down."""
    with vendors() as (first, second):
        models = {"gpt-4o-mini": first.url, "backup": second.url}
        config = gateways.litellm_config(models, {"gpt-4o-mini": "backup"})
        every = tuple((name, stream) for name, _ in FAULTS for stream in (False, True))
        with gateways.litellm(config) as at:
            return asyncio.run(_try_cells(at, first, every))


async def _try_cells(at: Running, vendor: Vendor, wanted: Sequence[tuple[str, bool]]) -> Cells:
    """One after the other, so that no cell waits for another."""
    found = {}
    faults = dict(FAULTS)
    for name, stream in wanted:
        await asyncio.to_thread(vendor.behave, faults[name])
        chatter = Chatter(at.port, KEY)
        chat = await chatter.ask(chats.body(stream=stream))
        chatter.close()
        found[name, stream] = judge(chat, stream=stream)
    return found


def judge(chat: Chat, *, stream: bool) -> Cell:
    """Good: status 200, words, and in a stream exactly one end mark, a finish, and no error."""
    seconds = f"{chat.ms / 1000:.1f} s"
    if chat.status != 200:
        says = "no answer" if chat.status == 0 else f"status {chat.status}"
        return Cell(False, f"{says}, {seconds}")
    text, whole = _read_stream(chat.text) if stream else _read_whole(chat.text)
    if not whole:
        return Cell(False, f"{'broken off' if stream else 'empty'}, {seconds}")
    if chat.ms > DEADLINE_S * 1000 + 500:
        return Cell(False, f"late, {seconds}")
    return Cell(True, f"{'backup' if 'backup' in text else 'first model'}, {seconds}")


def _read_whole(raw: bytes) -> tuple[str, bool]:
    with contextlib.suppress(ValueError):
        choices = json.loads(raw).get("choices") or []
        if choices:
            text = choices[0]["message"].get("content") or ""
            return text, bool(text)
    return "", False


def _read_stream(raw: bytes) -> tuple[str, bool]:
    events = [one[6:] for one in raw.decode(errors="replace").split("\n\n") if one[:6] == "data: "]
    text, finished = "", False
    for event in events[:-1]:
        with contextlib.suppress(ValueError):
            read = json.loads(event)
            if "error" in read:
                return text, False
            for choice in read.get("choices", []):
                text += choice["delta"].get("content") or ""
                finished |= choice.get("finish_reason") is not None
    ended = events.count("[DONE]") == 1 and events[-1] == "[DONE]"
    return text, ended and finished and bool(text)


def render(ours: Cells, theirs: Cells | str) -> list[str]:
    """The table; `theirs` may be the reason why there are no figures of LiteLLM."""
    rows = [
        "| fault | frontdesk | frontdesk, streamed | LiteLLM | LiteLLM, streamed |",
        "|---|---|---|---|---|",
    ]
    for name, _ in FAULTS:
        shown = [_show(cells, name, stream) for cells in (ours, theirs) for stream in (False, True)]
        rows.append(f"| {name} | {' | '.join(shown)} |")
    good = sum(cell.good for cell in ours.values())
    other = "" if isinstance(theirs, str) else f"; LiteLLM {sum(c.good for c in theirs.values())}"
    rows += ["", f"Answered within the deadline: **{good} of {len(ours)}**{other}."]
    return rows


def _show(cells: Cells | str, name: str, stream: bool) -> str:
    if isinstance(cells, str):
        return "not measured"
    cell = cells[name, stream]
    return cell.says if cell.good else f"**{cell.says}**"
