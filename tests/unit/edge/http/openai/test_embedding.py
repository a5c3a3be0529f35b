"""A request for embeddings is taken as texts, and vectors go back as the program reads them."""

import base64
import struct

import orjson
import pytest

from frontdesk.ability.gateway import Embedded, Usage, Vectors
from frontdesk.edge.http.openai.embedding import Texts, parse_texts, render_embedded
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json


def test_one_text_or_many_are_taken() -> None:
    one = parse_texts(b'{"model": "m", "input": "a", "user": "u", "encoding_format": "base64"}')
    many = parse_texts(b'{"model": "m", "input": ["a", "b"], "dimensions": null}')
    assert (one, many) == (Texts("m", ("a",), packed=True), Texts("m", ("a", "b"), packed=False))


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"input": "a"}, "missing_required_parameter", "model"),
        ({"model": "m"}, "missing_required_parameter", "input"),
        ({"model": "m", "input": ""}, "invalid_value", "input"),
        ({"model": "m", "input": []}, "empty_array", "input"),
        ({"model": "m", "input": ["a", ""]}, "invalid_value", "input.[1]"),
        ({"model": "m", "input": ["a", 3]}, "invalid_type", "input.[1]"),
        ({"model": "m", "input": ["a"] * 2049}, "array_above_max_length", "input"),
        ({"model": "m", "input": [[1, 2]]}, "unsupported_parameter", "input"),
        ({"model": "m", "input": [1, 2]}, "unsupported_parameter", "input"),
        ({"model": "m", "input": "a", "dimensions": 8}, "unsupported_parameter", "dimensions"),
        ({"model": "m", "input": "a", "encoding_format": "x"}, "invalid_value", "encoding_format"),
        ({"model": "m", "input": "a", "texts": []}, "unknown_parameter", "texts"),
    ],
)
def test_a_wrong_field_is_named(body: dict[str, Json], code: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_texts(orjson.dumps(body))
    assert (caught.value.code, caught.value.field) == (f"openai.{code}", field)


def test_vectors_are_numbers_or_packed() -> None:
    found = Embedded(Vectors(((0.5, -1.0),)), "openai/small", Usage(tokens_in=3), 1, 2.0)
    plain = orjson.loads(render_embedded(found, packed=False))
    packed = orjson.loads(render_embedded(found, packed=True))["data"][0]["embedding"]
    assert plain == {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.5, -1.0]}],
        "model": "small",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }
    assert struct.unpack("<2f", base64.b64decode(packed)) == (0.5, -1.0)
