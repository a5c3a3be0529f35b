"""`frontdesk usage refund` books what a vendor gave back: the ledger, the limits and the log say so."""

import json
from pathlib import Path

import psycopg
import pytest

from testing.database import Server
from tests.story.processes import Installation

pytestmark = pytest.mark.store


def test_what_was_given_back_is_booked(postgres: Server, tmp_path: Path) -> None:
    with postgres.database(template="schema") as url:
        desk = Installation(tmp_path, url)
        assert desk.run("tenants", "create", "harbor").exit_code == 0
        words = ("--why", "billed twice", "--bot", "lead", "--provider", "openai", "--who", "anna")
        done = desk.run("usage", "refund", "1.5", *words)
        wrong = desk.run("usage", "refund", "1.5", "--why", "x", "--bot", "nobody")
        less = desk.run("usage", "refund", "--why", "x", "--", "-2")
        total = desk.run_json("usage", "report", "--date", "today")["total"]
        with psycopg.connect(url) as connection:
            windows = connection.execute(
                "select scope, span, spent from spend_windows order by 1, 2"
            ).fetchall()
            audit = connection.execute(
                "select who, detail from audit_log where action = 'spend.refund'"
            ).fetchall()
    assert (done.exit_code, done.stdout) == (0, "1.5 USD given back\n"), done.stderr
    assert (wrong.exit_code, "there is no bot 'nobody'" in wrong.stderr) == (1, True)
    assert (less.exit_code, "an amount above zero" in less.stderr) == (1, True)
    assert (total["refunded_usd"], total["cost_usd"], total["calls"]) == (1.5, -1.5, 0)
    spent = -1_500_000
    assert windows == [
        ("bot/lead", "day", spent),
        ("tenant", "day", spent),
        ("tenant", "hour", spent),
    ]
    detail = {"micro": 1_500_000, "bot": "lead", "provider": "openai", "why": "billed twice"}
    assert [(who, json.loads(json.dumps(said))) for who, said in audit] == [("anna", detail)]
