"""Anthropic's account turned into a client: messages whole and in pieces; it has no embeddings."""

from collections.abc import AsyncIterator, Sequence

from frontdesk.ability.gateway import Ask, Client, Completion, Delta, Failure, Provider, Vectors
from frontdesk.edge.providers.anthropic import answering, asking
from frontdesk.edge.vendors.models import failing, sending
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.quirks import Body, Quirks
from frontdesk.edge.vendors.models.shapes import list_of, map_of, text_of
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting

OWN_URL = "https://api.anthropic.com"
VERSION = "2023-06-01"

API_KEY = Setting("ANTHROPIC_API_KEY", "text", "Key of the Anthropic account.", secret=True)
BASE_URL = Setting("ANTHROPIC_BASE_URL", "url", "Address of Anthropic's API.", OWN_URL)


class AnthropicClient:
    """One account's client."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._quirks = Quirks()

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """The whole answer."""
        answer, allowance = await sending.send(
            self._account,
            "/v1/messages",
            lambda: self._render(ask, stream=False),
            self._learn,
            timeout_s=timeout_s,
        )
        as_text = asking.forces_schema(ask)
        return answering.read_completion(self._account.vendor, answer, allowance, as_text=as_text)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """The answer in pieces; its end mark is `message_stop`."""
        vendor = self._account.vendor
        async with sending.open_stream(
            self._account,
            "/v1/messages",
            lambda: self._render(ask, stream=True),
            self._learn,
            timeout_s=timeout_s,
        ) as stream:
            heard = sending.Heard(vendor, stream, idle_s)
            reader = answering.Reader(as_text=asking.forces_schema(ask))
            async for _, event in stream.events():
                kind = event.get("type")
                if kind == "error":
                    raise failing.explain_error(vendor, event)
                if kind == "message_stop":
                    stream.over = True
                    continue
                delta = reader.read(event)
                if delta is not None:
                    yield heard.note(delta)
            heard.end(marked=stream.over)

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        """Anthropic has no embeddings: always `bad_request`."""
        says = f"no embeddings: {len(texts)} texts, {model}, within {timeout_s} s"
        raise failing.fail(self._account.vendor, "bad_request", says)

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """The names that the account may use."""
        answer = await self._account.get("/v1/models?limit=1000", timeout_s=timeout_s)
        return tuple(text_of(map_of(item).get("id")) for item in list_of(answer.get("data")))

    def _render(self, ask: Ask, *, stream: bool) -> Body:
        return self._quirks.fit(ask.model, asking.render_body(ask, stream=stream))

    async def _learn(self, body: Body, failure: Failure, left_s: float) -> bool:
        return left_s > 0 and self._quirks.learn(str(body["model"]), body, failure)


def open_client(http: HttpClient, read: ReadSetting) -> Client | None:
    """A client as soon as the key is set, or another address than Anthropic's own."""
    key, url = str(read(API_KEY) or ""), str(read(BASE_URL) or OWN_URL).rstrip("/")
    if not key and url == OWN_URL:
        return None
    headers = {"anthropic-version": VERSION}
    if key:
        headers["x-api-key"] = key
    return AnthropicClient(Account(http, "Anthropic", url.removesuffix("/v1"), headers, secret=key))


PROVIDER = Provider(
    name="anthropic",
    says="Anthropic's Claude models.",
    open=open_client,
    settings=(API_KEY, BASE_URL),
    prefixes=("claude-",),
    model="claude-sonnet-5-5",
    economy="claude-haiku-5-5",
    vendor="anthropic",
    order=20,
)
