"""What every registered notifier must hold to: asked against a fake that checks its vendor's limits."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from frontdesk.app import registry
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, PageKind, Pager
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import NotNow, Problem, Refused
from testing.paging import pages
from testing.paging.receiver import FakeReceiver
from testing.paging.smtp import FakeSmtp
from tests.contract.notifier_fakes import (
    STANDS,
    Stand,
    find_stands,
    mail_settings,
    reading,
    stand_for,
    standing,
    standing_mail,
)

# Apprise asks Python for a module that will go.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
FOUND = registry.scan().notifiers
LISTED = find_stands(FOUND)
ADDED = {
    name: stand_for(one)
    for name, one in FOUND.items()
    if name != "email" and name not in {listed.split()[0] for listed in STANDS}
}
STOOD = {**LISTED, **ADDED}
ALL = [pytest.param(notifier, id=name) for name, notifier in FOUND.items()]
BY_HTTP = [pytest.param(FOUND[name.split()[0]], stand, id=name) for name, stand in STOOD.items()]
CLEAR = [one for one in BY_HTTP if not STOOD[str(one.id)].vague]
OF_KIND: dict[PageKind, Callable[[], Page]] = {
    "firing": pages.page,
    "acknowledged": pages.acknowledged,
    "resolved": pages.resolved,
}


async def failing(pager: Pager, page: Page) -> Problem:
    with pytest.raises(Problem) as raised:
        await pager.send(page)
    return raised.value


async def told_all(notifier: Notifier, pager: Pager) -> int:
    """Send one of each kind it can say, each with the thread of the one before; gives how many."""
    thread = ""
    for kind in notifier.kinds:
        sent = await pager.send(OF_KIND[kind]() if not thread else with_thread(kind, thread))
        thread = sent.thread or thread
    return len(notifier.kinds)


def with_thread(kind: PageKind, thread: str) -> Page:
    made = {"firing": pages.page, "acknowledged": pages.acknowledged, "resolved": pages.resolved}
    return made[kind](thread=thread)


# What each must declare.


@pytest.mark.parametrize("notifier", ALL)
def test_it_says_what_it_does(notifier: Notifier) -> None:
    assert notifier.says.endswith(".")
    assert "firing" in notifier.kinds
    for setting in notifier.settings:
        assert setting.doc.endswith("."), setting.name
        assert setting.secret or not setting.name.endswith(
            ("_KEY", "_TOKEN", "_SECRET", "PASSWORD")
        )


@pytest.mark.parametrize("notifier", ALL)
def test_it_can_be_switched_off(notifier: Notifier) -> None:
    switches = [one for one in notifier.settings if one.name.endswith("_ENABLED")]
    assert [(one.kind, one.default) for one in switches] == [("bool", True)]


@pytest.mark.parametrize("notifier", ALL)
async def test_it_is_closed_without_its_settings(notifier: Notifier) -> None:
    async with HttpClient() as http:
        assert notifier.open(http, reading({})) is None


@pytest.mark.parametrize("notifier", ALL)
async def test_the_doctor_hears_a_sentence(notifier: Notifier) -> None:
    if notifier.check is not None:
        async with HttpClient() as http:
            assert (await notifier.check(http, reading({}))).startswith("not set up: it needs ")


@pytest.mark.parametrize("notifier", ALL)
def test_what_it_warns_of_is_a_sentence(notifier: Notifier) -> None:
    warned = notifier.warns(datetime(2026, 11, 21, tzinfo=UTC)) if notifier.warns else ""
    assert bool(warned) == (notifier.warns is not None)


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_any_missing_setting_keeps_it_closed(notifier: Notifier, stand: Stand) -> None:
    async with HttpClient() as http:
        whole = stand.settings("http://127.0.0.1:9")
        assert notifier.open(http, reading(whole)) is not None
        for name in stand.needs:
            left = {one: value for one, value in whole.items() if one != name}
            assert notifier.open(http, reading(left)) is None, name


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_switched_off_it_is_closed(notifier: Notifier, stand: Stand) -> None:
    async with HttpClient() as http:
        given = {**stand.settings("http://127.0.0.1:9"), stand.switch: False}
        assert notifier.open(http, reading(given)) is None


# What each must do.


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_every_kind_of_page_is_taken(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        count = await told_all(notifier, pager)
        assert (len(fake.taken), fake.mistakes) == (count, [])


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_what_it_cannot_say_is_refused(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        for kind in OF_KIND:
            if kind not in notifier.kinds:
                assert isinstance(await failing(pager, OF_KIND[kind]()), Refused)
        assert fake.requests == []


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_oversize_is_shortened_never_dropped(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        await pager.send(pages.oversize())
        assert (len(fake.taken), fake.mistakes) == (1, [])


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_nothing_is_sent_twice_by_itself(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        for fault in ("failing", "too_many", "lose_response", "error_after", "refuse"):
            before = len(fake.requests)
            fake.plan(fault)
            await failing(pager, pages.page(id=f"page-{fault}"))
            assert len(fake.requests) == before + 1, fault


@pytest.mark.parametrize(("notifier", "stand"), CLEAR)
async def test_busy_receiver_says_when(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        fake.plan("too_many")
        problem = await failing(pager, pages.page())
        assert isinstance(problem, NotNow)
        assert (problem.after_s, problem.maybe_done) == (30.0, False)
        assert fake.taken == []


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_failing_receiver_is_tried_again(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        for fault in ("failing", "drop"):
            fake.plan(fault)
            problem = await failing(pager, pages.page())
            assert isinstance(problem, NotNow)
            assert problem.after_s > 0
        await pager.send(pages.page())
        assert len(fake.taken) == 1


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_lost_answer_may_have_been_taken(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        fake.plan("lose_response")
        problem = await failing(pager, pages.page())
        assert isinstance(problem, NotNow)
        assert problem.maybe_done


@pytest.mark.parametrize(("notifier", "stand"), BY_HTTP)
async def test_unreachable_receiver_is_tried_again(notifier: Notifier, stand: Stand) -> None:
    async with stand.fake() as fake:
        gone = fake.url
    async with HttpClient() as http:
        pager = notifier.open(http, reading(stand.settings(gone)))
        assert pager is not None
        assert isinstance(await failing(pager, pages.page()), NotNow)


@pytest.mark.parametrize(("notifier", "stand"), CLEAR)
async def test_refusal_is_final_and_says_why(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        fake.plan("refuse")
        problem = await failing(pager, pages.page())
        assert isinstance(problem, Refused)
        assert problem.public
        assert problem.fix


@pytest.mark.parametrize(("notifier", "stand"), CLEAR)
async def test_no_secret_is_in_a_problem(notifier: Notifier, stand: Stand) -> None:
    async with standing(notifier, stand) as (pager, fake):
        fake.plan("refuse")
        said = str(await failing(pager, pages.page()))
        secrets = {one.name for one in notifier.settings if one.secret and one.kind == "text"}
        given = stand.settings(fake.url)
        assert [name for name in secrets if str(given.get(name) or "-none-") in said] == []


# The same for mail, at a real SMTP server.


@pytest.fixture
async def mail(tmp_path: Path) -> AsyncIterator[tuple[Pager, FakeSmtp]]:
    async with standing_mail(FOUND["email"], tmp_path) as stood:
        yield stood


async def test_mails_of_every_kind_are_taken(mail: tuple[Pager, FakeSmtp]) -> None:
    pager, fake = mail
    assert await told_all(FOUND["email"], pager) == len(fake.mails)


async def test_oversize_mail_is_shortened(mail: tuple[Pager, FakeSmtp]) -> None:
    pager, fake = mail
    await pager.send(pages.oversize())
    assert len(str(fake.mails[0].message["Subject"])) <= 200


async def test_switched_off_mail_is_closed(mail: tuple[Pager, FakeSmtp]) -> None:
    _, fake = mail
    async with HttpClient() as http:
        given = {**mail_settings(fake), "ALERT_EMAIL_ENABLED": False}
        assert FOUND["email"].open(http, reading(given)) is None


def test_each_notifier_has_its_stand() -> None:
    unlisted = set(FOUND) - {name.split()[0] for name in STOOD} - {"email"}
    assert unlisted == set()
    assert all(isinstance(stand.fake(), FakeReceiver) for stand in ADDED.values())
