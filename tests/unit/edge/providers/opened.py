"""A fake turned into the client that its provider opens on it."""

from frontdesk.ability.gateway import Ask, Client, Completion, Message, Provider, Sampling
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import Setting, SettingValue


def open_on(provider: Provider, http: HttpClient, **given: SettingValue) -> Client:
    """The provider's client with these settings."""

    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    client = provider.open(http, read)
    assert client is not None
    return client


async def complete(
    client: Client, model: str, *, sampling: Sampling | None = None, text: str = "Ann"
) -> Completion:
    ask = Ask(model, (Message("user", text),), sampling=sampling or Sampling())
    return await client.complete(ask, timeout_s=5)
