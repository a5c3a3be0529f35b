"""An empty installation becomes one that can be tried, and a second start changes nothing."""

from pathlib import Path

from frontdesk.ability import identity
from frontdesk.app import demo, registry, settings
from testing import house

KINDS = registry.scan()


def tree(home: Path, **given: str) -> settings.Settings:
    environment = {"FRONTDESK_HOME": str(home), **given}
    return settings.load_settings((*settings.HOUSE, *KINDS.settings()), environment)


async def test_key_is_kept_and_opens(tmp_path: Path, database_url: str) -> None:
    async with house.open_house(database_url) as home:
        first = await demo.prepare(tree(tmp_path), home.line)
        second = await demo.prepare(tree(tmp_path), home.line)
        caller = await identity.find_caller(home.line.database, first)
    assert first == second
    assert caller is not None
    assert (caller.scope, caller.tenant_id) == ("admin", house.TENANT)


async def test_first_tenant_answers_our_number(tmp_path: Path, database_url: str) -> None:
    async with house.open_house(database_url) as home:
        await demo.prepare(tree(tmp_path, TWILIO_FROM="+15550100"), home.line)
        found = await identity.find_front_door(home.line.database, "sms", "+15550100")
    assert found == house.TENANT


async def test_no_number_means_no_front_door(tmp_path: Path, database_url: str) -> None:
    async with house.open_house(database_url) as home:
        await demo.prepare(tree(tmp_path), home.line)
        found = await identity.load_front_doors(home.line.database, house.TENANT)
    assert found == []
