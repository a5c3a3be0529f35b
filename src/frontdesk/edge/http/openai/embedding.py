"""The body of `POST /v1/embeddings` turned into texts, and vectors into its answer."""

import struct
from base64 import b64encode
from dataclasses import dataclass

import orjson

from frontdesk.ability.gateway import Embedded
from frontdesk.edge.http.openai import answers, fields, wish
from frontdesk.ground.words.reading import Json

KNOWN = ("model", "input", "encoding_format", "user", "dimensions")
MOST_TEXTS = 2048


@dataclass(frozen=True, slots=True)
class Texts:
    """What is to be embedded. `packed`: vectors as base64 of little-endian 32-bit floats, which
    OpenAI's own client asks for."""

    model: str
    texts: tuple[str, ...]
    packed: bool


def parse_texts(raw: bytes) -> Texts:
    """Raises BadInput that names the first wrong field."""
    body = fields.check_body(wish.parse_json(raw))
    body = {name: value for name, value in body.items() if value is not None}
    fields.check_known(body, KNOWN)
    if "dimensions" in body:
        raise fields.unsupported("dimensions", "vectors keep the length that their model gives")
    model = wish.parse_model(body)
    packed = "encoding_format" in body and _is_packed(body["encoding_format"])
    given = fields.read_required(body, "input", "send a text or a list of texts")
    if isinstance(given, str):
        return Texts(model, (_read_text(given, "input"),), packed)
    texts = fields.read_list(given, "input", most=MOST_TEXTS)
    if isinstance(texts[0], int | list):
        raise fields.unsupported("input", "tokens are not taken here, only texts")
    read = tuple(_read_text(text, f"input.[{at}]") for at, text in enumerate(texts))
    return Texts(model, read, packed)


def render_embedded(found: Embedded, *, packed: bool) -> bytes:
    """The vectors in the order of the texts."""
    rows: list[Json] = [
        {"object": "embedding", "index": at, "embedding": _pack(vector) if packed else list(vector)}
        for at, vector in enumerate(found.vectors.vectors)
    ]
    tokens = found.usage.tokens_in
    return orjson.dumps(
        {
            "object": "list",
            "data": rows,
            "model": answers.plain_model(found.model),
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        }
    )


def _is_packed(value: Json) -> bool:
    return fields.read_choice(value, "encoding_format", ("float", "base64")) == "base64"


def _read_text(value: Json, field: str) -> str:
    text = fields.read_text(value, field)
    if not text:
        raise fields.wrong_value(field, "a text that says something", text)
    return text


def _pack(vector: tuple[float, ...]) -> str:
    return b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
