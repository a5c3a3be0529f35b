"""What people and the world allow a turn's model call, as the highest rung and its reason."""

from frontdesk.ability.gateway import Chosen, Purpose
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.ids import TenantId

NO_MODEL = Chosen("rules", "no_model")


def decide_ceiling(line: Line, tenant: TenantId, bot: Bot, purpose: Purpose) -> Chosen:
    """The highest rung that a call of this turn could be answered from now.

    An installation without any provider pays nothing for the question.
    """
    if not line.gateway.configured:
        return NO_MODEL
    return line.gateway.standing(tenant, bot.name, purpose)


def asks_model(chosen: Chosen) -> bool:
    """Whether a model itself may be asked."""
    return chosen.rung in ("full", "economy")


def asks_kept(chosen: Chosen) -> bool:
    """Whether at least an answer that was kept may be used."""
    return asks_model(chosen) or chosen.rung == "cached"
