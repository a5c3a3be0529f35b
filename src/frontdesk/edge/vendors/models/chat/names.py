"""The usual names of models turned into one that a server of somebody's own really has."""

from collections.abc import Mapping

from frontdesk.ability.gateway import Failure
from frontdesk.edge.vendors.models.account import Account
from frontdesk.edge.vendors.models.shapes import list_of, map_of, text_of

_LOOK_UP_S = 3.0


class Names:
    """`stand_ins` are names that stand for whatever the server has, with its own name where that is
    known. The others are looked up when the server does not know them, or `at_once`. Any other
    name is sent as it is."""

    def __init__(
        self,
        account: Account,
        stand_ins: Mapping[str, str] | None = None,
        *,
        at_once: bool = False,
    ) -> None:
        self._account = account
        self._stand_ins = frozenset(stand_ins or ())
        self._at_once = at_once
        self._found = {name: own for name, own in (stand_ins or {}).items() if own}

    def find(self, model: str) -> str:
        """What this server calls it, as far as known."""
        return self._found.get(model, model)

    async def prepare(self, model: str, *, left_s: float, embeds: bool = False) -> None:
        """Look the name up before it is first sent, where that is called for."""
        if self._at_once and model in self._stand_ins and model not in self._found:
            await self.look_up(model, left_s=left_s, embeds=embeds)

    async def look_up(self, model: str, *, left_s: float, embeds: bool = False) -> bool:
        """Whether the server has a model for a name that it does not know: its first one, for
        embeddings the first that says so."""
        if model not in self._stand_ins or model in self._found:
            return False
        try:
            listed = await self.list_models(timeout_s=min(left_s, _LOOK_UP_S))
        except Failure:
            return False
        embedding = [name for name in listed if "embed" in name.lower()]
        others = [name for name in listed if name not in embedding]
        choice = (embedding or listed) if embeds else (others or listed)
        if not choice:
            return False
        self._found[model] = choice[0]
        return True

    async def list_models(self, *, timeout_s: float) -> tuple[str, ...]:
        """What the server lists, in its own order."""
        answer = await self._account.get("/models", timeout_s=timeout_s)
        items = list_of(answer.get("data")) or list_of(answer.get("models"))
        named = (text_of(map_of(item).get("id") or map_of(item).get("name")) for item in items)
        return tuple(name for name in named if name)
