"""A reply turned into a message at Twilio; and a lost answer into what Twilio's list says of it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from frontdesk.edge.channels.sms import webhooks
from frontdesk.edge.vendors import twilio
from frontdesk.ground.words.message import Outgoing, Sent
from frontdesk.ground.words.problems import NotNow, Refused

STATUS_PATH = "/channels/sms/twilio/status"
# Our clock and Twilio's may differ; an equal text sent earlier than this is another message, and
# one sent within it is told apart by its known id.
CLOCKS_DIFFER = timedelta(minutes=5)
_TRIAL = re.compile(r"sent from your twilio trial account - ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SmsSender:
    """Fulfils the line's Sender. Without a `public_url` Twilio is asked for no status reports."""

    account: twilio.Account
    number: str
    public_url: str

    async def send(self, message: Outgoing) -> Sent:
        taken = await self.account.send_message(
            to=message.address,
            sender=self._sender(message),
            body=message.text,
            status_callback=self.status_address(message),
        )
        return _sent(taken)

    async def find_sent(
        self, message: Outgoing, *, tried_at: datetime, known: frozenset[str]
    ) -> Sent | None:
        """Look an earlier try up: same numbers, same text, not older, not another reply's.

        While Twilio cannot be asked, the try stays uncertain: NotNow with `maybe_done`.
        """
        try:
            listed = await self.account.load_messages(
                to=message.address, sender=self._sender(message)
            )
        except NotNow as problem:
            raise NotNow(
                problem.code, problem.public, after_s=problem.after_s, maybe_done=True
            ) from problem
        since = tried_at - CLOCKS_DIFFER
        for item in listed:
            fresh = item.created_at is None or item.created_at >= since
            if fresh and item.sid not in known and _same(item.body, message.text):
                return _sent(item)
        return None

    def status_address(self, message: Outgoing) -> str | None:
        """Where Twilio reports on this reply: signed by Twilio with the address, so the ids in it
        can be believed."""
        if not self.public_url:
            return None
        ids = urlencode({"tenant": message.tenant_id, "outbox": message.id})
        return f"{self.public_url}{STATUS_PATH}?{ids}"

    def _sender(self, message: Outgoing) -> str:
        sender = message.sender or self.number
        if not sender:
            raise Refused(
                "sms.no_number",
                "there is no number to send from",
                fix="set TWILIO_FROM to a number of the account",
            )
        return sender


def _sent(message: twilio.Message) -> Sent:
    said = webhooks.decide_said(message.status, str(message.error_code or ""))
    if isinstance(said, Refused):
        raise said
    return Sent(message.sid, confirmed=said == "delivered")


def _same(listed: str, text: str) -> bool:
    """Twilio trims a text, and puts a sentence before it on trial accounts."""
    return _TRIAL.sub("", listed, count=1).strip() == text.strip()
