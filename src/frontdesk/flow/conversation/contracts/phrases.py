"""The things the house itself says, whichever bot is speaking; `content/policies` words them."""

from collections.abc import Mapping
from typing import Literal, get_args

from frontdesk.flow.conversation.contracts.bot import Words

HouseKey = Literal[
    "house.disclosure",
    "house.opted_out",
    "house.opted_in",
    "house.help",
    "house.went_wrong",
    "house.person_coming",
    "house.danger",
    "house.danger_air",
    "house.danger_water",
    "house.still_there",
]
HOUSE_KEYS: tuple[HouseKey, ...] = get_args(HouseKey)
Phrases = Mapping[str, Words]
