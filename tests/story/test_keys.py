"""A key opens what its scope allows, in its tenant only, until a second after it is revoked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from frontdesk.ability import identity
from frontdesk.app import build, demo, registry, settings
from frontdesk.ground.words.ids import KeyId, TenantId
from frontdesk.ground.words.problems import BadInput, Refused
from testing import house
from testing.clock import FakeClock
from testing.house import TENANT
from tests.story import api_door
from tests.story.api_door import Door

pytestmark = pytest.mark.store

CONVERSATIONS = "/api/v1/conversations"


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    async with api_door.open_door(database_url) as opened:
        yield opened


async def test_only_a_hash_of_a_key_is_stored(door: Door) -> None:
    secret = door.keys["operator"]
    (whole,) = await door.home.column("select jsonb_agg(k)::text from api_keys k")
    listed = await identity.load_keys(door.home.line.database, TENANT)
    audit = await door.home.column("select jsonb_agg(a)::text from audit_log a")
    assert secret not in whole + str(listed) + str(audit)
    assert secret[-4:] in {row["hint"] for row in listed}


async def test_a_revoked_key_ends_within_a_second(door: Door) -> None:
    database, clock = door.home.line.database, door.home.clock
    assert isinstance(clock, FakeClock)
    before, _, _ = await door.ask("GET", CONVERSATIONS, scope="operator")
    await identity.revoke_key(database, TENANT, "a operator", who="dana", now=clock.now())
    await clock.advance(1.0)
    after, told, _ = await door.ask("GET", CONVERSATIONS, scope="operator")
    assert (before, after, told["error"]["code"]) == (200, 401, "identity.bad_key")
    (action,) = await door.home.column(
        "select action from audit_log where who = 'dana' and subject = 'a operator'"
    )
    assert action == "key.revoke"


async def test_a_key_acts_in_its_tenant_only(door: Door) -> None:
    other = TenantId("other")
    await door.home.rows("insert into tenants (id, name) values ('other', 'Other')")
    await door.home.line.tenants.refresh(door.home.line.database)
    foreign = await door.home.key("admin", other)
    _, told, _ = await door.post(b'{"contact": "anna", "text": "hello"}')
    headers = {"authorization": f"Bearer {foreign}"}
    listed = await door.ask("GET", CONVERSATIONS, scope=None, headers=headers)
    one = await door.ask(
        "GET", f"{CONVERSATIONS}/{told['conversation_id']}", scope=None, headers=headers
    )
    assert (listed[0], listed[1]) == (200, {"conversations": []})
    assert one[0] == 404


async def test_strange_scopes_and_short_keys_are_refused(door: Door) -> None:
    line = door.home.line
    for scope, secret, code in (
        ("owner", None, "identity.unknown_scope"),
        ("agent", "short", "identity.short_key"),
    ):
        with pytest.raises(BadInput) as caught:
            await identity.create_key(
                line.database,
                TENANT,
                name="x",
                scope=scope,  # type: ignore[arg-type]  # what a person may type
                who="test",
                now=line.clock.now(),
                secret=secret,
            )
        assert caught.value.code == code
        assert caught.value.fix


def test_admin_may_do_what_any_scope_may() -> None:
    caller = identity.Caller(KeyId("k"), TENANT, "x", "customer")
    with pytest.raises(Refused) as caught:
        identity.check_scope(caller, "agent")
    assert caught.value.status == 403


async def _prepare(database_url: str, home: Path, **environment: str) -> str:
    kinds = registry.scan()
    tree = settings.load_settings(
        (*settings.HOUSE, *kinds.settings()), {"FRONTDESK_HOME": str(home), **environment}
    )
    opened = build.open_house(tree, kinds, database_url, kind="cli", work=False, standing=False)
    async with opened as started:
        key = await demo.prepare(tree, started.line)
        caller = await identity.find_caller(started.line.database, key) if key else None
        return f"{caller.tenant_id} {caller.scope}" if caller else "none"


async def test_the_admin_key_works_from_the_start(database_url: str, tmp_path: Path) -> None:
    given = {"FRONTDESK_ADMIN_KEY": "fd_given-by-the-operator"}
    first = await _prepare(database_url, tmp_path, **given)
    again = await _prepare(database_url, tmp_path, **given)
    assert (first, again) == ("demo admin", "demo admin")


async def test_a_second_start_makes_no_second_key(database_url: str, tmp_path: Path) -> None:
    for _ in range(3):
        assert await _prepare(database_url, tmp_path) == "demo admin"
    async with house.open_house(database_url) as home:
        assert await home.column("select count(*) from api_keys") == [1]
        made = "select count(*) from audit_log where action = 'key.create'"
        assert await home.column(made) == [1]


async def test_production_makes_no_demo_tenant(database_url: str, tmp_path: Path) -> None:
    assert await _prepare(database_url, tmp_path, APP_ENV="production") == "none"
