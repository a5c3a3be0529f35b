"""Models' answers become the JSON they hold, unchanged, or an explicit failure that names the path."""

import functools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.gateway import Ask, Failure, Message, Schema
from frontdesk.ability.gateway.structured import (
    EMAIL,
    EmailDraft,
    ask_again,
    build_email,
    check_schema,
    parse_answer,
)
from frontdesk.ground.kit.clock import SystemClock
from frontdesk.ground.words.problems import BadInput
from frontdesk.ground.words.reading import Json

CLOCK = SystemClock()

ANY_OBJECT = Schema("any_object", {"type": "object"})
NUMBERS = Schema("numbers", {"type": "array", "items": {"type": "integer"}})
LEAD = Schema(
    "lead",
    {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "rooms": {"type": "integer", "minimum": 0},
            "tags": {"type": "array", "items": {"enum": ["hot", "cold"]}},
        },
        "required": ["name"],
        "additionalProperties": False,
    },
)
SCALARS = (
    st.none() | st.booleans() | st.text() | st.integers(-(2**63), 2**63) | st.floats(-1e9, 1e9)
)
OBJECTS = st.dictionaries(
    st.text(),
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)
CHATTER = st.text(st.characters(exclude_characters='{}[]"`', exclude_categories=["Cs"]))


def wrong(text: str, schema: Schema | None) -> str:
    """What is told of an answer that does not serve."""
    with pytest.raises(Failure) as caught:
        parse_answer(text, schema)
    assert caught.value.kind == "off_schema"
    return caught.value.public


def test_fenced_drafts_are_read_not_replaced() -> None:
    """The staff copilot read whole answers only, so that every fenced draft became the stock one."""
    draft = {"subject": "Your tour", "body": "Hi Ann,\nsee you there."}
    answer = f"```json\n{json.dumps(draft, indent=2)}\n```"
    assert parse_answer(answer, EMAIL) == draft


@settings(deadline=None)
@given(OBJECTS, CHATTER, CHATTER, st.sampled_from(["{}", "```json\n{}\n```", "\n```\n{}\n```\n"]))
def test_wrapped_objects_survive_unchanged(
    value: dict[str, Any], before: str, after: str, frame: str
) -> None:
    text = before + frame.replace("{}", json.dumps(value)) + after
    assert parse_answer(text, ANY_OBJECT) == value
    assert parse_answer(text, None) == value


@settings(deadline=None, max_examples=12)
@given(OBJECTS)
def test_broken_off_objects_never_change(value: dict[str, Any]) -> None:
    """Wherever an answer breaks off, what is read of it is a part of what was meant, or nothing."""
    whole = json.dumps(value)
    for end in range(1, len(whole)):
        try:
            read = parse_answer(whole[:end], ANY_OBJECT)
        except Failure:
            continue
        assert isinstance(read, dict)
        assert part_of(read, value)


def part_of(read: object, meant: object) -> bool:
    if isinstance(read, dict) and isinstance(meant, dict):
        return all(key in meant and part_of(read[key], meant[key]) for key in read)
    if isinstance(read, list) and isinstance(meant, list):
        return all(map(part_of, read, meant)) and len(read) <= len(meant)
    return read == meant


@settings(deadline=None)
@given(st.text() | st.text(alphabet='{}[]",: \n`\\tru1e') | st.text(alphabet='{"a":1},[]`\n'))
def test_any_text_fails_as_off_schema(text: str) -> None:
    for schema in (LEAD, NUMBERS, EMAIL, None):
        try:
            parse_answer(text, schema)
        except Failure as failure:
            kind = failure.kind
        else:
            kind = "off_schema"
        assert kind == "off_schema"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'Sure! Here it is: {"name": "Ann", "rooms": 3} Anything else?',
            {"name": "Ann", "rooms": 3},
        ),
        ('{"name": "Ann", "tags": ["hot",],}', {"name": "Ann", "tags": ["hot"]}),
        ('{"name": "Ann", "tags": ["hot"]', {"name": "Ann", "tags": ["hot"]}),
        (
            '```json\n{"name": "Ann", "tags": ["hot"\n```\nThat is all.',
            {"name": "Ann", "tags": ["hot"]},
        ),
        ('```\n{"name": "Ann"}', {"name": "Ann"}),
        ('\ufeff {"name": "a } and ] and ``` inside"}', {"name": "a } and ] and ``` inside"}),
        ('well {as asked} here: {"name": "{Ann}"}', {"name": "{Ann}"}),
        ('{"name": "line\nbreak"}', {"name": "line\nbreak"}),
        ('{"name": "Ann"} I repeat: {"name":"Ann"}', {"name": "Ann"}),
    ],
)
def test_what_surrounds_json_is_left_out(text: str, found: object) -> None:
    assert parse_answer(text, LEAD) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"rooms": 3}', "$: "),
        ('{"name": "Ann", "rooms": "three"}', "$.rooms: "),
        ('{"name": "Ann", "tags": ["hot", "warm"]}', "$.tags[1]: "),
        ('{"name": "Ann", "tags": ["hot",', "breaks off"),
        ('{"name": "Ann", "rooms": 1', "breaks off"),
        ('{"name": "An', "breaks off"),
        ('{"name": "Ann"} or rather {"name": "Bob"}', "two different"),
        ('{"name": "Ann", "rooms": 3 "meta": {"name": "Bob"}}', "no JSON"),
        ('{"reply": {"name": "Ann"}}', "$: "),
        ('{"name": "Ann", "rooms": 123456789012345678901}', "digits"),
        ("I would rather not.", "no JSON"),
        ("<html><body>Bad gateway</body></html>", "no JSON"),
        ("  \n", "empty"),
    ],
)
def test_what_does_not_serve_is_told(text: str, says: str) -> None:
    assert says in wrong(text, LEAD)


def test_told_errors_hold_no_values() -> None:
    told = wrong('{"name": "Ann", "rooms": "4111 1111 1111 1111"}', LEAD)
    assert "4111" not in told
    assert told.startswith("$.rooms: ")


def test_without_schema_any_object_serves() -> None:
    assert parse_answer('so: {"a": [1, 2]}.', None) == {"a": [1, 2]}
    assert "breaks off" in wrong('so: {"a": [1, 2]', None)
    assert "no JSON" in wrong("see [1] and [2]", None)


def test_lists_are_found_by_schema() -> None:
    assert parse_answer("numbers: [1, 2, 3]", NUMBERS) == [1, 2, 3]
    assert "$[1]" in wrong('[1, "two"]', NUMBERS)


@pytest.mark.parametrize(
    "text", ["[" * 200_000, '{"a":' * 50_000, '"' + "\\" * 200_000, "{" * 200_000]
)
def test_hostile_nesting_fails_at_once(text: str) -> None:
    for schema in (NUMBERS, ANY_OBJECT, None):
        assert wrong(text, schema)


@pytest.mark.parametrize(
    "shape", ["{x ", '{"a" ', "[1] ", "```\n", "a,\n\n\n", '{"a":{"b":[1,', '"\\']
)
def test_steps_grow_with_text_only(shape: str) -> None:
    """Eight times the text takes nowhere near sixty-four times the time."""
    times = [best_of_five(shape * count) for count in (4_000, 32_000)]
    assert times[1] < times[0] * 24 + 0.05


def best_of_five(text: str) -> float:
    taken = []
    for _ in range(5):
        started = CLOCK.monotonic()
        with pytest.raises(Failure):
            parse_answer(text, LEAD)
        taken.append(CLOCK.monotonic() - started)
    return min(taken)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "objekt"},
        {"$ref": "http://127.0.0.1:9/schema"},
        {"$ref": "file:///etc/passwd"},
        {"pattern": "("},
        {"properties": {"a": 1}},
    ],
)
def test_bad_schemas_are_the_callers_fault(schema: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        check_schema(Schema("bad", schema))
    assert (caught.value.code, caught.value.field) == ("gateway.bad_schema", "schema")


def test_schemas_refer_inside_themselves() -> None:
    pair: Json = {"$ref": "#/$defs/name"}
    shape: dict[str, Json] = {"type": "array", "items": pair, "$defs": {"name": {"type": "string"}}}
    check_schema(Schema("pair", shape))
    assert parse_answer('["a"]', Schema("pair", shape)) == ["a"]


def test_the_second_asking_shows_what_was_wrong() -> None:
    ask = Ask("m", (Message("system", "Be brief."), Message("user", "Name?")), schema=LEAD)
    again = ask_again(ask, ' {"rooms": 3} ', wrong('{"rooms": 3}', LEAD))
    assert [one.role for one in again.messages] == ["system", "user", "assistant", "user"]
    assert again.messages[2].text == '{"rooms": 3}'
    assert "$: " in again.messages[3].text
    assert (again.model, again.schema, again.messages[:2]) == ("m", LEAD, ask.messages)


def test_an_empty_answer_is_not_shown_again() -> None:
    ask = Ask("m", (Message("user", "Name?"),), schema=LEAD)
    assert [one.role for one in ask_again(ask, "", "the answer is empty").messages] == [
        "user",
        "user",
    ]


def test_drafts_say_name_and_topic() -> None:
    draft = build_email(EmailDraft("Ann Lee", "the evening course", "Ivy"))
    built = parse_answer(draft, EMAIL)
    assert isinstance(built, dict)
    assert built["subject"] == "About the evening course"
    assert "Hi Ann Lee," in built["body"]
    assert built["body"].endswith("\nIvy")


def test_absent_facts_have_their_defaults() -> None:
    built = parse_answer(functools.partial(build_email, EmailDraft())(), EMAIL)
    assert isinstance(built, dict)
    assert built["subject"] == "About your course"
    assert built["body"].startswith("Hi there,\n")
    spanish = parse_answer(build_email(EmailDraft(language="es")), EMAIL)
    assert isinstance(spanish, dict)
    assert spanish["body"].startswith("Hola:\n")


@settings(deadline=None)
@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=100))
def test_drafts_always_meet_their_schema(name: str, topic: str, signed: str) -> None:
    """And no field brings a line of its own into the subject."""
    for language in ("en", "es"):
        built = parse_answer(build_email(EmailDraft(name, topic, signed, language)), EMAIL)
        assert isinstance(built, dict)
        assert len(built["subject"].splitlines()) == 1
        assert len(built["body"].splitlines()) == 6


def test_no_name_is_as_long_as_a_letter() -> None:
    with pytest.raises(BadInput) as caught:
        build_email(EmailDraft(name="a" * 500))
    assert (caught.value.code, caught.value.field) == ("gateway.bad_draft", "name")
