"""What each notifier makes of a page: the fields, the limits, and what is done only once."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest

from frontdesk.ability.language import surface
from frontdesk.edge.notifiers import opsgenie, pagerduty, slack, sms, voice, webhook
from frontdesk.edge.vendors import opsgenie as desks
from frontdesk.edge.vendors import pagerduty as events
from frontdesk.edge.vendors import slack as bots
from frontdesk.edge.vendors import standard_webhooks, twilio
from frontdesk.edge.vendors.paging import words
from frontdesk.flow.operations.contracts.notifier import Page
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, NotNow, Problem, Refused
from frontdesk.ground.words.settings import SettingValue
from testing.paging import opsgenie as opsgenie_fake
from testing.paging import pagerduty as pagerduty_fake
from testing.paging import pages, phones
from testing.paging import slack as slack_fake
from testing.paging.receiver import FakeReceiver

ADDRESS = f"harbor:{pages.ALERT}"


# Words.


def test_a_cut_text_ends_with_an_ellipsis() -> None:
    assert [words.cut("abcdef", most) for most in (6, 5, 1, 0)] == ["abcdef", "abcd…", "…", ""]


def test_figures_leave_out_what_is_empty() -> None:
    figures = words.figures(pages.page(value=None, threshold=None, facts={"note": ""}))
    assert "value" not in figures
    assert "note" not in figures
    assert figures["since"] == "2026-03-02T20:00:00Z"


# The webhook.


async def test_a_webhook_is_signed_and_named() -> None:
    async with FakeReceiver() as fake, HttpClient() as http:
        pager = webhook.WebhookPager(http, f"{fake.url}/in", "staging", "secret")
        for _ in range(2):
            await pager.send(pages.page())
    first, again = fake.taken
    assert first.headers["x-frontdesk-page"] == pages.FIRING.id
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == pages.FIRING.id
    wanted = standard_webhooks.sign(
        first.raw, key=pages.FIRING.id, at_s=int(pages.FIRING.at.timestamp()), secret="secret"
    )
    assert first.headers["webhook-signature"] == wanted["webhook-signature"]
    assert first.body["environment"] == "staging"


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (pages.page(), "firing"),
        (pages.acknowledged(), "acknowledged"),
        (pages.resolved(), "resolved"),
    ],
)
def test_our_own_shape_says_its_version(page: Page, status: str) -> None:
    body = webhook.render_body(page, "production")
    alert = body["alert"]
    assert isinstance(alert, dict)
    assert (body["version"], body["type"], body["service"]) == ("1", f"alert.{status}", "frontdesk")
    assert (alert["id"], alert["status"]) == (pages.ALERT, status)
    assert body["metrics"] == {"value": 2300.0, "threshold": 2000.0}


def test_alertmanagers_shape_knows_two_states() -> None:
    shapes = [
        webhook.render_alertmanager(page, "production")
        for page in (pages.page(), pages.acknowledged(), pages.resolved())
    ]
    assert [one["status"] for one in shapes] == ["firing", "firing", "resolved"]
    assert len({str(one["groupKey"]) for one in shapes}) == 1
    alerts = [one["alerts"] for one in shapes]
    assert [one[0]["endsAt"] for one in json.loads(json.dumps(alerts))] == [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "2026-03-02T20:09:00Z",
    ]
    assert set(shapes[0]) == {
        "version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels",
        "commonLabels", "commonAnnotations", "externalURL", "alerts",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("", {}),
        ('{"X-Token": "a:b"}', {"X-Token": "a:b"}),
        ("X-Token: abc, X-Team: ops", {"X-Token": "abc", "X-Team": "ops"}),
        ("Authorization: Bearer a=b", {"Authorization": "Bearer a=b"}),
        ("X-Token=abc", {"X-Token": "abc"}),
    ],
)
def test_headers_are_read_in_either_form(text: str, headers: dict[str, str]) -> None:
    assert webhook.parse_headers(text) == headers


@pytest.mark.parametrize("text", ["nothing", "[1]", ": value", '"text"', "a: b\r\nc: d"])
def test_headers_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        webhook.parse_headers(text)
    assert raised.value.field == "ALERT_WEBHOOK_HEADERS"


# Slack.


def test_words_are_no_markup_in_slack() -> None:
    message = slack.render_message(pages.page(title="<!channel> a & b"), buttons=True)
    assert message["text"] == "&lt;!channel&gt; a &amp; b"


def test_the_button_carries_the_alerts_address() -> None:
    shown = json.dumps(slack.render_message(pages.page(), buttons=True))
    assert f'"value": "{ADDRESS}"' in shown
    for page, buttons in ((pages.page(), False), (pages.resolved(), True)):
        assert ADDRESS not in json.dumps(slack.render_message(page, buttons=buttons))


async def test_a_message_that_is_gone_is_posted_anew() -> None:
    async with slack_fake.FakeSlack() as fake, HttpClient() as http:
        pager = slack.SlackPager(
            http, bot=bots.Bot(http, slack_fake.TOKEN, f"{fake.url}/api"), channel="C1"
        )
        await pager.send(pages.resolved(thread="C1:1600000000.000001"))
        assert [one["text"] for one in fake.messages.values()] == [pages.resolved().title]


@pytest.mark.parametrize(
    ("error", "family"),
    [
        ("ratelimited", NotNow),
        ("internal_error", NotNow),
        ("invalid_auth", Refused),
        ("channel_not_found", Refused),
        ("not_in_channel", Refused),
        ("some_new_error", Refused),
    ],
)
async def test_slacks_errors_are_understood(error: str, family: type[Problem]) -> None:
    async with slack_fake.FakeSlack() as fake, HttpClient() as http:
        fake.error = error
        bot = bots.Bot(http, slack_fake.TOKEN, f"{fake.url}/api")
        with pytest.raises(family) as raised:
            await slack.SlackPager(http, bot=bot, channel="C1").send(pages.page())
        assert raised.value.fix or family is NotNow


# PagerDuty.


def test_pagerduty_hears_the_same_fields_at_the_end() -> None:
    """A resolve without its fields would be lost to rules that route by them."""
    events = [
        pagerduty.render_event(page, "k" * 32, "production")
        for page in (pages.page(), pages.acknowledged(), pages.resolved())
    ]
    assert [one["event_action"] for one in events] == ["trigger", "acknowledge", "resolve"]
    assert {one["dedup_key"] for one in events} == {ADDRESS}
    payloads = [one["payload"] for one in events]
    assert all(isinstance(one, dict) and one["severity"] == "critical" for one in payloads)
    assert len({str(sorted(one)) for one in payloads if isinstance(one, dict)}) == 1


@pytest.mark.parametrize(
    ("target", "key"),
    [("dana", "d" * 32), ("k" * 32, "k" * 32), ("", "u" * 32), ("somebody who left", "u" * 32)],
)
async def test_a_person_s_own_service_can_be_paged(target: str, key: str) -> None:
    """By its name, or by its key; a name that nobody has is paged at the usual service."""
    values: dict[str, SettingValue] = {
        "ALERT_PAGERDUTY_ENABLED": True,
        "ALERT_PAGERDUTY_API_KEY": "u" * 32,
        "ALERT_PAGERDUTY_KEYS": (f"dana={'d' * 32}", f"night = {'n' * 32}"),
    }
    async with pagerduty_fake.FakePagerDuty(routing_key=key) as fake, HttpClient() as http:
        values["ALERT_PAGERDUTY_URL"] = fake.url
        pager = pagerduty.open_pager(http, lambda setting: values.get(setting.name))
        assert pager is not None
        await pager.send(pages.page(target=target))
        await pager.send(pages.resolved(target=target))
    assert fake.incidents == {ADDRESS: "resolved"}


@pytest.mark.parametrize("pair", ["dana", "=" + "d" * 32, "dana=short"])
def test_keys_that_cannot_be_read_are_refused(pair: str) -> None:
    with pytest.raises(BadInput) as refused:
        pagerduty.parse_keys((f"eli={'e' * 32}", pair))
    assert refused.value.field == "ALERT_PAGERDUTY_KEYS"
    assert "d" * 32 not in refused.value.public


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://events.pagerduty.com", "https://events.pagerduty.com/v2/enqueue"),
        ("https://events.pagerduty.com/v2/enqueue", "https://events.pagerduty.com/v2/enqueue"),
    ],
)
def test_either_form_of_the_address_is_taken(url: str, whole: str) -> None:
    assert events.find_address(url) == whole


# Opsgenie.


@pytest.mark.parametrize(
    ("severity", "priority", "wanted"),
    [
        ("critical", "P2", "P1"),
        ("warning", "P2", "P3"),
        ("info", "P3", "P5"),
        ("warning", "P0", "P1"),
    ],
)
def test_opsgenies_priority_is_by_severity(severity: str, priority: str, wanted: str) -> None:
    assert opsgenie.decide_priority(pages.page(severity=severity, priority=priority)) == wanted


@pytest.mark.parametrize(
    ("target", "responder"),
    [
        ("dana@example.com", {"type": "user", "username": "dana@example.com"}),
        ("night shift", {"type": "team", "name": "night shift"}),
    ],
)
def test_opsgenie_pages_a_person_or_a_team(target: str, responder: dict[str, str]) -> None:
    assert opsgenie.render_alert(pages.page(target=target), "production")["responders"] == [
        responder
    ]


@pytest.mark.parametrize(
    ("url", "ended"),
    [
        ("https://api.opsgenie.com", True),
        ("https://api.eu.opsgenie.com", True),
        ("https://api.atlassian.com/jsm/ops/integration", False),
        ("https://opsgenie.com.example.org", False),
    ],
)
async def test_opsgenie_ends_and_its_successor_does_not(url: str, ended: bool) -> None:
    async with HttpClient() as http:
        desk = desks.Desk(http, url, "key")
        desk.check_open(datetime(2027, 4, 4, 23, 59, tzinfo=UTC))
        if not ended:
            desk.check_open(datetime(2027, 4, 5, tzinfo=UTC))
            return
        pager = opsgenie.OpsgeniePager(desk, "production")
        with pytest.raises(Refused) as raised:
            await pager.send(pages.page(at=datetime(2027, 4, 5, tzinfo=UTC)))
        assert desks.SUCCESSOR in raised.value.fix


def test_opsgenies_end_is_said_from_now_on() -> None:
    said = [opsgenie.warns(datetime(year, 5, 1, tzinfo=UTC)) for year in (2026, 2027)]
    assert [one.split(":")[0] for one in said] == [
        "Opsgenie ends on 2027-04-05",
        "Opsgenie ended on 2027-04-05",
    ]


async def test_an_alias_is_closed_by_its_name() -> None:
    async with opsgenie_fake.FakeOpsgenie() as fake, HttpClient() as http:
        desk = desks.Desk(http, f"{fake.url}/jsm/ops/integration", opsgenie_fake.API_KEY)
        pager = opsgenie.OpsgeniePager(desk, "production")
        for page in (pages.page(), pages.acknowledged(), pages.resolved()):
            await pager.send(page)
        assert fake.alerts == {ADDRESS: "closed"}


@pytest.mark.parametrize(
    ("stamp", "year"), [("1767225600000", 2026), ("1767225600000000000", 2026), ("", 0), ("x", 0)]
)
def test_opsgenies_times_are_read(stamp: str, year: int) -> None:
    found = opsgenie.parse_stamp(stamp)
    assert (found.year if found else 0) == year


# Phones.


@pytest.mark.parametrize(
    "title",
    [
        "down",
        "[CRITICAL] " + "a long reason " * 40,
        "[CRITICAL] " + "\u7d27\u6025" * 200,
        "[CRITICAL] {braces} [and] ~tildes~ " * 10,
    ],
)
def test_a_text_keeps_to_two_segments(title: str) -> None:
    text = sms.render_text(pages.page(title=title))
    assert surface.count_segments(text).segments <= sms.MOST_SEGMENTS
    assert text.endswith(pages.FIRING.url)


async def test_who_has_been_served_is_not_served_again() -> None:
    """One number's refusal or delay is no reason to page the other one twice."""
    async with phones.FakePhones() as fake, HttpClient() as http:
        account = twilio.Account(http, phones.ACCOUNT_SID, phones.AUTH_TOKEN, fake.url)
        pager = sms.SmsPager(account, phones.NUMBER, ("+15550121", "+15550122", "+15550123"))
        fake.unknown, fake.busy = {"+15550121"}, {"+15550123"}
        with pytest.raises(NotNow):
            await pager.send(pages.page())
        fake.busy = set()
        await pager.send(pages.page())
        assert [number for number, _ in fake.texts] == ["+15550122", "+15550123"]
        await pager.send(pages.resolved())
        assert [number for number, _ in fake.texts][2:] == ["+15550122", "+15550123"]


async def test_every_number_refused_is_a_refusal() -> None:
    async with phones.FakePhones() as fake, HttpClient() as http:
        account = twilio.Account(http, phones.ACCOUNT_SID, phones.AUTH_TOKEN, fake.url)
        fake.unknown = {"+15550121"}
        with pytest.raises(Refused):
            await sms.SmsPager(account, phones.NUMBER, ("+15550121",)).send(pages.page())


async def test_a_page_can_name_its_phones() -> None:
    async with phones.FakePhones() as fake, HttpClient() as http:
        account = twilio.Account(http, phones.ACCOUNT_SID, phones.AUTH_TOKEN, fake.url)
        await sms.SmsPager(account, phones.NUMBER, ("+15550121",)).send(
            pages.page(target="+15550199")
        )
        assert [number for number, _ in fake.texts] == ["+15550199"]


def test_a_call_says_the_title_as_words() -> None:
    page = pages.page(title='[CRITICAL] sla_violation <a> & "b"')
    spoken = ElementTree.fromstring(voice.render_call(page, "https://desk.example.com"))
    (say, *_) = spoken.iter("Say")
    assert say.text == 'This is frontdesk. CRITICAL, sla violation <a> & "b"'
    gather = spoken.find("Gather")
    assert gather is not None
    query = parse_qs(gather.attrib["action"].partition("?")[2])
    assert query == {"page": [ADDRESS]}


def test_without_a_way_back_nothing_is_asked() -> None:
    assert "Press 1" not in voice.render_call(pages.page(), "")


def test_a_call_fits_whatever_the_title() -> None:
    assert len(voice.render_call(pages.oversize(), "https://desk.example.com")) <= phones.MOST_TWIML
    shouting = pages.page(title="&<>" * 500)
    assert len(voice.render_call(shouting, "https://desk.example.com")) <= phones.MOST_TWIML
