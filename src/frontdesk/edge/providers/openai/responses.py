"""An Ask turned into an answer of OpenAI's Responses API, whole or in pieces.

Source: OpenAI's API reference, "Responses" and "Streaming events". Nothing is stored at OpenAI.
"""

from collections.abc import AsyncIterator
from dataclasses import replace

from frontdesk.ability.gateway import Ask, Completion, Delta, Failure
from frontdesk.edge.providers.openai import response_words
from frontdesk.edge.vendors.models import failing, sending
from frontdesk.edge.vendors.models.chat.client import ChatClient
from frontdesk.edge.vendors.models.quirks import Body
from frontdesk.edge.vendors.models.shapes import JsonMap, map_of

_ENDS = ("response.completed", "response.incomplete")


class ResponsesClient(ChatClient):
    """The same account by the newer interface; embeddings and models are asked the same way."""

    async def complete(self, ask: Ask, *, timeout_s: float) -> Completion:
        """The whole answer."""
        answer, allowance = await sending.send(
            self.account,
            "/responses",
            self._render_response(ask, stream=False),
            self.learn(ask.model),
            timeout_s=timeout_s,
        )
        return response_words.read_completion(self.account.vendor, answer, allowance)

    async def stream(self, ask: Ask, *, timeout_s: float, idle_s: float) -> AsyncIterator[Delta]:
        """The answer in pieces; its end mark is the finished response."""
        vendor = self.account.vendor
        async with sending.open_stream(
            self.account,
            "/responses",
            self._render_response(ask, stream=True),
            self.learn(ask.model),
            timeout_s=timeout_s,
        ) as stream:
            heard = sending.Heard(vendor, stream, idle_s)
            reader = response_words.Reader()
            output = False
            async for _, event in stream.events():
                kind = event.get("type")
                if kind in ("error", "response.failed"):
                    raise _explain(vendor, event)
                delta = reader.read(event)
                if delta is not None:
                    yield heard.note(delta)
                if kind in _ENDS:
                    stream.over = True
                    output = bool(map_of(event.get("response")).get("output"))
            heard.end(marked=stream.over, choices=output)

    def _render_response(self, ask: Ask, *, stream: bool) -> sending.Render:
        def render() -> Body:
            name = self.names.find(ask.model)
            named = ask if name == ask.model else replace(ask, model=name)
            body = response_words.render_body(named, self.dialect(name), stream=stream)
            return self.quirks.fit(name, body)

        return render


def _explain(vendor: str, event: JsonMap) -> Failure:
    failed = map_of(event.get("response")).get("error")
    return failing.explain_error(vendor, map_of(failed) or event)
