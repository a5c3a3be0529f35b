"""Our messages to pagers are what the vendors' own API descriptions allow (measuring data)."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from frontdesk.edge.notifiers import opsgenie, slack
from frontdesk.edge.vendors import opsgenie as desks
from frontdesk.edge.vendors import slack as bots
from frontdesk.edge.vendors import twilio
from frontdesk.flow.operations.contracts.notifier import Page
from frontdesk.ground.kit.http import HttpClient
from testing.paging import opsgenie as opsgenie_fake
from testing.paging import pages, phones
from testing.paging import slack as slack_fake

pytestmark = pytest.mark.data
TOLD = (pages.page(), pages.acknowledged(), pages.resolved(), pages.oversize())


def described(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "contracts" / name).read_text())
    return found


@pytest.mark.parametrize("page", TOLD, ids=lambda page: f"{page.kind} {len(page.title)}")
async def test_opsgenie_is_sent_what_it_describes(measuring_data: Path, page: Page) -> None:
    whole = described(measuring_data, "opsgenie/swagger.patched.json")
    async with opsgenie_fake.FakeOpsgenie() as fake, HttpClient() as http:
        desk = desks.Desk(http, fake.url, opsgenie_fake.API_KEY)
        await opsgenie.OpsgeniePager(desk, "production").send(page)
        (sent,) = fake.taken
    path, _, query = sent.path.partition("?")
    parts = path.split("/")
    known = "/v2/alerts" if len(parts) == 3 else "/v2/alerts/{identifier}/" + parts[-1]
    given = whole["paths"][known]["post"]["parameters"]
    (body,) = [one for one in given if one.get("in") == "body"]
    schema = {**body["schema"], "definitions": whole["definitions"]}
    jsonschema_rs.Draft4Validator(schema).validate(sent.body)
    allowed = _properties(schema, whole)
    assert set(sent.body) <= allowed
    assert query in ("", "identifierType=alias")
    assert "alias" in str(whole["parameters"]["AlertIdentifierType"])


def _properties(schema: dict[str, Any], whole: dict[str, Any]) -> set[str]:
    found = set(schema.get("properties", {}))
    for part in [*schema.get("allOf", []), *([schema] if "$ref" in schema else [])]:
        if "$ref" in part:
            part = whole["definitions"][part["$ref"].rpartition("/")[2]]
        found |= _properties(part, whole)
    return found


async def test_slack_is_sent_what_it_describes(measuring_data: Path) -> None:
    whole = described(measuring_data, "slack/slack_web_openapi_v2.json")
    async with slack_fake.FakeSlack() as fake, HttpClient() as http:
        bot = bots.Bot(http, slack_fake.TOKEN, f"{fake.url}/api")
        pager = slack.SlackPager(
            http, bot=bot, channel="C1", username="desk", icon=":bell:", buttons=True
        )
        first = await pager.send(pages.page())
        await pager.send(pages.acknowledged(thread=first.thread))
    methods = [one.path.removeprefix("/api/") for one in fake.taken]
    assert methods == ["chat.postMessage", "chat.update"]
    for sent, method in zip(fake.taken, methods, strict=True):
        given = whole["paths"][f"/{method}"]["post"]["parameters"]
        allowed = {one["name"] for one in given if one["in"] == "formData"}
        wanted = {one["name"] for one in given if one.get("required") and one["in"] == "formData"}
        assert wanted <= set(sent.body) <= allowed


async def test_twilio_is_called_as_it_describes(measuring_data: Path) -> None:
    whole = described(measuring_data, "twilio/twilio_api_v2010.json")
    post = whole["paths"]["/2010-04-01/Accounts/{AccountSid}/Calls.json"]["post"]
    schema = post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    async with phones.FakePhones() as fake, HttpClient() as http:
        account = twilio.Account(http, phones.ACCOUNT_SID, phones.AUTH_TOKEN, fake.url)
        await account.create_call(to="+15550123", sender=phones.NUMBER, twiml="<Response/>")
    sent = {pair.partition("=")[0] for pair in fake.taken[0].raw.decode().split("&")}
    assert set(schema["required"]) <= sent <= set(schema["properties"])
