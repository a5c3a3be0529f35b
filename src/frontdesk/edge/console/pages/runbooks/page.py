"""Runbooks as an operator reads them: a list, and one page each, its steps marked as look or change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

import frontdesk
from frontdesk.edge.console.page import Page, View, Visit
from frontdesk.edge.console.pages.runbooks.calling import Contact, load_contacts
from frontdesk.ground.words.problems import BadInput

if TYPE_CHECKING:  # sixty modules that only a page of this console needs are loaded for the first
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

FOLDER = Path(frontdesk.__file__).parent / "content" / "runbooks"
SLUG = re.compile(r"[a-z][a-z0-9_]{0,60}")
STEP = re.compile(r"sh step=([a-z_]+) does=(read|change)")
DOES = {"read": "only looks", "change": "changes something"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. `slug` is the name of the rule, too."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Books:
    """The list."""

    books: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """One page, and whom to call."""

    slug: str
    title: str
    text: Markup
    contacts: tuple[Contact, ...]


async def load_list(_visit: Visit) -> Books:
    """Every page, by name."""
    return Books(tuple(Listed(path.stem, read_title(path)) for path in sorted(FOLDER.glob("*.md"))))


async def load_one(visit: Visit) -> Book:
    """One page; BadInput 404 for none of that name."""
    slug = visit.path["slug"]
    path = FOLDER / f"{slug}.md"
    if SLUG.fullmatch(slug) is None or not path.is_file():
        raise BadInput(
            "console.no_runbook",
            f"there is no runbook {slug[:60]!r}",
            field="slug",
            fix="open /console/runbooks for those there are",
            status=404,
        )
    contacts = await load_contacts(visit)
    return Book(slug, read_title(path), render_markdown(path.read_text()), contacts)


def read_title(path: Path) -> str:
    """The first heading of a page."""
    first = path.read_text().partition("\n")[0]
    return first.removeprefix("# ")


def render_markdown(text: str) -> Markup:
    """Markdown as HTML; HTML in it is shown, not obeyed, and links stay in the house."""
    reader: MarkdownIt = import_module("markdown_it").MarkdownIt("commonmark", {"html": False})
    reader.enable("table")
    reader.add_render_rule("fence", _render_block)
    reader.add_render_rule("link_open", _render_link)
    return Markup(reader.render(text))


def _render_block(
    _self: "RendererHTML", tokens: "Sequence[Token]", place: int, _options: "OptionsDict", _env: Any
) -> str:
    block = tokens[place]
    step = STEP.fullmatch(block.info.strip())
    shown = f"<pre><code>{escape(block.content)}</code></pre>"
    if step is None:
        return shown
    says = f"{step[1].replace('_', ' ')} <small>{DOES[step[2]]}</small>"
    return f'<figure class="step {step[2]}"><figcaption>{says}</figcaption>{shown}</figure>\n'


def _render_link(
    self: "RendererHTML", tokens: "Sequence[Token]", place: int, options: "OptionsDict", env: Any
) -> str:
    link = tokens[place]
    to = str(link.attrs.get("href", ""))
    if to.endswith(".md") and SLUG.fullmatch(to.removesuffix(".md")):
        link.attrs["href"] = f"/console/runbooks/{to.removesuffix('.md')}"
    return self.renderToken([link], 0, options, env)


PAGE = Page(
    name="runbooks",
    title="Runbooks",
    views=(
        View("/runbooks", "list.html", load_list),
        View("/runbooks/{slug}", "page.html", load_one),
    ),
)
