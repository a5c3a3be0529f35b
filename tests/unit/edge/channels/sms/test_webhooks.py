"""Recorded shapes of Twilio's webhooks read field by field, and what is wrong with others."""

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

import pytest

from frontdesk.edge.channels.sms import channel, webhooks
from frontdesk.ground.words.ids import TenantId
from frontdesk.ground.words.problems import BadInput, Refused

GOLDEN = sorted((Path(channel.__file__).parent / "golden").glob("*.json"))
TENANT = TenantId("harbor")
GOOD = {"MessageSid": "SM1", "From": "+15550123", "To": "+15550100", "Body": "hi"}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_recorded_payloads_give_what_they_say(path: Path) -> None:
    payload = json.loads(path.read_text())
    fields = webhooks.parse_fields(urlencode(payload["fields"]).encode())
    if payload["path"] == "/channels/sms/twilio":
        inbound = asdict(webhooks.parse_inbound(fields, TENANT))
        assert {name: inbound[name] for name in payload["gives"]} == payload["gives"]
    else:
        report = webhooks.parse_report(fields, payload["query"])
        said = report.said.code if isinstance(report.said, Refused) else report.said
        assert {"vendor_id": report.vendor_id, "said": said} == payload["gives"]
        assert (report.tenant_id, report.outbox_id) == (
            payload["query"]["tenant"],
            payload["query"]["outbox"],
        )


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
def test_a_missing_field_is_named(missing: str) -> None:
    fields = {name: value for name, value in GOOD.items() if name != missing}
    with pytest.raises(BadInput) as refused:
        webhooks.parse_inbound(fields, TENANT)
    assert (refused.value.code, refused.value.field) == ("sms.missing_field", missing)


def test_a_blank_text_is_still_a_message() -> None:
    inbound = webhooks.parse_inbound({**GOOD, "Body": " \n"}, TENANT)
    assert inbound.text == "[empty message]"


def test_words_beside_pictures_stay_words() -> None:
    fields = {**GOOD, "NumMedia": "1", "MediaContentType0": "image/png", "MediaUrl0": "https://m"}
    inbound = webhooks.parse_inbound(fields, TENANT)
    assert inbound.text == "hi"
    assert inbound.extra == {"media_type_0": "image/png", "media_url_0": "https://m"}


@pytest.mark.parametrize("count", ["x", "-1", "99999999"])
def test_a_silly_media_count_does_no_harm(count: str) -> None:
    inbound = webhooks.parse_inbound({**GOOD, "NumMedia": count}, TENANT)
    assert len(inbound.extra) <= 2 * webhooks.MOST_MEDIA


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("accepted", "sent"),
        ("queued", "sent"),
        ("sending", "sent"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("Delivered", "delivered"),
        ("receiving", None),
        ("something_else", None),
    ],
)
def test_statuses_say_what_was_delivered(status: str, said: str | None) -> None:
    assert webhooks.decide_said(status, "") == said


@pytest.mark.parametrize(
    ("code", "ours"),
    [("21610", "twilio.opted_out"), ("30007", "twilio.filtered"), ("", "twilio.refused")],
)
def test_failed_statuses_carry_their_reason(code: str, ours: str) -> None:
    said = webhooks.decide_said("failed", code)
    assert isinstance(said, Refused)
    assert said.code == ours


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"tenant": "harbor"},
        {"tenant": "harbor", "outbox": "'; drop table outbox"},
        {"tenant": "", "outbox": "019a9e04-52c1-7b3d-8e21-6f0c4d5a7b19"},
    ],
)
def test_a_report_without_our_ids_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        webhooks.parse_report({"MessageSid": "SM1", "MessageStatus": "sent"}, query)
    assert refused.value.code == "sms.bad_report"
