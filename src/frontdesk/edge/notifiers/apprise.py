"""A page turned into a notification by Apprise, for the services that have no file of their own here."""

import importlib
import importlib.util
from dataclasses import dataclass, field
from typing import Any

from frontdesk.edge.vendors.paging import words
from frontdesk.edge.vendors.paging.served import Served
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import BadInput, NotNow
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_APPRISE_ENABLED", "bool", "Whether pages go out by Apprise.", True)
URLS = Setting(
    "ALERT_APPRISE_URLS",
    "list",
    "Apprise addresses that are paged (tgram://..., ntfy://...), between commas; needs "
    "`pip install frontdesk[apprise]`.",
    secret=True,
)
SETTINGS = (ENABLED, URLS)
AGAIN_S = 30.0
MOST_TITLE, MOST_TEXT = 250, 4000
KINDS = {"critical": "failure", "warning": "warning", "info": "info"}
FIX = "pip install 'frontdesk[apprise]', or unset ALERT_APPRISE_URLS"


@dataclass(frozen=True, slots=True)
class ApprisePager:
    """Every address on its own: Apprise gives one yes or no for all it is asked to serve. It is not
    asked to repeat anything itself."""

    addresses: tuple[tuple[str, Any], ...]  # an Apprise object ships without types
    served: Served = field(default_factory=Served)

    async def send(self, page: Page) -> Sent:
        page = words.fit(page, title=MOST_TITLE, text=MOST_TEXT)
        body = "\n".join(part for part in (page.text, page.url, page.runbook_url) if part)
        kind = KINDS[page.severity] if page.kind == "firing" else "success"
        known = dict(self.addresses)

        async def notify(number: str) -> str:
            taken = await known[number].async_notify(
                title=page.title, body=body or page.title, notify_type=kind
            )
            if not taken:
                raise NotNow(
                    "apprise.not_taken",
                    f"address {number} of ALERT_APPRISE_URLS did not take it",
                    after_s=AGAIN_S,
                    fix="see what Apprise logs, and check the address",
                    maybe_done=True,
                )
            return f"address {number}"

        return await self.served.send_each(page, known, notify)


def open_pager(_http: HttpClient, read: ReadSetting) -> ApprisePager | None:
    """The addresses of ALERT_APPRISE_URLS; BadInput without the package, or for one it cannot read."""
    urls = read(URLS)
    if not isinstance(urls, tuple) or not urls or not read(ENABLED):
        return None
    if importlib.util.find_spec("apprise") is None:
        raise BadInput(
            "apprise.not_installed",
            "ALERT_APPRISE_URLS is set, and Apprise is not installed",
            field=URLS.name,
            fix=FIX,
        )
    package = importlib.import_module("apprise")  # optional and heavy: only where it is asked for
    addresses = []
    for number, url in enumerate(urls, start=1):
        one = package.Apprise()
        if not one.add(url):
            raise BadInput(
                "apprise.bad_url",
                f"address {number} of ALERT_APPRISE_URLS is none that Apprise knows",
                field=URLS.name,
                fix="see Apprise's list of addresses",
            )
        addresses.append((str(number), one))
    return ApprisePager(tuple(addresses))


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Read the addresses; only a page proves that they are taken."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs ALERT_APPRISE_URLS"
    count = len(pager.addresses)
    return f"{count} addresses; `frontdesk alerts test-send --channel apprise` proves them"


NOTIFIER = Notifier(
    name="apprise",
    says="Pages any of the services that Apprise knows, where it is installed.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    check=check,
)
