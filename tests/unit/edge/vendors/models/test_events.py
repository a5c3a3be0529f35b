"""Bytes of an event stream become events, however they are cut into pieces."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ability.gateway import Failure
from frontdesk.edge.vendors.models.events import DONE, Events
from frontdesk.edge.vendors.models.shapes import JsonMap

STREAM = (
    b": a remark\r\n\r\n"
    b'event: first\r\ndata: {"n": 1}\r\n\r\n'
    b'id: 7\ndata:{"n": 2}\n\n'
    b'data: {"n":\ndata:  3}\n\n'
    b"data: [DONE]\n\n"
)
TOLD = [("first", {"n": 1}), ("", {"n": 2}), ("", {"n": 3}), (DONE, {})]


def read(pieces: Iterable[bytes]) -> list[tuple[str, JsonMap]]:
    events = Events("A vendor")
    found = [event for piece in pieces for event in events.take(piece)]
    return [*found, *events.close()]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_any_cut_gives_the_same_events(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in pairwise(edges)]
    assert read(pieces) == TOLD


def test_one_bad_line_is_skipped() -> None:
    assert read([b'data: {"n": 1\n\ndata: {"n": 2}\n\n']) == [("", {"n": 2})]


def test_three_bad_lines_are_too_many() -> None:
    with pytest.raises(Failure) as failure:
        read([b'data: {"n": 1}\n\n', b"data: {\n\n" * 3])
    assert failure.value.kind == "bad_answer"


def test_nothing_readable_is_no_stream() -> None:
    with pytest.raises(Failure) as failure:
        read([b"data: <html>\n\n"])
    assert failure.value.kind == "bad_answer"


def test_a_stream_without_events_is_empty() -> None:
    assert read([b": keep alive\n\n", b"<html></html>\n"]) == []


def test_events_without_empty_lines_are_told_apart() -> None:
    found = read([b'data: {"n": 1}\ndata: {"n": 2}\ndata: [DONE]\n'])
    assert found == [("", {"n": 1}), ("", {"n": 2}), (DONE, {})]


def test_the_last_line_needs_no_end() -> None:
    assert read([b'data: {"n": 1}']) == [("", {"n": 1})]


def test_a_line_without_end_is_given_up() -> None:
    with pytest.raises(Failure) as failure:
        read([b"data: " + b"x" * 2**20] * 12)
    assert failure.value.kind == "bad_answer"
