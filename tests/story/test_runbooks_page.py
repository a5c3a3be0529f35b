"""The link in a page to a person leads to the runbook of its rule, readable and harmless."""

from collections.abc import AsyncIterator

import pytest

from frontdesk.app import registry
from frontdesk.edge.console.pages.runbooks.page import render_markdown
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
