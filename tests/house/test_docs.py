"""The documentation names only what exists: links, commands, targets, paths, settings, controls."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from frontdesk.app import controls, registry
from frontdesk.app import settings as trees
from frontdesk.app.cli import main

ROOT = Path(__file__).parents[2]
HOUSE = registry.scan()
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|[\s`(\"/])frontdesk((?: [a-z][\w_-]*)+)", re.M)
TARGET = re.compile(r"(?:^|`|\s)make ([a-z]+)\b(?=`|$|\s{2,}#|\n|;|,|\.)", re.M)
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
VARIABLE = re.compile(r"\b((?:FRONTDESK|TWILIO|DATABASE|LEADS|APP)_[A-Z][A-Z_]*[A-Z])\b")
OF_THE_EXAMPLE = ("WORTH_BASE_URL",)
# Rooms that ARCHITECTURE.md shows a place for and that appear with their first file.
LATER: set[str] = set()

pytestmark = pytest.mark.house


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


PAGES = [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages()]


def code(page: Path) -> Iterator[str]:
    """What a page shows as code, in blocks and in lines."""
    for match in CODE.finditer(page.read_text()):
        yield match[0]


@pytest.mark.parametrize("page", PAGES)
def test_each_relative_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    broken = [
        link
        for link in LINK.findall(text)
        if not link.startswith(("http://", "https://", "mailto:", "#"))
        and not (page.parent / link.split("#")[0]).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_each_command_shown_is_a_command(page: Path) -> None:
    unknown = [
        f"frontdesk {words}"
        for text in code(page)
        for words in COMMAND.findall(text)
        if not is_command(words.split())
    ]
    assert unknown == []


def is_command(words: list[str]) -> bool:
    """Whether the first words lead to a command; what follows one are its arguments."""
    found: click.Command = main
    for word in words:
        if not isinstance(found, click.Group):
            return True
        if word not in found.commands:
            return False
        found = found.commands[word]
    return True


@pytest.mark.parametrize("page", PAGES)
def test_each_option_shown_is_an_option(page: Path) -> None:
    unknown = [
        f"{' '.join(words)} {option}"
        for text in code(page)
        for words, option in options(text)
        if option not in known_options(words)
    ]
    assert unknown == []


def options(text: str) -> Iterator[tuple[list[str], str]]:
    """Each long option of each command line of ours, with the words of its command."""
    for line in text.replace("\\\n", " ").splitlines():
        for match in COMMAND.finditer(line):
            words = match[1].split()
            if words[0] in ("psql", "pg_dump"):
                continue  # their options are PostgreSQL's
            rest = re.split(r"[|;`)#]", line[match.end() :])[0]
            for option in re.findall(r"(?<=\s)--[a-z-]+", re.sub(r"'[^']*'|\"[^\"]*\"", "", rest)):
                yield words, option


def known_options(words: list[str]) -> set[str]:
    found: click.Command = main
    for word in words:
        if isinstance(found, click.Group):
            found = found.commands.get(word, found)
    return {name for option in found.params for name in option.opts} | {"--help", "--version"}


@pytest.mark.parametrize("page", PAGES)
def test_each_target_shown_is_in_the_makefile(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    there = set(re.findall(r"^([a-z]+):", makefile, re.M))
    shown = {target for text in code(page) for target in TARGET.findall(text)}
    assert shown - there == set()


@pytest.mark.parametrize("page", PAGES)
def test_each_setting_named_is_declared(page: Path) -> None:
    declared = {setting.name for setting in (*trees.HOUSE, *HOUSE.settings())}
    named = {name.removesuffix("_FILE") for name in VARIABLE.findall(page.read_text())}
    assert named - declared - set(OF_THE_EXAMPLE) == set()


@pytest.mark.parametrize("page", PAGES)
def test_each_control_shown_is_a_control(page: Path) -> None:
    known = set(controls.scan(HOUSE))
    shown = {
        name
        for text in code(page)
        for name in re.findall(r"controls (?:set|clear) ([a-z_.]+)", text)
    }
    assert shown - known == set()


def test_each_path_of_the_architecture_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = {
        path
        for path in re.findall(r"`((?:app|edge|content|flow|ability|ground)/[\w/<>.]*)`", text)
        if "<" not in path
    }
    missing = {path for path in named if not (ROOT / "src/frontdesk" / path).exists()}
    assert missing - LATER == set()


def test_what_comes_later_is_not_there_yet() -> None:
    there = {path for path in LATER if (ROOT / "src/frontdesk" / path).exists()}
    assert there == set(), "take it out of LATER"


def test_each_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)[0].split()
    told = re.findall(r"^([a-z]+):.*## ", makefile, re.M)
    assert sorted(told) == sorted(phony)
