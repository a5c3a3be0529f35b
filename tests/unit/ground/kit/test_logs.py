"""Log lines are JSON, carry who and where, and keep customers' words to themselves."""

import io
import json
import logging

import pytest

from frontdesk.ground.kit import logs


def written(*, show_content: bool, record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = json.loads(logs.JsonLines(show_content=show_content).format(record))
    return line


def record(**extra: object) -> logging.LogRecord:
    return logging.getLogger("room").makeRecord(
        "room", logging.INFO, "file", 1, "turn of %s", ("anna",), None, extra=extra
    )


@pytest.mark.parametrize(("shown", "said"), [(False, "[14 characters]"), (True, "12 Oak St here")])
def test_customers_words_are_redacted_by_default(shown: bool, said: str) -> None:
    line = written(show_content=shown, record=record(said=logs.Content("12 Oak St here")))
    assert (line["say"], line["said"], line["level"]) == ("turn of anna", said, "info")


def test_lines_inside_carry_their_facts() -> None:
    with logs.about(tenant="demo", contact="c1"):
        inside = written(show_content=False, record=record(turn="t1"))
    outside = written(show_content=False, record=record())
    assert (inside["tenant"], inside["contact"], inside["turn"]) == ("demo", "c1", "t1")
    assert "tenant" not in outside


def test_an_error_is_one_line() -> None:
    stream = io.StringIO()
    logs.configure("INFO", show_content=False, stream=stream)
    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("room").exception("it broke")
    lines = stream.getvalue().splitlines()
    assert len(lines) == 1
    assert "ValueError: odd" in json.loads(lines[0])["error"]
