"""OpenAI's account turned into a client; also any server that speaks the protocol at OPENAI_BASE_URL."""

import re

from frontdesk.ability.gateway import Client, Provider
from frontdesk.edge.providers.openai.responses import ResponsesClient
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.chat.asking import Dialect
from frontdesk.edge.vendors.models.chat.client import ChatClient
from frontdesk.edge.vendors.models.chat.names import Names
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting

OWN_URL = "https://api.openai.com/v1"
MODEL, ECONOMY, EMBEDDING = "gpt-6.1-terra", "gpt-6-luna", "text-embedding-3-small"

API_KEY = Setting("OPENAI_API_KEY", "text", "Key of the OpenAI account.", secret=True)
BASE_URL = Setting(
    "OPENAI_BASE_URL",
    "url",
    f"Address of OpenAI, or of any server that speaks its protocol; unset: {OWN_URL}. "
    "With an address, no key is needed where the server wants none.",
)
API = Setting(
    "OPENAI_API",
    "text",
    "Which of OpenAI's interfaces is used: chat completions or responses.",
    "chat",
    choices=("chat", "responses"),
)
EFFORT = Setting(
    "OPENAI_REASONING_EFFORT",
    "text",
    "How long OpenAI's models that think may do so; `quickest` is the least each model takes, "
    "`vendor` leaves it to OpenAI.",
    "quickest",
    choices=("quickest", "vendor", "none", "minimal", "low", "medium", "high"),
)
ORGANIZATION = Setting("OPENAI_ORGANIZATION", "text", "Organization that calls are counted for.")
PROJECT = Setting("OPENAI_PROJECT", "text", "Project that calls are counted for.")
SETTINGS = (API_KEY, BASE_URL, API, EFFORT, ORGANIZATION, PROJECT)

_THINKS = re.compile(r"^(?:o\d|gpt-(?:[5-9]|\d\d))")
_AS_IT_IS = re.compile(r"chat|pro\b|codex|search|audio|realtime")
# The least effort by the beginning of the name; every other thinking model takes `none`.
_LEAST = (("gpt-5.5", "low"), ("gpt-5.", "none"), ("gpt-5", "minimal"), ("o", "low"))


def quickest_effort(model: str) -> str:
    """The least thinking that a model takes; "" for one that does not think, or only as it likes."""
    if not _THINKS.match(model) or _AS_IT_IS.search(model):
        return ""
    return next((effort for beginning, effort in _LEAST if model.startswith(beginning)), "none")


def takes_sampling(model: str) -> bool:
    """Whether a temperature may be sent: models that think take none."""
    return not _THINKS.match(model)


def open_client(http: HttpClient, read: ReadSetting) -> Client | None:
    """A client as soon as the key or the address is set."""
    key, url = str(read(API_KEY) or ""), str(read(BASE_URL) or "").rstrip("/")
    if not key and not url:
        return None
    told = {
        "authorization": f"Bearer {key}" if key else "",
        "openai-organization": str(read(ORGANIZATION) or ""),
        "openai-project": str(read(PROJECT) or ""),
    }
    headers = {name: value for name, value in told.items() if value}
    own = url in ("", OWN_URL)
    account = Account(http, "OpenAI" if own else "The model server", url or OWN_URL, headers)
    account.secret = key
    names = Names(account, {} if own else dict.fromkeys((MODEL, ECONOMY, EMBEDDING), ""))
    effort = str(read(EFFORT) or "")

    def dialect(model: str) -> Dialect:
        return Dialect(
            limit="max_completion_tokens" if own else "max_tokens",
            effort=_effort(effort, model) if own else "",
            sampling=not own or takes_sampling(model),
        )

    if str(read(API) or "") == "responses":
        return ResponsesClient(account, dialect, names)
    return ChatClient(account, dialect, names)


def _effort(wanted: str, model: str) -> str:
    if wanted == "quickest":
        return quickest_effort(model)
    return wanted if wanted != "vendor" and _THINKS.match(model) else ""


PROVIDER = Provider(
    name="openai",
    says="OpenAI, or any server that speaks its protocol.",
    open=open_client,
    settings=SETTINGS,
    prefixes=("gpt-", "chatgpt-", "o1", "o3", "o4", "text-embedding-"),
    model=MODEL,
    economy=ECONOMY,
    embedding=EMBEDDING,
    vendor="openai",
    order=10,
)
