"""The project speaks of itself only: no registry, no path of a machine, no text of an evaluation set."""

import gzip
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".json",
    ".jsonl",
    ".cfg",
    ".sh",
    ".sql",
    ".html",
    ".js",
)

pytestmark = pytest.mark.house


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = [ROOT / line for line in listed.stdout.splitlines()]
    return [
        path
        for path in found
        if path.is_file() and (path.suffix in TEXT or path.name in ("Makefile", "run"))
    ]


def test_no_registry_is_named() -> None:
    parts = ("py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npm", "index" + "-url")
    hosts = re.compile("|".join(parts))
    naming = [
        str(path.relative_to(ROOT))
        for path in files()
        if hosts.search(path.read_text(errors="replace"))
    ]
    assert naming == []


def test_no_path_of_a_machine_is_kept() -> None:
    paths = re.compile(r"(?<![\w.])/(work|farm|root)/\w")
    keeping = [
        str(path.relative_to(ROOT))
        for path in files()
        if paths.search(path.read_text(errors="replace"))
    ]
    assert keeping == []


def test_ci_calls_the_documented_command() -> None:
    commands = [
        line
        for line in (ROOT / ".ci/run").read_text().splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["make test"]


def long_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            for line in lines:
                record = json.loads(line)
                for value in record.values() if isinstance(record, dict) else ():
                    if isinstance(value, str) and 6 <= len(value.split()) <= 60:
                        yield value


SQUEEZE = re.compile(r"\W+")


def squeezed(text: str) -> str:
    return SQUEEZE.sub(" ", text.lower()).strip()


def source() -> str:
    texts = (
        path.read_text(errors="replace")
        for path in (ROOT / "src").rglob("*")
        if path.suffix in TEXT
    )
    return squeezed(" ".join(texts))


def standing(texts: Iterable[str], whole: str) -> set[str]:
    """Those of the texts that stand in the source. Most are ruled out by three of their words in a
    row that stand nowhere; only the rest are looked for."""
    words = whole.split()
    runs = set(zip(words, words[1:], words[2:], strict=False))
    found = set()
    for text in texts:
        inner = squeezed(text).split()
        if any(run not in runs for run in zip(inner[1:-1], inner[2:-1], inner[3:-1], strict=False)):
            continue
        if " ".join(inner) in whole:
            found.add(text)
    return found


def test_no_evaluation_text_stands_in_the_source() -> None:
    folder = os.environ.get("FRONTDESK_EVAL_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("needs the measuring data: set FRONTDESK_EVAL_DATA to its folder")
    whole = source()
    assert standing(long_texts(Path(folder)), whole) == set()


def test_no_text_set_aside_stands_in_the_source() -> None:
    whole = source()
    rows = [
        json.loads(line)
        for path in sorted((ROOT / "tests" / "evals" / "sets").glob("*.jsonl"))
        for line in path.read_text().splitlines()
    ]
    aside = [str(row["text"]) for row in rows if row.get("aside")]
    long = [text for text in aside if len(text.split()) >= 6]
    assert len(long) > 100
    assert standing(long, whole) == set()
    assert standing([f"lately {long[0]} again"], f"she said lately {squeezed(long[0])} again")
