"""The "add a ..." pages are true: their files, put into a copy of the package, are found at the
next start, routed, listed, held to the contracts and answer; no other file is touched."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from testing import database, ports

ROOT = Path(__file__).parents[2]
PAGES = (
    "add-a-bot",
    "add-a-channel",
    "add-a-tool",
    "add-a-prompt",
    "add-a-provider",
    "add-a-notifier",
    "add-a-rule",
)
BLOCK = re.compile(
    r"`(src/frontdesk/[\w/]+\.(?:py|md))`:\n\n(`{3,4})(?:python|markdown)\n(.*?)^\2$", re.S | re.M
)
TRAINED = "src/frontdesk/ability/language/acts/trained.bin.gz"
COMMAND = (sys.executable, "-c", "from frontdesk.app.cli import main; main()")
OURS = ("FRONTDESK_", "DATABASE_", "TWILIO_", "LEADS_", "COVERAGE_", "APP_ENV", "PYTHON")
ADMIN = "fd_key_of_the_pages"


def blocks(page: str) -> dict[str, str]:
    """The files that a page tells to save, by path."""
    found = BLOCK.findall((ROOT / "docs" / f"{page}.md").read_text())
    return {path: text for path, _, text in found}


@dataclass(frozen=True, slots=True)
class Copy:
    """A checkout of its own with the pages' files in it, and its running server."""

    root: Path
    environment: Mapping[str, str]
    url: str
    before: Mapping[str, bytes]

    def run(self, *arguments: str, given: str = "") -> str:
        """What a command of this copy prints."""
        ended = subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment,
            cwd=self.root,
            input=given,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


class Worth(BaseHTTPRequestHandler):
    """The service that the tool's page asks: it knows homes in Sacramento."""

    def do_GET(self) -> None:
        address = parse_qs(urlsplit(self.path).query)["address"][0]
        known = "Sacramento" in address
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"amount_minor": 51200000, "currency": "USD"}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests are quiet."""


@pytest.fixture(scope="module")
def worth_url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Worth)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def copy(
    tmp_path_factory: pytest.TempPathFactory, postgres: database.Server, worth_url: str
) -> Iterator[Copy]:
    root = tmp_path_factory.mktemp("copy")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", root / "src", ignore=without)
    before = sources(root)
    for page in PAGES:
        for path, text in blocks(page).items():
            assert not (root / path).exists(), f"{page} would change {path}"
            (root / path).write_text(text)
    with postgres.database(template="schema") as database_url:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(OURS)},
            "PYTHONPATH": str(root / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "FRONTDESK_HOME": str(root / "home"),
            "FRONTDESK_PORT": str(ports.free_port()),
            "FRONTDESK_ADMIN_KEY": ADMIN,
            "DATABASE_URL": database_url,
            "WORTH_BASE_URL": worth_url,
        }
        url = f"http://127.0.0.1:{environment['FRONTDESK_PORT']}"
        made = Copy(root, environment, url, before)
        made.run("train")
        yield from serving(made)


def serving(made: Copy) -> Iterator[Copy]:
    """The copy with its server, until the tests are done with it."""
    server = subprocess.Popen(
        [*COMMAND, "serve"],
        env=made.environment,
        cwd=made.root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("key"):
            break
    try:
        yield made
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()


def test_pages_hold_files_to_save() -> None:
    assert [len(blocks(page)) for page in PAGES] == [1, 1, 3, 1, 1, 1, 2]


def test_no_other_file_is_touched(copy: Copy) -> None:
    after = sources(copy.root)
    added = {path for page in PAGES for path in blocks(page)}
    changed = {path for path, text in copy.before.items() if after.get(path) != text}
    assert set(after) - set(copy.before) == added
    assert changed <= {TRAINED}


def sources(root: Path) -> dict[str, bytes]:
    """The files of a checkout's package, by path from its root."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_each_kind_is_listed_at_once(copy: Copy) -> None:
    listed = json.loads(copy.run("check", "--json"))
    names = {(kind["kind"], kind["name"]): kind["lacks"] for kind in listed}
    assert names["bot", "renter"] == []
    assert names["bot", "worth"] == []
    assert names["channel", "form"] == []
    assert names["tool", "look_up_worth"] == []
    assert names["provider", "mistral"] == []
    assert names["prompt", "sum_up@1"] == []
    assert names["notifier", "ntfy"] == []
    assert names["rule", "slow_tools"] == []


def test_added_files_are_clean(copy: Copy) -> None:
    paths = [path for page in PAGES for path in blocks(page) if path.endswith(".py")]
    added = [str(copy.root / path) for path in paths]
    ended = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), *added],
        capture_output=True,
        text=True,
    )
    assert ended.stdout.strip() == "All checks passed!"


def test_added_bots_hold_the_contract(copy: Copy) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/contract/test_bot.py", "-k", "renter or worth"],
        env=copy.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]


def test_added_prompts_hold_the_contract(copy: Copy) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/contract/test_prompt.py", "-k", "sum_up", "-vv"],
        env=copy.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert ended.stdout.count("sum_up] PASSED") == 7


def test_added_provider_holds_the_contract(copy: Copy) -> None:
    contracts = ("tests/contract/test_provider.py", "tests/contract/test_provider_faults.py")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *contracts, "-k", "mistral"],
        env=copy.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert int(ended.stdout.split(" passed")[0].split()[-1]) > 50


def test_added_notifier_holds_the_contract(copy: Copy) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/contract/test_notifier.py", "-k", "ntfy", "-vv"],
        env=copy.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert ended.stdout.count("[ntfy] PASSED") == 17


def test_added_notifier_pages_at_once(copy: Copy) -> None:
    said = subprocess.run(
        [*COMMAND, "alerts", "test-send", "--channel", "ntfy"],
        env=copy.environment,
        cwd=copy.root,
        capture_output=True,
        text=True,
    )
    assert "ntfy is not set up" in said.stderr
    assert "ALERT_NTFY_URL" in said.stderr


def test_added_rule_holds_the_contract(copy: Copy) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/contract/test_rule.py", "-k", "slow_tools", "-vv"],
        env=copy.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert ended.stdout.count("[slow_tools] PASSED") == 7


def test_added_rule_can_be_tried_on_a_file(copy: Copy) -> None:
    page = (ROOT / "docs" / "add-a-rule.md").read_text()
    tried = copy.root / "rules.yml"
    tried.write_text(re.findall(r"```yaml\n(.*?)```", page, re.S)[0])
    assert copy.run("alerts", "test", str(tried)).startswith("ok")


def test_added_bot_answers_in_the_terminal(copy: Copy) -> None:
    talk = copy.run("chat", "renter", given="hello\nin Folsom, would my dog be okay there?\n")
    assert "renter> " in talk
    assert "Which area would you like to live in?" in talk
    assert "Pets depend on the home" in talk
    assert "How many bedrooms do you need?" in talk


def test_examples_are_read_after_training(copy: Copy) -> None:
    read = json.loads(copy.run("read", "--bot", "renter", given="are dogs allowed?\n"))
    assert "asks_pets" in [intent["name"] for intent in read["intents"]]


def test_added_channel_answers_on_its_route(copy: Copy) -> None:
    sent = {"email": "ann@example.com", "text": "I want to sell my house", "id": "form-1"}
    first, again = post_form(copy, sent), post_form(copy, sent)
    assert first == again
    assert "address of the home" in first[1]


def test_added_channel_refuses_with_a_fix(copy: Copy) -> None:
    status, body = post_form(copy, {"email": "ann@example.com"})
    assert (status, json.loads(body)["error"]["code"]) == (400, "form.missing_field")


def post_form(copy: Copy, fields: Mapping[str, str]) -> tuple[int, str]:
    """What the added channel answers to a form."""
    request = Request(
        f"{copy.url}/channels/form",
        data=urlencode(fields).encode(),
        headers={"authorization": f"Bearer {ADMIN}"},
    )
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_added_tool_brings_the_figure(copy: Copy) -> None:
    talk = copy.run("chat", "worth", given="12 Oak St, Sacramento\n")
    assert "have sold for about $512,000" in talk


def test_what_the_tool_does_not_know_is_not_said(copy: Copy) -> None:
    talk = copy.run("chat", "worth", given="40 Elm Ave, Folsom\n")
    assert "I have no figure for 40 Elm Ave, Folsom" in talk
