"""Our signatures are Twilio's own, byte for byte, and nothing that was touched passes."""

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import (  # type: ignore[import-untyped]  # ships no types
    RequestValidator,
)

from frontdesk.edge.vendors import twilio_signature

TOKEN = "a-token-of-a-test"
URL = "https://desk.example.com/channels/sms/twilio?a=1&b=two"
FIELDS = [("Body", "café & 🏠 +1"), ("From", "+15550123"), ("Digits", "2"), ("Digits", "1")]
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
values = st.text(st.characters(codec="utf-8"), max_size=12)


class Repeated(dict[str, list[str]]):
    """Fields by name, in the form the official validator takes repeated ones."""

    def getall(self, name: str) -> list[str]:
        return self[name]


def repeated(fields: Sequence[tuple[str, str]]) -> Repeated:
    found = Repeated()
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def form(fields: Sequence[tuple[str, str]]) -> bytes:
    return "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in fields).encode()


def is_signed(
    url: str, fields: Sequence[tuple[str, str]], signature: str, token: str = TOKEN
) -> bool:
    return twilio_signature.is_signed(token, url, body=form(fields), signature=signature)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, values), max_size=5))
def test_every_form_twilio_signs_passes(fields: list[tuple[str, str]]) -> None:
    signature = RequestValidator(TOKEN).compute_signature(URL, repeated(fields))
    assert is_signed(URL, fields, signature)
    assert RequestValidator(TOKEN).validate(
        URL,
        repeated(fields),
        twilio_signature.sign(TOKEN, URL, twilio_signature.parse_form(form(fields))),
    )


@pytest.mark.parametrize(
    ("signed", "called"),
    [
        ("https://d.example.com/x", "https://d.example.com:8443/x"),
        ("https://d.example.com:8443/x", "https://d.example.com:8443/x"),
        ("https://d.example.com:443/x", "https://d.example.com/x"),
        ("http://d.example.com:80/x?q=1", "http://d.example.com/x?q=1"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ],
)
def test_both_forms_of_a_port_pass(signed: str, called: str) -> None:
    signature = RequestValidator(TOKEN).compute_signature(signed, dict(FIELDS[:2]))
    assert is_signed(called, FIELDS[:2], signature)


@pytest.mark.parametrize(
    ("url", "fields", "token"),
    [
        (URL + "&c=3", FIELDS, TOKEN),
        (URL.replace("desk", "disk"), FIELDS, TOKEN),
        (URL.replace("https", "http"), FIELDS, TOKEN),
        (URL, FIELDS[1:], TOKEN),
        (URL, [*FIELDS, ("To", "+1")], TOKEN),
        (URL, [("Body", "other"), *FIELDS[1:]], TOKEN),
        (URL, FIELDS, TOKEN + "x"),
        ("https://desk.example.com:nope/", FIELDS, TOKEN),
    ],
)
def test_what_was_touched_does_not_pass(
    url: str, fields: list[tuple[str, str]], token: str
) -> None:
    signature = RequestValidator(TOKEN).compute_signature(URL, repeated(FIELDS))
    assert is_signed(URL, FIELDS, signature)
    assert not is_signed(url, fields, signature, token)


@pytest.mark.parametrize("signature", ["", "x", "=", "é", "A" * 10_000])
def test_a_made_up_signature_does_not_pass(signature: str) -> None:
    assert not is_signed(URL, FIELDS, signature)


def test_a_json_body_is_covered_by_its_hash() -> None:
    body = b'{"property": "value"}'
    url = f"{URL}&bodySHA256={RequestValidator(TOKEN).compute_hash(body.decode())}"
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    check = twilio_signature.is_signed
    assert check(TOKEN, url, body=body, signature=signature)
    assert not check(TOKEN, url, body=body + b" ", signature=signature)


def test_bytes_that_are_no_text_are_judged_as_sent() -> None:
    body = urlencode({"Body": b"caf\xe9\x00", "From": "+1"}).encode()
    fields = [(b"Body", b"caf\xe9\x00"), (b"From", b"+1")]
    signature = twilio_signature.sign(TOKEN, URL, fields)
    assert twilio_signature.is_signed(TOKEN, URL, body=body, signature=signature)
    assert not twilio_signature.is_signed(
        TOKEN, URL, body=body.replace(b"%E9", b"%E8"), signature=signature
    )


@pytest.mark.data
def test_published_vectors_pass(measuring_data: Path) -> None:
    published = json.loads((measuring_data / "contracts/twilio/signature_vectors.json").read_text())
    params = {item["name"]: item.get("params") for item in published["vectors"]}
    for item in published["vectors"]:
        fields = (
            item.get("params") or params.get(item.get("params_of", "")) or params["form params"]
        )
        body = item["body"].encode() if "body" in item else form(fields)
        passes = twilio_signature.is_signed(
            published["auth_token"], item["url"], body=body, signature=item["signature"]
        )
        assert (item["name"], passes) == (item["name"], item["valid"])
