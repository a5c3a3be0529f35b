"""An Ask turned into an answer of any server that speaks chat completions, whole or in pieces."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

from frontdesk.ability.gateway import Ask, Completion, Delta, Failure, Vectors
from frontdesk.edge.vendors.models import events, failing, sending
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.chat import answering, asking
from frontdesk.edge.vendors.models.chat.asking import Dialect
from frontdesk.edge.vendors.models.chat.names import Names
from frontdesk.edge.vendors.models.quirks import Body, Quirks

ReadDialect = Callable[[str], Dialect]


class ChatClient:
    """One account's client. `dialect` says how a model of it wants to be asked."""

    def __init__(self, account: Account, dialect: ReadDialect, names: Names | None = None) -> None:
        self.account = account
        self.names = names or Names(account)
        self.dialect = dialect
        self.quirks = Quirks()

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """The whole answer."""
        await self.names.prepare(ask.model, left_s=timeout_s)
        answer, allowance = await sending.send(
            self.account,
            "/chat/completions",
            self._render(ask, stream=False),
            self.learn(ask.model),
            timeout_s=timeout_s,
        )
        return answering.read_completion(self.account.vendor, answer, allowance)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """The answer in pieces. It has ended when the vendor said why, or sent its end mark."""
        await self.names.prepare(ask.model, left_s=timeout_s)
        vendor = self.account.vendor
        async with sending.open_stream(
            self.account,
            "/chat/completions",
            self._render(ask, stream=True),
            self.learn(ask.model),
            timeout_s=timeout_s,
        ) as stream:
            heard = sending.Heard(vendor, stream, idle_s)
            choices = False
            async for name, chunk in stream.events():
                if name == events.DONE:
                    stream.over = True
                    continue
                if chunk.get("error") or chunk.get("object") == "error":
                    raise failing.explain_error(vendor, chunk)
                choices = choices or bool(chunk.get("choices"))
                yield heard.note(answering.read_delta(chunk))
            heard.end(marked=stream.over or stream.finished, choices=choices)

    async def embed(self, texts: Sequence[str], model: str, *, timeout_s: float) -> Vectors:
        """One vector per text."""
        if not texts:
            return Vectors((), model=model)
        await self.names.prepare(model, left_s=timeout_s, embeds=True)

        def render() -> Body:
            name = self.names.find(model)
            body: Body = {"model": name, "input": list(texts), "encoding_format": "float"}
            return body

        answer, _ = await sending.send(
            self.account,
            "/embeddings",
            render,
            self.learn(model, embeds=True),
            timeout_s=timeout_s,
        )
        return answering.read_vectors(self.account.vendor, answer, len(texts))

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """The names that the account may use."""
        return await self.names.list_models(timeout_s=timeout_s)

    def _render(self, ask: Ask, *, stream: bool) -> sending.Render:
        def render() -> Body:
            name = self.names.find(ask.model)
            named = ask if name == ask.model else replace(ask, model=name)
            body = asking.render_body(named, self.dialect(name), stream=stream)
            return self.quirks.fit(name, body)

        return render

    def learn(self, model: str, *, embeds: bool = False) -> sending.Learn:
        """How this account's next body follows from a refusal."""

        async def learn(body: Body, failure: Failure, left_s: float) -> bool:
            if self._add_path(failure):
                return True
            if failure.kind == "unknown_model":
                return await self.names.look_up(model, left_s=left_s, embeds=embeds)
            return self.quirks.learn(str(body["model"]), body, failure)

        return learn

    def _add_path(self, failure: Failure) -> bool:
        """Whether the address was a server without a path that serves the protocol under /v1."""
        if not self.account.bare or failure.kind not in ("bad_request", "bad_answer"):
            return False
        if not failure.vendor_says.startswith(("404", "405", "200, not JSON")):
            return False
        self.account.base_url += "/v1"
        return True
