"""A person at the terminal of a running installation: what they change and see is the live thing."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from frontdesk.ground.store.embedded import Embedded
from testing import ports
from testing.database import Server as Postgres
from tests.story.processes import Installation, Server

# The claim is one second; a loaded machine gets ten times that.
SEEN_WITHIN_S = 10.0


@pytest.fixture(scope="module")
def installation(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    with postgres.database(template="schema") as url:
        made = Installation(tmp_path_factory.mktemp("home"), url)
        yield made
        made.stop()


@pytest.fixture(scope="module")
def servers(installation: Installation) -> tuple[Server, Server]:
    """Two serving processes on one database; only the first sweeps."""
    first = installation.serve(ports.free_port())
    return installation.serve(ports.free_port(), "--no-worker"), first


def kind_within(server: Server, contact: str, kind: str) -> bool:
    """Whether new contacts are answered with a decision of that kind soon."""
    until = time.monotonic() + SEEN_WITHIN_S
    number = 0
    while time.monotonic() < until:
        number += 1
        answer = server.send(f"{contact}-{number}", "hello there", bot="lead")
        if answer["decision"]["kind"] == kind:
            return True
        time.sleep(0.05)
    return False


def test_control_reaches_every_process_soon(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    done = installation.run_apart(
        "controls", "set", "bots.paused", "lead", "--why", "checking its words"
    )
    assert done.returncode == 0, done.stderr
    assert all(kind_within(server, "paused", "stay_silent") for server in servers)
    installation.run("controls", "clear", "bots.paused", "--why", "its words are fine")
    assert all(kind_within(server, "back", "ask") for server in servers)
    log = installation.run_json("controls", "log")
    assert [row["action"] for row in log] == ["control.clear", "control.set"]


def test_expired_control_lets_go_by_itself(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    installation.run(
        "controls", "set", "bots.paused", "lead", "--why", "for a moment", "--expires", "6s"
    )
    assert kind_within(servers[0], "hushed", "stay_silent")
    assert kind_within(servers[0], "again", "ask")


def test_chat_shows_handoff_and_reply(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    done = installation.run_apart("chat", "lead", given="I want to sell my house\n")
    assert done.returncode == 0, done.stderr
    said, handoff, reply = done.stdout.splitlines()
    assert said == "you> I want to sell my house"
    assert handoff.startswith("  [lead hands over to seller: executed")
    assert reply.startswith("seller> ")


def test_chat_with_nobody_is_refused(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    done = installation.run_apart("chat", "nobody", given="hello\n")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "frontdesk: there is no bot 'nobody'"
    assert done.stderr.splitlines()[1].startswith("  fix: use one of ")


def test_person_takes_and_gives_back(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    server = servers[0]
    conversation = server.send("ann", "I want to sell my house", bot="lead")["conversation_id"]
    assert conversation in [
        row["conversation_id"] for row in installation.run_json("conversations", "list")
    ]
    taken = installation.run("conversations", "take", conversation, "--who", "Bea")
    assert taken.stdout == "owner person:Bea\n"
    assert server.send("ann", "are you there?")["decision"]["reason"] == "person_owns"
    other = installation.run("conversations", "take", conversation, "--who", "Cal")
    assert (other.exit_code, "Bea has this conversation" in other.stderr) == (1, True)
    installation.run("conversations", "give", conversation)
    assert server.send("ann", "14 Maple Drive, Folsom")["decision"]["kind"] == "ask"
    shown = installation.run_json("conversations", "show", conversation)
    assert [turn["decision"]["kind"] for turn in shown["turns"]] == [
        "hand_off",
        "stay_silent",
        "ask",
    ]
    told = installation.run("conversations", "show", conversation).stdout
    assert "  < are you there?" in told
    assert "  = lead -> seller: handed over, executed" in told
    handoffs = installation.run_json("handoffs", "list")
    assert (handoffs[0]["source"], handoffs[0]["outcome"]) == ("lead", "executed")


def test_unknown_conversation_is_refused(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    done = installation.run("conversations", "show", "not-an-id")
    assert (done.exit_code, "there is no conversation 'not-an-id'" in done.stderr) == (1, True)


def test_dead_reply_is_sent_again(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    servers[0].send("dora", "hello", bot="lead")
    with psycopg.connect(installation.database_url, autocommit=True) as connection:
        connection.execute(
            "update outbox set status = 'dead', problem = 'sms.refused: no such number'"
            " where address = 'dora'"
        )
    (dead,) = installation.run_json("outbox", "dead")
    assert (dead["address"], dead["problem"]) == ("dora", "sms.refused: no such number")
    assert installation.run("outbox", "retry", dead["id"]).exit_code == 0
    assert installation.run_json("outbox", "dead") == []
    twice = installation.run("outbox", "retry", dead["id"])
    assert (twice.exit_code, "there is no dead reply" in twice.stderr) == (1, True)


def test_revoked_key_is_refused_soon(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    key = installation.run("keys", "create", "shop", "--scope", "customer").stdout.strip()
    shop = Server(servers[0].url, key, servers[0].process)
    assert shop.send("eve", "hello")["decision"]["kind"] == "ask"
    installation.run("keys", "revoke", "shop")
    until = time.monotonic() + SEEN_WITHIN_S
    while "error" not in (answer := shop.send("eve", "hello again")):
        assert time.monotonic() < until, answer
    assert answer["error"]["code"] == "identity.bad_key"


def test_doctor_finds_a_healthy_installation(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    done = installation.run_apart("doctor")
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert done.returncode == 0
    for part in ("settings", "database", "migrations", "tenants apart", "uvloop", "server", "disk"):
        assert any(line.split(":")[0].split(maxsplit=1)[1] == part for line in lines), part


def test_demo_tells_address_and_key_again(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    told = installation.run("demo").stdout
    assert servers[0].url + "/chat" in told
    assert servers[0].key in told


def test_psql_and_pg_dump_reach_the_database(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    counted = installation.run_apart("psql", "-Atc", "select count(*) from tenants")
    assert (counted.returncode, counted.stdout) == (0, "1\n")
    dumped = installation.run_apart("pg_dump", "--schema-only", "--table", "tenants")
    assert (dumped.returncode, "CREATE TABLE public.tenants" in dumped.stdout) == (0, True)
    assert installation.run_apart("psql", "-c", "select nonsense").returncode == 1


def test_stopped_server_fails_the_doctor(postgres: Postgres, tmp_path: Path) -> None:
    with postgres.database(template="schema") as url:
        installation = Installation(tmp_path, url)
        try:
            server = installation.serve(ports.free_port())
            server.process.send_signal(signal.SIGTERM)
            server.process.communicate(timeout=30)
            done = installation.run_apart("doctor")
        finally:
            installation.stop()
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    assert done.returncode == 1
    assert [line.split(":")[0].split(maxsplit=1)[1] for line in failed] == [
        "processes",
        "uvloop",
        "server",
    ]


def test_doctor_without_installation_says_what_to_do(tmp_path: Path) -> None:
    done = Installation(tmp_path / "none", "").run_apart("doctor")
    assert done.returncode == 1
    assert "       do: start one with `frontdesk serve`" in done.stdout


def test_misspelt_setting_fails_the_doctor(tmp_path: Path) -> None:
    done = Installation(tmp_path, "", {"FRONTDESK_PROT": "1"}).run_apart("doctor")
    assert done.returncode == 1
    assert "FAILED settings: nothing reads the variable FRONTDESK_PROT" in done.stdout
    assert "       do: did you mean FRONTDESK_PORT?" in done.stdout


def test_doctor_asks_the_vendor_when_set(
    installation: Installation, servers: tuple[Server, Server]
) -> None:
    del servers
    twilio = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "t" * 32,
        "TWILIO_BASE_URL": f"http://127.0.0.1:{ports.free_port()}",
    }
    done = Installation(installation.home, installation.database_url, twilio).run("doctor")
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in failed] == ["FAILED sms"]


def test_embedded_database_is_reached_and_stopped(tmp_path: Path) -> None:
    installation = Installation(tmp_path, "")
    try:
        server = installation.serve(ports.free_port())
        counted = installation.run_apart("psql", "-Atc", "select count(*) from tenants")
        dumped = installation.run_apart("pg_dump", "--schema-only", "--table", "tenants")
        server.process.send_signal(signal.SIGTERM)
        server.process.communicate(timeout=60)
    finally:
        installation.stop()
    assert (counted.returncode, counted.stdout) == (0, "1\n")
    assert "CREATE TABLE public.tenants" in dumped.stdout
    assert server.process.returncode == 0
    assert Embedded(tmp_path).status().state == "stopped"
