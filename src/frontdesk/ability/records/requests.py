"""What a bot may ask of the records outside, as typed requests."""

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.ground.words.decision import Request
from frontdesk.ground.words.reading import Json


@dataclass(frozen=True, slots=True)
class ReportQualified(Request):
    """Tell the business that a conversation has found out what it set out to.

    `answers` are the slots' canonical values, `summary` what the bot concludes (score, temperature,
    reasons). One report per conversation and bot: that is its key.
    """

    conversation_id: str
    bot: str
    answers: Mapping[str, Json]
    summary: Mapping[str, Json]

    @property
    def key(self) -> str:
        return f"qualified:{self.conversation_id}:{self.bot}"
