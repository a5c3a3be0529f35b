"""Lines with sets in braces, and the sentences that they stand for."""

from pathlib import Path

from frontdesk.ability.language.learn import crossings

TABLE = """# How it is written down.
WHO = I|we
WHO += they
[gas]
<WHO> smell gas{| in {hall|kitchen}}
[none]
a plain line
"""


def crossed(folder: Path) -> dict[str, str]:
    path = folder / "crossed.txt"
    path.write_text(TABLE)
    return dict(crossings.load_crossings(path))


def test_each_part_of_a_set_is_said(tmp_path: Path) -> None:
    said = " ".join(crossed(tmp_path)).split()
    assert {"I", "we", "they", "hall", "kitchen"} <= {*said}


def test_sentences_stand_under_their_head(tmp_path: Path) -> None:
    found = crossed(tmp_path)
    assert found.pop("a plain line") == "none"
    assert {*found.values()} == {"gas"}


def test_the_same_sentences_come_every_time(tmp_path: Path) -> None:
    assert crossed(tmp_path) == crossed(tmp_path)


def test_no_brace_is_left_in_sentences(tmp_path: Path) -> None:
    assert not [text for text in crossed(tmp_path) if {*text} & {*"{}<>|"}]
