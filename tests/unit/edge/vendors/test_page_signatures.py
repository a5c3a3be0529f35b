"""Signatures of what we send and of what calls us, against vectors of their authors or another tool."""

import base64
from datetime import UTC, datetime

import pytest

from frontdesk.edge.vendors import pagerduty, slack, standard_webhooks
from frontdesk.ground.words.problems import BadInput

# Slack's own example, docs.slack.dev "Verifying requests from Slack".
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLACK_STAMP = "1531420618"
SLACK_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
THEN = datetime.fromtimestamp(int(SLACK_STAMP), UTC)


def slack_signed(**changed: object) -> bool:
    given: dict[str, object] = {
        "stamp": SLACK_STAMP,
        "signature": SLACK_SIGNATURE,
        "body": SLACK_BODY,
        "now": THEN,
        **changed,
    }
    return slack.is_signed(SLACK_SECRET, **given)  # type: ignore[arg-type]  # one field of many


def test_slacks_example_is_believed() -> None:
    assert slack.sign(SLACK_SECRET, SLACK_STAMP, SLACK_BODY) == SLACK_SIGNATURE
    assert slack_signed()


@pytest.mark.parametrize(
    "changed",
    [
        {"body": SLACK_BODY + b"&"},
        {"stamp": "1531420619"},
        {"signature": SLACK_SIGNATURE[:-1] + "4"},
        {"signature": ""},
        {"signature": "v0=é"},
        {"stamp": ""},
        {"stamp": "-1531420618"},
        {"stamp": "1531420618.0"},
        {"now": datetime.fromtimestamp(int(SLACK_STAMP) + 301, UTC)},
        {"now": datetime.fromtimestamp(int(SLACK_STAMP) - 301, UTC)},
    ],
)
def test_what_was_touched_or_is_old_is_not(changed: dict[str, object]) -> None:
    assert not slack_signed(**changed)


def test_the_standards_example_is_signed_alike() -> None:
    """The example of the Standard Webhooks libraries."""
    headers = standard_webhooks.sign(
        b'{"test": 2432232314}',
        key="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at_s=1614265330,
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_any_text_is_a_secret_too() -> None:
    plain = standard_webhooks.sign(b"{}", key="a", at_s=1, secret="plain")
    coded = "whsec_" + base64.b64encode(b"plain").decode()
    assert plain == standard_webhooks.sign(b"{}", key="a", at_s=1, secret=coded)


def test_a_cut_secret_is_named() -> None:
    with pytest.raises(BadInput) as raised:
        standard_webhooks.sign(b"{}", key="a", at_s=1, secret="whsec_abc")
    assert raised.value.code == "standard_webhooks.bad_secret"


def test_without_a_secret_nothing_is_signed() -> None:
    assert "webhook-signature" not in standard_webhooks.sign(b"{}", key="a", at_s=1, secret="")


# Made with: openssl dgst -sha256 -hmac a-secret-of-a-test
PAGERDUTY_BODY = b'{"event":{"id":"01E"}}'
PAGERDUTY_DIGEST = "99a8323988d1f7f6236bc75866647247cd1596f4c13ae2613ed3a2baca60b225"


@pytest.mark.parametrize(
    ("signatures", "believed"),
    [
        (f"v1={PAGERDUTY_DIGEST}", True),
        (f"v1={'0' * 64}, v1={PAGERDUTY_DIGEST}", True),
        (f"v1={'0' * 64}", False),
        (f"v0={PAGERDUTY_DIGEST}", False),
        (PAGERDUTY_DIGEST, False),
        ("v1=é", False),
        ("", False),
    ],
)
def test_one_good_signature_of_pagerduty_is_enough(signatures: str, believed: bool) -> None:
    found = pagerduty.is_signed("a-secret-of-a-test", signatures=signatures, body=PAGERDUTY_BODY)
    assert found == believed
