"""A keyed request turned into who asks, for which bot, whether answers may be kept; and into a Call."""

from dataclasses import dataclass

from frontdesk.ability import identity
from frontdesk.ability.gateway import Caching, Call, Scope, switches
from frontdesk.ability.identity import Caller
from frontdesk.edge.callers import Callers, parse_bearer
from frontdesk.edge.http.openai.wish import Wish
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.ids import TraceId
from frontdesk.ground.words.problems import BadInput

OWN = "frontdesk"
"""The model name that leaves the choice to the house: its policy, ladder and fallbacks."""
BOT_HEADER = "X-Frontdesk-Bot"
CACHE_HEADER = "X-Frontdesk-Cache"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. `keeps`: the program says that its answers are neither personal nor of the moment."""

    caller: Caller
    trace: TraceId
    bot: str = ""
    keeps: bool = False


async def find_asker(
    line: Line, callers: Callers, headers: dict[bytes, bytes], trace: TraceId
) -> Asker:
    """Refused 401 or 403 without a key of an agent, an operator or an admin."""
    token = parse_bearer(headers.get(b"authorization", b"").decode("latin-1"))
    caller = await callers.find(token)
    identity.check_scope(caller, "agent", "operator")
    bot = headers.get(b"x-frontdesk-bot", b"").decode("latin-1").strip()
    if bot and bot not in line.bots:
        raise BadInput(
            "openai.unknown_bot",
            f"there is no bot {bot[:60]!r}",
            field=BOT_HEADER,
            fix="use one of " + ", ".join(sorted(line.bots)) + ", or leave the header out",
        )
    keeping = headers.get(b"x-frontdesk-cache", b"no").decode("latin-1").strip().lower()
    if keeping not in ("no", "allow"):
        raise BadInput(
            "openai.bad_cache", f"{keeping[:20]!r} is neither allow nor no", field=CACHE_HEADER
        )
    return Asker(caller, trace, bot, keeping == "allow")


def make_scope(asker: Asker) -> Scope:
    """Whose call it is. Kept answers are shared between calls of one key only: two programs of a
    tenant may show their answers to different people."""
    key = asker.caller.key_id
    return Scope(
        tenant=asker.caller.tenant_id,
        bot=asker.bot,
        key=key,
        permissions=f"key:{key}",
        trace=asker.trace,
    )


def make_call(line: Line, asker: Asker, wish: Wish) -> Call:
    """The wish as the gateway takes it, at most as high on the ladder as the controls allow."""
    return Call(
        purpose="chat",
        scope=make_scope(asker),
        messages=wish.messages,
        sampling=wish.sampling,
        schema=wish.schema,
        any_json=wish.any_json,
        tools=wish.tools,
        tool_choice=wish.tool_choice,
        parallel_tools=wish.parallel_tools,
        model="" if wish.model == OWN else wish.model,
        rung=line.controls.value(asker.caller.tenant_id, switches.rung_max, asker.bot),
        caching=Caching(allowed=True, question=_find_question(wish)) if asker.keeps else Caching(),
        flows=wish.stream,
    )


def _find_question(wish: Wish) -> str:
    """What similarity may be judged on: the only thing a user said. A question inside a
    conversation means something else each time."""
    said = [message for message in wish.messages if message.role != "system"]
    if len(said) != 1 or said[0].images or wish.tools:
        return ""
    return said[0].text
