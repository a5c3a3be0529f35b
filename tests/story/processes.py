"""A database turned into real `frontdesk` processes on it, and commands that talk to them.

Servers are always processes of their own. A command is one too with `run_apart`; with `run` it works
in this process, which saves a second or two, on the same home, database and environment.
"""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from frontdesk.app.cli import main

PROGRAM = (sys.executable, "-c", "from frontdesk.app.cli import main; main()")
START_S = 60.0
OURS = ("FRONTDESK_", "TWILIO_", "DATABASE_", "LEADS_")


@dataclass(slots=True)
class Installation:
    """One home and database, with the processes that were started on it. An empty URL stands for
    the embedded database; `more` are variables of the environment."""

    home: Path
    database_url: str
    more: Mapping[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        database = {"DATABASE_URL": self.database_url} if self.database_url else {}
        return {**kept, **database, "FRONTDESK_HOME": str(self.home), **self.more}

    def run_apart(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """One command as a process of its own, to its end."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            input=given,
            capture_output=True,
            text=True,
            timeout=90,
            env=self.environment(),
            cwd="/",
        )

    def run(self, *arguments: str) -> Result:
        """One command in this process."""
        return CliRunner().invoke(main, arguments, env=self.environment())

    def run_json(self, *arguments: str) -> Any:
        """What a command that lists prints with --json."""
        done = self.run(*arguments, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    def serve(self, port: int, *arguments: str) -> "Server":
        """A serving process, once it says that it listens."""
        process = subprocess.Popen(
            [*PROGRAM, "serve", "--port", str(port), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self.environment(),
            cwd="/",
        )
        self.running.append(process)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        return Server(f"http://127.0.0.1:{port}", lines[3].split()[-1], process)

    def stop(self) -> None:
        """End everything that was started here."""
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            try:
                process.communicate(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate(timeout=30)


@dataclass(frozen=True, slots=True)
class Server:
    """A serving process, its address and the key that it printed."""

    url: str
    key: str
    process: subprocess.Popen[str]

    def send(self, contact: str, text: str, **more: str) -> Mapping[str, Any]:
        """A message by the API, and its answer or its refusal."""
        request = urllib.request.Request(
            f"{self.url}/api/v1/messages",
            data=json.dumps({"contact": contact, "text": text, **more}).encode(),
            headers={
                "authorization": f"Bearer {self.key}",
                "content-type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                found: Mapping[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            found = json.load(error)
        return found
