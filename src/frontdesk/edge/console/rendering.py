"""A view model turned into a page, with the headers that keep it to itself; and the style files."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from fastapi import Response

from frontdesk.ability.identity import Caller
from frontdesk.edge.console.page import Page

LOOK = Path(__file__).parent / "look"
PAGES = Path(__file__).parent / "pages"
# Forms need the Origin of their own site, which `no-referrer` would turn into "null".
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Menu:
    """What the frame of every page shows."""

    pages: tuple[Page, ...]
    caller: Caller | None
    style: str
    page_style: str


@cache
def load_styles() -> dict[str, bytes]:
    """Every style file by the name it is served under: the shared one, and one per page."""
    styles = {"look.css": (LOOK / "look.css").read_bytes()}
    for path in sorted(PAGES.glob("*/page.css")):
        styles[f"{path.parent.name}.css"] = path.read_bytes()
    return styles


def style_address(name: str) -> str:
    """The address of a style file; it changes with the content, so it may be kept for ever."""
    body = load_styles().get(name)
    if body is None:
        return ""
    return f"/console/style/{name}?v={hashlib.sha256(body).hexdigest()[:12]}"


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([LOOK, PAGES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_text(
    template: str, view: object, *, pages: tuple[Page, ...], caller: Caller | None, page: str = ""
) -> str:
    """The page as HTML. `page` names the page whose style file goes with it."""
    menu = Menu(pages, caller, style_address("look.css"), style_address(f"{page}.css"))
    return _environment().get_template(template).render(view=view, menu=menu, page=page)


def html(text: str, *, status: int = 200) -> Response:
    """A page as an answer, with its headers."""
    return Response(
        text, status_code=status, media_type="text/html; charset=utf-8", headers=HEADERS
    )
