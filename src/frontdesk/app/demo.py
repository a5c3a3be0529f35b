"""An empty installation turned into one that can be tried: a tenant and a key that is printed."""

import os
from pathlib import Path

from frontdesk.ability import identity
from frontdesk.app.settings import Settings
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.kit import ids
from frontdesk.ground.words.ids import TenantId

DEMO = TenantId("demo")
SETTINGS = {"business": "Harbor Realty", "timezone": "America/Los_Angeles"}


async def prepare(settings: Settings, line: Line) -> str:
    """Make the demo tenant where there is none (not in production), and the first admin key.

    The first tenant answers texts to TWILIO_FROM, unless another was told to. Gives the key to
    print: FRONTDESK_ADMIN_KEY, or one made once and kept in the home.
    """
    if not line.tenants.all() and settings.text("APP_ENV") != "production":
        await identity.save_tenant(line.database, DEMO, "Demo", SETTINGS)
        await line.tenants.refresh(line.database)
    if not line.tenants.all():
        return ""
    first = line.tenants.all()[0].id
    await _answer_texts(settings, line, first)
    given = settings.text("FRONTDESK_ADMIN_KEY")
    secret = given or _kept(settings.home / "demo-key")
    await identity.create_key(
        line.database,
        first,
        name="first admin",
        scope="admin",
        who="installation",
        now=line.clock.now(),
        secret=secret,
    )
    return secret


async def _answer_texts(settings: Settings, line: Line, tenant: TenantId) -> None:
    number = settings.text("TWILIO_FROM")
    if number and await identity.find_front_door(line.database, "sms", number) is None:
        await identity.save_front_door(line.database, tenant, channel="sms", address=number)


def _kept(path: Path) -> str:
    if path.exists():
        return path.read_text().strip()
    secret = ids.token("fd")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    return secret
