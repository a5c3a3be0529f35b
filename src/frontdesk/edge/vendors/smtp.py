"""A mail server turned into one that takes messages over TLS within deadlines, each no a Problem."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache

import aiosmtplib

from frontdesk.ground.words.problems import NotNow, Problem, Refused

IMPLICIT_TLS_PORT = 465  # RFC 8314: TLS from the first byte
WHOLE_S = 20.0  # connecting, greeting, signing in and handing over together
AGAIN_S = 15.0
BUSY_S = 60.0  # a server that says 4xx (greylisting, too many) wants more patience
FIX = "check ALERT_EMAIL_SMTP_HOST, ALERT_EMAIL_SMTP_PORT and ALERT_EMAIL_SMTP_USE_TLS"


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server. With `tls` nothing is said in the clear: STARTTLS is required, or TLS from
    the first byte on port 465. `ca_file` is trusted beside the system's authorities."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = True
    timeout_s: float = 10.0
    ca_file: str = ""

    async def send(
        self, message: EmailMessage, *, sender: str, to: Sequence[str]
    ) -> tuple[str, tuple[str, ...]]:
        """The server's words as it took the message, and the recipients it refused while it took
        the others. NotNow for what may pass, with `maybe_done` when it may have been taken."""
        async with self._signed_in() as session:
            try:
                refused, said = await session.send_message(
                    message, sender=sender, recipients=list(to)
                )
            except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPReadTimeoutError) as error:
                raise _unanswered(self.host) from error
        return said, tuple(refused)

    async def check(self) -> str:
        """Connect and sign in, and send nothing; gives a sentence."""
        async with self._signed_in() as session:
            await session.noop()
        how = "over TLS" if self.tls else "without TLS"
        who = f", signed in as {self.user}" if self.user else ""
        return f"{self.host}:{self.port} answers {how}{who}"

    @contextlib.asynccontextmanager
    async def _signed_in(self) -> AsyncIterator[aiosmtplib.SMTP]:
        at_once = self.tls and self.port == IMPLICIT_TLS_PORT
        session = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            timeout=self.timeout_s,
            use_tls=at_once,
            start_tls=self.tls and not at_once,
            tls_context=_trust(self.ca_file) if self.tls else None,
        )
        try:
            async with asyncio.timeout(WHOLE_S):
                await session.connect()
                if self.user:
                    await session.login(self.user, self.password)
                yield session
                with contextlib.suppress(aiosmtplib.SMTPException):  # it was taken all the same
                    await session.quit(timeout=1.0)
        except TimeoutError as error:
            if isinstance(error, aiosmtplib.SMTPConnectTimeoutError):
                raise _unreachable(self.host) from error
            raise _unanswered(self.host) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise explain(error, self.host) from error
        finally:
            session.close()


@cache
def _trust(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise Refused(
                "smtp.bad_ca_file",
                "the file of the mail server's authority cannot be used",
                field="ALERT_EMAIL_SMTP_CA_FILE",
                fix="name a readable file of PEM certificates",
            ) from error
    return context


def explain(error: Exception, host: str) -> Problem:
    """What a failure of the mail server means for whoever sends."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code >= 500:
        fix = "check ALERT_EMAIL_SMTP_USER and ALERT_EMAIL_SMTP_PASSWORD"
        return Refused("smtp.auth_failed", f"{host} does not accept our account", fix=fix)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [one.code for one in error.recipients]
        if any(code < 500 for code in codes):
            return NotNow("smtp.busy", f"{host} takes no mail now", after_s=BUSY_S)
        fix = "check ALERT_EMAIL_TO, and whether the server relays for us"
        return Refused("smtp.no_recipient", f"{host} refuses every recipient", fix=fix)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        said = f"{host} said {error.code} {error.message}"[:300]
        if 400 <= error.code < 500:
            return NotNow("smtp.busy", said, after_s=BUSY_S)
        return Refused("smtp.refused", said, fix="see what the mail server says")
    if type(error) in (aiosmtplib.SMTPException, aiosmtplib.SMTPNotSupported):
        fix = "use a port that offers STARTTLS (587), or set ALERT_EMAIL_SMTP_USE_TLS=false"
        return Refused("smtp.no_tls", f"{host} offers no TLS, or no sign-in", fix=fix)
    if _is_untrusted(error):
        fix = "name its authority in ALERT_EMAIL_SMTP_CA_FILE, or use the certificate's own name"
        return Refused("smtp.untrusted", f"the certificate of {host} is not trusted", fix=fix)
    if isinstance(error, aiosmtplib.SMTPServerDisconnected):
        return _unanswered(host)
    return _unreachable(host)


def _is_untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _unreachable(host: str) -> NotNow:
    return NotNow("smtp.unreachable", f"cannot reach {host}", after_s=AGAIN_S, fix=FIX)


def _unanswered(host: str) -> NotNow:
    return NotNow("smtp.unanswered", f"{host} went silent", after_s=AGAIN_S, maybe_done=True)
