"""Google's Gemini turned into a client: answers whole and in pieces, and embeddings."""

from collections.abc import AsyncIterator, Sequence

from frontdesk.ability.gateway import Ask, Client, Completion, Delta, Failure, Provider, Vectors
from frontdesk.edge.providers.gemini import answering, asking
from frontdesk.edge.vendors.models import failing, sending
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.chat.answering import read_vector
from frontdesk.edge.vendors.models.quirks import Body, Quirks
from frontdesk.edge.vendors.models.shapes import list_of, map_of, text_of
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

OWN_URL = "https://generativelanguage.googleapis.com"
MOST_TEXTS = 100

API_KEY = Setting("GEMINI_API_KEY", "text", "Key of the Gemini API.", secret=True)
BASE_URL = Setting("GEMINI_BASE_URL", "url", "Address of the Gemini API.", OWN_URL)


class GeminiClient:
    """One account's client."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._quirks = Quirks()

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """The whole answer."""
        answer, allowance = await sending.send(
            self._account,
            f"/models/{ask.model}:generateContent",
            lambda: self._render(ask),
            self._learn(ask.model),
            timeout_s=timeout_s,
        )
        return answering.read_completion(self._account.vendor, answer, allowance)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """The answer in pieces; its end mark is a finish reason."""
        vendor = self._account.vendor
        async with sending.open_stream(
            self._account,
            f"/models/{ask.model}:streamGenerateContent?alt=sse",
            lambda: self._render(ask),
            self._learn(ask.model),
            timeout_s=timeout_s,
        ) as stream:
            heard = sending.Heard(vendor, stream, idle_s)
            reader = answering.Reader(vendor)
            async for _, chunk in stream.events():
                if chunk.get("error"):
                    raise failing.explain_error(vendor, chunk)
                yield heard.note(reader.read(chunk))
            empty = reader.chunks > 0 and not reader.candidates
            heard.end(marked=stream.finished or empty, choices=not empty)

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        """One vector per text, a hundred texts a request."""
        vectors: list[tuple[float, ...]] = []
        for at in range(0, len(texts), MOST_TEXTS):
            requests: list[Json] = [
                {"model": f"models/{model}", "content": {"parts": [{"text": text}]}}
                for text in texts[at : at + MOST_TEXTS]
            ]
            answer, _ = await self._account.post(
                f"/models/{model}:batchEmbedContents", {"requests": requests}, timeout_s=timeout_s
            )
            found = list_of(answer.get("embeddings"))
            vectors += [read_vector(map_of(one).get("values")) for one in found]
        made = Vectors(tuple(vectors), model=model)
        return failing.check_vectors(self._account.vendor, made, len(texts))

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """The names that the account may use."""
        answer = await self._account.get("/models?pageSize=1000", timeout_s=timeout_s)
        named = (text_of(map_of(item).get("name")) for item in list_of(answer.get("models")))
        return tuple(name.removeprefix("models/") for name in named)

    def _render(self, ask: Ask) -> Body:
        return self._quirks.fit(ask.model, asking.render_body(ask))

    def _learn(self, model: str) -> sending.Learn:
        async def learn(body: Body, failure: Failure, left_s: float) -> bool:
            return left_s > 0 and self._quirks.learn(model, body, failure)

        return learn


def open_client(http: HttpClient, read: ReadSetting) -> Client | None:
    """A client as soon as the key is set, or another address than Google's own."""
    key, url = str(read(API_KEY) or ""), str(read(BASE_URL) or OWN_URL).rstrip("/")
    if not key and url == OWN_URL:
        return None
    if not url.endswith(("/v1", "/v1beta")):
        url += "/v1beta"
    headers = {"x-goog-api-key": key} if key else {}
    return GeminiClient(Account(http, "Gemini", url, headers, secret=key))


PROVIDER = Provider(
    name="gemini",
    says="Google's Gemini models.",
    open=open_client,
    settings=(API_KEY, BASE_URL),
    prefixes=("gemini-",),
    model="gemini-3.8-flash",
    economy="gemini-3.5-flash-lite",
    embedding="gemini-embedding-001",
    vendor="google",
    order=30,
)
