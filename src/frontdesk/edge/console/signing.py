"""A key typed once turned into a cookie that scripts cannot read; and the cookie into who is here."""

from urllib.parse import parse_qs, urlsplit

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from frontdesk.ability import identity
from frontdesk.ability.identity import Caller
from frontdesk.edge.console import rendering
from frontdesk.flow.conversation.line import Line
from frontdesk.ground.words.problems import Refused

COOKIE = "frontdesk_desk"
SCOPES: tuple[identity.Scope, ...] = ("agent", "operator", "admin")


async def find_visitor(line: Line, request: Request) -> Caller | None:
    """Who is signed in; None without a live sign-in of a scope that may look."""
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    caller = await identity.find_sign_in(line.database, token, now=line.clock.now())
    return caller if caller is not None and caller.scope in SCOPES else None


def check_own_page(request: Request) -> None:
    """Refused 403 unless a form was sent by a page of this host: browsers say so, and no other
    site can make them say it."""
    origin, host = request.headers.get("origin", ""), request.headers.get("host", "")
    if not host or urlsplit(origin).netloc.lower() != host.lower():
        raise Refused(
            "console.foreign_form",
            "this form was not sent from a page of this console",
            fix="open the console's own page and send it from there",
            status=403,
        )


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; the first value where one is given twice."""
    fields = parse_qs((await request.body()).decode("utf-8", "replace"))
    return {name: values[0] for name, values in fields.items()}


def parse_next(wanted: str) -> str:
    """Where to go after signing in: a page of the console, whatever the address says."""
    safe = wanted.startswith("/console") and "\\" not in wanted and not wanted.startswith("//")
    return wanted if safe and wanted.isprintable() else "/console"


async def sign_in(line: Line, request: Request) -> Response:
    """The answer to the sign-in form: a cookie and the page wanted, or the form with the reason."""
    check_own_page(request)
    form = await read_form(request)
    key = form.get("key", "").strip()
    wanted = parse_next(form.get("next", ""))
    caller = await identity.find_caller(line.database, key) if key else None
    if caller is None or caller.scope not in SCOPES:
        line.meters.refusals.labels("console.bad_key").inc()
        why = (
            "That key is unknown or was revoked."
            if caller is None
            else "That key opens the customer door only."
        )
        return render_form(why, wanted=wanted, status=403)
    token = await identity.sign_in(line.database, caller, now=line.clock.now())
    answer = RedirectResponse(wanted, status_code=303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(identity.LASTS.total_seconds()),
        path="/console",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


async def sign_out(line: Line, request: Request) -> Response:
    """End the sign-in here and in the database."""
    check_own_page(request)
    caller = await find_visitor(line, request)
    if caller is not None:
        await identity.sign_out(line.database, caller, request.cookies[COOKIE])
    answer = RedirectResponse("/console/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/console", httponly=True, samesite="strict")
    return answer


def render_form(why: str, *, wanted: str, status: int = 200) -> Response:
    """The sign-in page, with the reason when a key was refused."""
    view = {"why": why, "wanted": wanted}
    text = rendering.render_text("sign_in.html", view, pages=(), caller=None)
    return rendering.html(text, status=status)
