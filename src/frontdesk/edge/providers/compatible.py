"""Any server that speaks OpenAI's protocol turned into a client: Ollama, vLLM, llama.cpp, Azure-style."""

from frontdesk.ability.gateway import Client, Provider
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.chat.asking import Dialect
from frontdesk.edge.vendors.models.chat.client import ChatClient
from frontdesk.edge.vendors.models.chat.names import Names
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.settings import ReadSetting, Setting

USUAL, USUAL_EMBEDDING = "default", "default-embedding"

BASE_URL = Setting(
    "LOCAL_MODEL_BASE_URL",
    "url",
    "Address of a server that speaks OpenAI's protocol (Ollama, vLLM, llama.cpp, Azure-style).",
)
API_KEY = Setting(
    "LOCAL_MODEL_API_KEY", "text", "Key of that server, if it wants one.", secret=True
)
NAME = Setting(
    "LOCAL_MODEL_NAME", "text", "The model's name there; unset: the first one the server lists."
)
EMBEDDING_NAME = Setting(
    "LOCAL_MODEL_EMBEDDING_NAME",
    "text",
    "The embedding model's name there; unset: the first one listed with `embed` in its name.",
)
AUTH = Setting(
    "LOCAL_MODEL_AUTH",
    "text",
    "How the key is sent: as a bearer token, or in a header `api-key` as Azure wants it.",
    "bearer",
    choices=("bearer", "api-key"),
)
API_VERSION = Setting(
    "LOCAL_MODEL_API_VERSION", "text", "The `api-version` that Azure wants in every address."
)
SETTINGS = (BASE_URL, API_KEY, NAME, EMBEDDING_NAME, AUTH, API_VERSION)


def open_client(http: HttpClient, read: ReadSetting) -> Client | None:
    """A client as soon as the address is set."""
    url, key = str(read(BASE_URL) or "").rstrip("/"), str(read(API_KEY) or "")
    if not url:
        return None
    headers = {}
    if key:
        api_key = str(read(AUTH) or "") == "api-key"
        headers = {"api-key": key} if api_key else {"authorization": f"Bearer {key}"}
    version = str(read(API_VERSION) or "")
    account = Account(
        http,
        "The local model server",
        url,
        headers,
        query=f"api-version={version}" if version else "",
        secret=key,
    )
    named = {USUAL: str(read(NAME) or ""), USUAL_EMBEDDING: str(read(EMBEDDING_NAME) or "")}
    return ChatClient(account, lambda _: Dialect(), Names(account, named, at_once=True))


PROVIDER = Provider(
    name="compatible",
    says="A model server of your own, or any other that speaks OpenAI's protocol.",
    open=open_client,
    settings=SETTINGS,
    model=USUAL,
    economy=USUAL,
    embedding=USUAL_EMBEDDING,
    order=40,
)
