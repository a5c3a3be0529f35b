"""A body turned into one signed as Standard Webhooks 1.0 asks: HMAC-SHA256 over `id.timestamp.body`."""

import base64
import binascii
import hashlib
import hmac

from frontdesk.ground.words.problems import BadInput

PREFIX = "whsec_"


def sign(body: bytes, *, key: str, at_s: int, secret: str) -> dict[str, str]:
    """The headers of a message that may be sent again with the same `key`; unsigned without a
    secret. A secret that begins with `whsec_` is base64, as that standard writes it; any other is
    taken as it is written."""
    headers = {"webhook-id": key, "webhook-timestamp": str(at_s)}
    if secret:
        signed = f"{key}.{at_s}.".encode() + body
        digest = hmac.new(read_secret(secret), signed, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def read_secret(secret: str) -> bytes:
    """The bytes of a secret; BadInput for a `whsec_` secret that is no base64."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise BadInput(
            "standard_webhooks.bad_secret",
            "the webhook secret begins with whsec_ but is no base64",
            field="secret",
            fix="copy it whole, or use one without whsec_",
        ) from error
