"""The link in a page to a person leads to the runbook of its rule, readable and harmless."""

from collections.abc import AsyncIterator
from html import escape

import pytest

from frontdesk.app import registry
from frontdesk.edge.console.pages.runbooks.page import render_markdown
from frontdesk.flow.operations.oncall import plans
from frontdesk.ground.words.reading import Json
from testing import house
from testing.house import TENANT
from tests.story import web_desk
from tests.story.test_console import look, sign_in
from tests.story.web_desk import Desk

pytestmark = pytest.mark.store


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with web_desk.open_desk(database_url) as opened:
        yield opened


async def test_every_rule_has_its_page_in_the_list(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    status, page = await look(desk, "/console/runbooks", cookie)
    assert status == 200
    for rule in registry.scan().rules.values():
        assert f'href="/console/runbooks/{rule.runbook}"' in page
        assert (await look(desk, f"/console/runbooks/{rule.runbook}", cookie))[0] == 200


async def test_a_page_shows_steps_and_links(desk: Desk) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    _, page = await look(desk, "/console/runbooks/sla_violation", cookie)
    assert '<figure class="step read"><figcaption>levels <small>only looks</small>' in page
    assert "frontdesk stats sla --window 5m" in page
    assert 'href="/console/runbooks/slow_queries"' in page
    assert "<th>cause</th>" in page


async def test_a_page_says_whom_to_call(desk: Desk) -> None:
    """Who is on duty first, with number and address; then the others, and the business's contact."""
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    _, page = await look(desk, "/console/runbooks/disk_full", cookie)
    assert "Nobody is named yet" in page
    line = desk.line
    people: Json = [
        {"name": "Dana", "email": "dana@example.com", "phone": "+15550100001"},
        {"name": "Eli <b>", "email": "eli@example.com", "role": "manager"},
    ]
    plan: dict[str, Json] = {"zone": "UTC", "since": "2020-01-06", "weeks": 12, "people": people}
    now = line.clock.now()
    made = await plans.save_plan(line.database, TENANT, "night", plan, who="t", now=now)
    on_duty = made.find_shift(now).person
    assert on_duty is not None
    await house.save_tenant(line, "lead", {"contact": "Maria Lopez, +15550100009"})
    _, page = await look(desk, "/console/runbooks/disk_full", cookie)
    assert f"{escape(on_duty.name)}<small>on call · night until " in page
    assert 'href="tel:+15550100001"' in page
    assert 'href="mailto:eli@example.com"' in page
    assert "Eli &lt;b&gt;" in page
    assert "Maria Lopez, +15550100009<small>contact of " in page
    assert page.index(escape(on_duty.name)) < page.index("Maria Lopez")


@pytest.mark.parametrize("slug", ["no_such_page", "..%2f..%2fsecret", "__init__"])
async def test_what_is_no_page_is_not_found(desk: Desk, slug: str) -> None:
    _, cookie, _ = await sign_in(desk, await desk.key("operator"))
    assert (await look(desk, f"/console/runbooks/{slug}", cookie))[0] == 404


def test_html_in_a_page_is_only_shown() -> None:
    shown = render_markdown(
        "<script>x</script> [a](javascript:x)\n\n```sh step=a does=read\n<b>\n```"
    )
    assert "<script>" not in shown
    assert "href" not in shown
    assert "&lt;b&gt;" in shown
