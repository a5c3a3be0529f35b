"""YAML read whole and written in order; what is none is refused."""

import pytest

from frontdesk.ground.kit import yaml_text


def test_every_document_of_a_file_is_read() -> None:
    assert yaml_text.parse_yaml("a: [1, 2]\n---\n---\nb") == [{"a": [1, 2]}, None, "b"]


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        yaml_text.parse_yaml("a: [1")


def test_written_keys_keep_their_order() -> None:
    assert yaml_text.render_yaml({"b": 1, "a": ["x"]}) == "b: 1\na:\n- x\n"
