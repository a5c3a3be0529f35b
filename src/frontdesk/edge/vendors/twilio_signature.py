"""A webhook's address, fields and signature turned into whether Twilio sent it.

The signature is the base64 of HMAC-SHA1, keyed with the auth token, over the full address and the
form fields in order of their names; a JSON body is covered by `bodySHA256` in the address instead.
Source: Twilio's documentation "Webhooks security". Everything stays bytes, so that a body which is
no valid UTF-8 is judged by what was really sent.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from starlette.types import Scope

Fields = tuple[tuple[bytes, bytes], ...]
_PORTS = {"https": 443, "http": 80}


def parse_form(body: bytes) -> Fields:
    """The fields of a form-encoded body, in order, as the bytes they stand for."""
    pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


def sign(token: str, url: str, fields: Iterable[tuple[bytes, bytes]] = ()) -> str:
    """The signature of a request to exactly this address."""
    # A field sent twice with one value counts once; with two values, each counts, in order.
    told = b"".join(name + value for name, value in sorted(set(fields)))
    digest = hmac.new(token.encode(), url.encode() + told, hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(token: str, url: str, *, body: bytes, signature: str) -> bool:
    """Whether `signature` is Twilio's for this request.

    Twilio signs some addresses with and some without their port, so both forms count.
    """
    given = signature.encode()
    wanted = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get("bodySHA256")
    intact = True
    fields: Fields = ()
    if wanted is None:
        fields = parse_form(body)
    else:
        intact = hmac.compare_digest(hashlib.sha256(body).hexdigest().encode(), wanted.encode())
    try:
        forms = _forms(url)
    except ValueError:  # a Host header that is none
        return False
    matches = [hmac.compare_digest(sign(token, form, fields).encode(), given) for form in forms]
    return intact and any(matches)


def _forms(url: str) -> tuple[str, str]:
    """The address without a port, and with one (the scheme's own where it names none)."""
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme)
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    bare, ported = parts._replace(netloc=host), parts._replace(netloc=f"{host}:{port}")
    return urlunsplit(bare), urlunsplit(ported)


def seen_address(scope: Scope, public_url: str) -> str:
    """The address as Twilio called it: behind a proxy only the setting knows it."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    origin = public_url or f"{scope.get('scheme', 'http')}://{host}"
    return origin + path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")
