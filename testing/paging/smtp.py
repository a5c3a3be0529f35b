"""Turns mails into a record at a real SMTP server with STARTTLS and accounts, that fails as it is told to.

async with smtp.FakeSmtp(folder) as fake:
    fake.port, fake.certificate      # ALERT_EMAIL_SMTP_PORT, ALERT_EMAIL_SMTP_CA_FILE
    fake.mails[0]["Subject"]
"""

import asyncio
import ssl
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from testing.certificate import make_certificate

USER, PASSWORD = "desk", "mail-password-of-a-test"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it arrived."""

    sender: str
    to: tuple[str, ...]
    message: EmailMessage
    over_tls: bool


class FakeSmtp:
    """`answers` are said to the next mails instead of taking them (`"451 later"`); `unknown` are
    recipients it refuses; without `tls` it offers no STARTTLS."""

    def __init__(self, folder: Path, *, tls: bool = True) -> None:
        self.mails: list[Mail] = []
        self.answers: deque[str] = deque()
        self.unknown: set[str] = set()
        self.silent = False
        self.host, self.port = "127.0.0.1", 0
        self.certificate, key = make_certificate(folder)
        self._context: ssl.SSLContext | None = None
        if tls:
            self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            self._context.load_cert_chain(self.certificate, key)
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(
            self._answer, self.host, self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()

    def _answer(self) -> asyncio.BaseProtocol:
        if self.silent:
            return asyncio.Protocol()  # takes the connection and says nothing
        return cast(
            asyncio.BaseProtocol,
            SMTP(
                self,
                hostname="mail.example.com",
                tls_context=self._context,
                require_starttls=self._context is not None,
                authenticator=_check,
                auth_require_tls=self._context is not None,
                loop=asyncio.get_running_loop(),
                enable_SMTPUTF8=True,
            ),
        )

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient, unless it is unknown here."""
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Session, envelope: Envelope) -> str:
        """Take a mail, or say what was planned."""
        if self.answers:
            return self.answers.popleft()
        message = message_from_bytes(bytes(envelope.original_content or b""), policy=policy.default)
        self.mails.append(
            Mail(
                str(envelope.mail_from),
                tuple(envelope.rcpt_tos),
                message,
                session.ssl is not None,
            )
        )
        return "250 2.0.0 taken as m-1"


def _check(
    _server: Any, _session: Session, _envelope: Envelope, _mechanism: str, found: Any
) -> AuthResult:
    good = (found.login, found.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good)
