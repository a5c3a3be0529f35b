"""Mail arrives at a real SMTP server: over TLS, signed in, threaded, and its refusals are understood."""

import logging
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from frontdesk.edge.notifiers import email
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import NotNow, Problem, Refused
from frontdesk.ground.words.settings import Setting, SettingValue
from testing import ports
from testing.paging import pages
from testing.paging.smtp import PASSWORD, USER, FakeSmtp


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[FakeSmtp]:
    async with FakeSmtp(tmp_path) as running:
        yield running


def settings(fake: FakeSmtp, **changed: SettingValue) -> Mapping[str, SettingValue]:
    return {
        "ALERT_EMAIL_SMTP_HOST": fake.host,
        "ALERT_EMAIL_SMTP_PORT": fake.port,
        "ALERT_EMAIL_SMTP_USER": USER,
        "ALERT_EMAIL_SMTP_PASSWORD": PASSWORD,
        "ALERT_EMAIL_SMTP_CA_FILE": str(fake.certificate),
        "ALERT_EMAIL_SMTP_CONNECTION_TIMEOUT": 5.0,
        "ALERT_EMAIL_FROM": "alerts@example.com",
        "ALERT_EMAIL_TO": ("dana@example.com", "eli@example.com"),
        **changed,
    }


def opened(given: Mapping[str, SettingValue]) -> email.EmailPager | None:
    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    return email.open_pager(HttpClient(), read)


def pager(fake: FakeSmtp, **changed: SettingValue) -> email.EmailPager:
    found = opened(settings(fake, **changed))
    assert found is not None
    return found


async def failing(pager: email.EmailPager) -> Problem:
    with pytest.raises(Problem) as raised:
        await pager.send(pages.page())
    return raised.value


async def test_mail_arrives_over_tls(fake: FakeSmtp) -> None:
    sent = await pager(fake).send(pages.page())
    (mail,) = fake.mails
    assert (mail.over_tls, mail.sender) == (True, "alerts@example.com")
    assert mail.to == ("dana@example.com", "eli@example.com")
    assert mail.message["Subject"] == "[CRITICAL] sla_violation lead process: p95 2,300 ms"
    assert "m-1" in sent.receipt


async def test_mails_of_one_alert_thread(fake: FakeSmtp) -> None:
    one = pager(fake)
    for page in (pages.page(), pages.acknowledged(), pages.resolved()):
        await one.send(page)
    assert len({mail.message["References"] for mail in fake.mails}) == 1
    assert len({mail.message["Message-ID"] for mail in fake.mails}) == 3


async def test_mail_tried_again_keeps_its_id(fake: FakeSmtp) -> None:
    one = pager(fake)
    for _ in range(2):
        await one.send(pages.page())
    assert len({mail.message["Message-ID"] for mail in fake.mails}) == 1


async def test_it_reads_plain_and_as_html(fake: FakeSmtp) -> None:
    await pager(fake).send(pages.page(text="p95 <2000 & rising"))
    message = fake.mails[0].message
    plain, rich = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert rich is not None
    assert "p95 <2000 & rising" in plain.get_content()
    assert "p95 &lt;2000 &amp; rising" in rich.get_content()
    assert pages.FIRING.url in plain.get_content()


async def test_title_cannot_add_headers(fake: FakeSmtp) -> None:
    await pager(fake).send(pages.page(title="down\r\nBcc: x@example.com"))
    (mail,) = fake.mails
    assert mail.message["Subject"] == "down Bcc: x@example.com"
    assert mail.message["Bcc"] is None


async def test_page_with_addresses_goes_to_them(fake: FakeSmtp) -> None:
    await pager(fake).send(pages.page(target="fay@example.com"))
    assert fake.mails[0].to == ("fay@example.com",)


async def test_one_unknown_recipient_stops_no_other(fake: FakeSmtp) -> None:
    fake.unknown = {"eli@example.com"}
    await pager(fake).send(pages.page())
    assert fake.mails[0].to == ("dana@example.com",)


@pytest.mark.parametrize(
    ("answer", "family", "code"),
    [
        ("451 4.7.1 try again later", NotNow, "smtp.busy"),
        ("421 4.3.2 closing", NotNow, "smtp.busy"),
        ("554 5.7.1 no spam", Refused, "smtp.refused"),
        ("552 5.3.4 too big", Refused, "smtp.refused"),
    ],
)
async def test_what_the_server_says_is_meant(
    fake: FakeSmtp, answer: str, family: type[Problem], code: str
) -> None:
    fake.answers.append(answer)
    problem = await failing(pager(fake))
    assert (type(problem), problem.code) == (family, code)
    assert fake.mails == []


async def test_every_recipient_refused_is_final(fake: FakeSmtp) -> None:
    fake.unknown = {"dana@example.com", "eli@example.com"}
    assert (await failing(pager(fake))).code == "smtp.no_recipient"


async def test_wrong_password_names_the_variables(fake: FakeSmtp) -> None:
    problem = await failing(pager(fake, ALERT_EMAIL_SMTP_PASSWORD="wrong"))
    assert problem.code == "smtp.auth_failed"
    assert "ALERT_EMAIL_SMTP_PASSWORD" in problem.fix


async def test_unknown_authority_is_not_trusted(fake: FakeSmtp) -> None:
    problem = await failing(pager(fake, ALERT_EMAIL_SMTP_CA_FILE=None))
    assert problem.code == "smtp.untrusted"
    assert fake.mails == []


async def test_nothing_is_said_in_the_clear(tmp_path: Path) -> None:
    async with FakeSmtp(tmp_path, tls=False) as fake:
        assert (await failing(pager(fake))).code == "smtp.no_tls"
        await pager(fake, ALERT_EMAIL_SMTP_USE_TLS=False, ALERT_EMAIL_SMTP_USER="").send(
            pages.page()
        )
        assert [mail.over_tls for mail in fake.mails] == [False]


async def test_silent_server_is_given_up(fake: FakeSmtp) -> None:
    fake.silent = True
    problem = await failing(pager(fake, ALERT_EMAIL_SMTP_CONNECTION_TIMEOUT=0.2))
    assert isinstance(problem, NotNow)


async def test_absent_server_is_tried_again(fake: FakeSmtp) -> None:
    problem = await failing(pager(fake, ALERT_EMAIL_SMTP_PORT=ports.free_port()))
    assert problem.code == "smtp.unreachable"


async def test_short_names_are_read_too(fake: FakeSmtp) -> None:
    given = {
        name.replace("EMAIL_SMTP_", "SMTP_")
        if name.endswith(("HOST", "PORT", "USER", "PASSWORD"))
        else name: value
        for name, value in settings(fake).items()
    }
    assert "ALERT_SMTP_PASSWORD" in given
    found = opened(given)
    assert found is not None
    await found.send(pages.page())
    assert len(fake.mails) == 1


async def test_long_names_win_with_a_warning(
    fake: FakeSmtp, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        one = pager(fake, ALERT_SMTP_HOST="other.example.com", ALERT_SMTP_PASSWORD=PASSWORD)
    assert one.server.host == fake.host
    assert caplog.messages == [
        "ALERT_EMAIL_SMTP_HOST and ALERT_SMTP_HOST differ: the first is used"
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"ALERT_EMAIL_ENABLED": False},
        {"ALERT_EMAIL_SMTP_HOST": None},
        {"ALERT_EMAIL_TO": None},
    ],
)
async def test_it_is_off_without_its_settings(
    fake: FakeSmtp, changed: Mapping[str, SettingValue]
) -> None:
    assert opened({**settings(fake), **changed}) is None


async def test_check_signs_in_and_sends_nothing(fake: FakeSmtp) -> None:
    given = settings(fake)
    said = await email.check(HttpClient(), lambda one: given.get(one.name, one.default))
    assert said == (
        f"127.0.0.1:{fake.port} answers over TLS, signed in as desk; "
        "mails dana@example.com, eli@example.com"
    )
    assert fake.mails == []
