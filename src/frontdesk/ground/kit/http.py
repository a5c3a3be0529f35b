"""Outbound HTTP: one aiohttp session per process, every call with a deadline, every failure a Problem."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
import orjson

from frontdesk.ground.words.problems import NotNow, Refused
from frontdesk.ground.words.reading import Json

# Nothing was sent: no address, no connection, no certificate that we trust.
UNREACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Json:
        """The body as JSON; Refused when it is none (a proxy's HTML page, a cut answer)."""
        try:
            parsed: Json = orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise Refused(
                "http.not_json", f"the answer is not JSON (status {self.status})"
            ) from error
        return parsed


class HttpClient:
    """The process's one client session. `allow` is asked for every host (tests close it)."""

    def __init__(self, *, connections: int = 100) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                # One session serves every tenant: nothing that a vendor sets may be sent on.
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def send_request(
        self,
        method: str,
        url: str,
        *,
        timeout_s: float,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Json = None,
        body: bytes | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Response:
        """Send one request and read the whole answer.

        Raises NotNow `http.unreachable` when no connection was made (nothing was sent), and
        NotNow `http.unanswered` when the request may have been taken but no answer came.
        """
        if json is not None:
            body = orjson.dumps(json)
        sent = {"content-type": "application/json"} if json is not None else {}
        if auth is not None:
            sent["authorization"] = _basic(*auth)
        try:
            async with self._open().request(
                method,
                url,
                data=body if body is not None else form,
                headers={**sent, **(headers or {})},
                timeout=aiohttp.ClientTimeout(total=timeout_s, connect=min(timeout_s, 3.0)),
                allow_redirects=False,
            ) as answer:
                return Response(
                    status=answer.status,
                    headers={name.lower(): value for name, value in answer.headers.items()},
                    body=await answer.read(),
                )
        except UNREACHED as error:
            raise NotNow("http.unreachable", f"cannot reach {_host(url)}", after_s=1.0) from error
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            raise NotNow(
                "http.unanswered", f"{_host(url)} did not answer", after_s=1.0, maybe_done=True
            ) from error

    @contextlib.asynccontextmanager
    async def open_stream(
        self,
        url: str,
        *,
        timeout_s: float,
        idle_s: float | None,
        json: Json,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator["Streamed"]:
        """POST JSON and read the answer piece by piece while the `with` block lasts.

        `timeout_s` bounds the whole answer, `idle_s` each silence in it (None: none but the whole's;
        `Streamed.idle_s` may be set while reading). Raises NotNow `http.unreachable`,
        `http.unanswered` (the time was up), `http.stalled` (a silence) or `http.cut` (the
        connection ended before the answer did). A body left unread closes the connection.
        """
        timeout = aiohttp.ClientTimeout(total=timeout_s, connect=min(timeout_s, 3.0))
        try:
            answer = await self._open().post(
                url,
                data=orjson.dumps(json),
                headers={
                    "content-type": "application/json",
                    "accept-encoding": "identity",  # a compressor on the way would hold words back
                    **(headers or {}),
                },
                timeout=timeout,
                allow_redirects=False,
            )
        except UNREACHED as error:
            raise NotNow("http.unreachable", f"cannot reach {_host(url)}", after_s=1.0) from error
        except TimeoutError as error:
            raise _unanswered(url) from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise _cut(url) from error
        async with answer:
            yield Streamed(answer, idle_s, url)


class Streamed:
    """An answer that is still coming; header names are lower case."""

    def __init__(self, answer: aiohttp.ClientResponse, idle_s: float | None, url: str) -> None:
        self.status = answer.status
        self.headers: Mapping[str, str] = {
            name.lower(): value for name, value in answer.headers.items()
        }
        self.idle_s = idle_s
        self._content = answer.content
        self._url = url

    async def read(self) -> bytes:
        """The next bytes that arrive; none at the end."""
        try:
            async with asyncio.timeout(self.idle_s) as silence:
                return await self._content.readany()
        except TimeoutError as error:
            if not silence.expired():
                raise _unanswered(self._url) from error
            raise NotNow(
                "http.stalled", f"{_host(self._url)} went silent", after_s=1.0, maybe_done=True
            ) from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise _cut(self._url) from error

    async def drain(self, *, within_s: float = 0.05) -> None:
        """Read what follows an answer's own end mark, so that the connection can be used again."""
        try:
            async with asyncio.timeout(within_s):
                while await self._content.readany():
                    continue
        except (TimeoutError, aiohttp.ClientError, ConnectionError):
            return


def _unanswered(url: str) -> NotNow:
    return NotNow("http.unanswered", f"{_host(url)} did not answer", after_s=1.0, maybe_done=True)


def _cut(url: str) -> NotNow:
    return NotNow("http.cut", f"{_host(url)} broke off", after_s=1.0, maybe_done=True)


def _basic(name: str, password: str) -> str:
    """The Authorization header of HTTP Basic (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def _host(url: str) -> str:
    return url.split("/", 3)[2] if url.count("/") >= 2 else url


def retry_after_s(headers: Mapping[str, str], *, otherwise: float) -> float:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3, delay form); `otherwise` without one."""
    value = headers.get("retry-after", "")
    return float(value) if value.isdigit() else otherwise
