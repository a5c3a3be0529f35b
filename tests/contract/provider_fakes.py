"""Which fake stands for which provider's vendor, and how a client is opened on it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from frontdesk.ability.gateway import Client, Provider
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import Setting, SettingValue
from testing.models.anthropic import FakeAnthropic
from testing.models.gemini import FakeGemini
from testing.models.openai import FakeOpenAI
from testing.models.script import Answer, Behaviour
from testing.models.server import FakeVendor

KEY = "key-of-the-contract"


@dataclass(frozen=True, slots=True)
class Stand:
    """A provider's fake, with the settings that lead there. `extra` are further settings."""

    fake: type[FakeVendor]
    base_url: str
    key: str
    extra: Mapping[str, SettingValue] = field(default_factory=dict)
    embeds: bool = True
    refuses: bool = True


STANDS: Mapping[str, Stand] = {
    "openai": Stand(FakeOpenAI, "OPENAI_BASE_URL", "OPENAI_API_KEY"),
    "openai by responses": Stand(
        FakeOpenAI, "OPENAI_BASE_URL", "OPENAI_API_KEY", {"OPENAI_API": "responses"}
    ),
    "compatible": Stand(FakeOpenAI, "LOCAL_MODEL_BASE_URL", "LOCAL_MODEL_API_KEY"),
    "compatible like Azure": Stand(
        FakeOpenAI,
        "LOCAL_MODEL_BASE_URL",
        "LOCAL_MODEL_API_KEY",
        {"LOCAL_MODEL_AUTH": "api-key", "LOCAL_MODEL_API_VERSION": "2026-01-01"},
    ),
    "anthropic": Stand(FakeAnthropic, "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", embeds=False),
    "gemini": Stand(FakeGemini, "GEMINI_BASE_URL", "GEMINI_API_KEY", refuses=False),
}


def find_stands(providers: Mapping[str, Provider]) -> Mapping[str, tuple[Provider, Stand]]:
    """Every provider that has a vendor, with its fake: who names none is tried as one more that
    speaks OpenAI's protocol."""
    found = {}
    for name, stand in STANDS.items():
        if provider := providers.get(name.split()[0]):
            found[name] = (provider, stand)
    for name, provider in providers.items():
        urls = [setting.name for setting in provider.settings if setting.kind == "url"]
        keys = [setting.name for setting in provider.settings if setting.secret]
        if name not in found and urls and keys:
            found[name] = (provider, Stand(FakeOpenAI, urls[0], keys[0]))
    return found


def open_client(
    provider: Provider, http: HttpClient, given: Mapping[str, SettingValue]
) -> Client | None:
    """The provider's client with these settings, and the defaults of all others."""

    def read(setting: Setting) -> SettingValue:
        return given.get(setting.name, setting.default)

    return provider.open(http, read)


@asynccontextmanager
async def standing(
    provider: Provider,
    stand: Stand,
    *,
    answer: Answer | None = None,
    behaviour: Behaviour | None = None,
) -> AsyncIterator[tuple[Client, FakeVendor]]:
    """The provider's client on its fake, which takes no other key."""
    fake = stand.fake(behaviour=behaviour or Behaviour(), key=KEY)
    if answer is not None:
        fake.answer = answer
    async with fake, HttpClient() as http:
        given = {**stand.extra, stand.base_url: fake.url, stand.key: KEY}
        client = open_client(provider, http, given)
        assert client is not None
        yield client, fake
