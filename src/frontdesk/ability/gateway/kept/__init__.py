"""Room: a call turned into an answer that was given before to one who may have it, or into nothing.
Comes from: the gateway, before its attempts and after them.
Goes to: ground.store; embeddings by the function it is given.
Never: shares across tenants, bots, permissions or prompt versions, or keeps what is personal.
"""

from frontdesk.ability.gateway.kept.cacheable import decide_cacheable
from frontdesk.ability.gateway.kept.counts import Stats
from frontdesk.ability.gateway.kept.kept import Kept
from frontdesk.ability.gateway.kept.likeness import Embed
from frontdesk.ability.gateway.kept.warming import Warmed, warm, warm_again

__all__ = ["Embed", "Kept", "Stats", "Warmed", "decide_cacheable", "warm", "warm_again"]
