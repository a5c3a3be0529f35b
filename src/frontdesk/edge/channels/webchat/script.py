"""The widget's source files turned into the one script that pages load, and the demo page."""

import base64
import hashlib
import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "widget"
PARTS = ("wire.js", "view.js", "element.js")


@dataclass(frozen=True, slots=True)
class Script:
    """The script, and the hash of its content as version and ETag."""

    body: bytes
    version: str


@dataclass(frozen=True, slots=True)
class ChatPage:
    """The demo page with the policy that lets it load the widget and nothing else."""

    body: bytes
    policy: str


@cache
def render_script() -> Script:
    """The parts in one function scope, with the look as a string: nothing leaks into the page."""
    look = json.dumps((FOLDER / "look.css").read_text())
    parts = "\n".join((FOLDER / part).read_text() for part in PARTS)
    body = f'(() => {{\n"use strict";\nconst LOOK = {look};\n{parts}}})();\n'.encode()
    return Script(body, hashlib.sha256(body).hexdigest()[:16])


def render_page(business: str, *, tenant: str, bot: str | None, bots: tuple[str, ...]) -> ChatPage:
    """The page of `GET /chat`. Its only style stands inline and is named by hash in the policy."""
    style = (FOLDER / "page.css").read_text()
    choices = "".join(
        f'<a href="/chat?bot={html.escape(name)}"{" aria-current=page" * (name == bot)}>'
        f"{html.escape(name)}</a>"
        for name in bots
    )
    body = Template((FOLDER / "page.html").read_text()).substitute(
        style=style,
        business=html.escape(business),
        tenant=html.escape(tenant),
        bot=html.escape(bot or ""),
        choices=choices,
        version=render_script().version,
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'sha256-{digest}'; connect-src 'self'; "
        "img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return ChatPage(body.encode(), policy)
