"""The widget is one self-contained script, and the page that shows it allows nothing more."""

import base64
import hashlib
import re

from frontdesk.edge.channels.webchat import script


def test_the_script_carries_its_own_look() -> None:
    body = script.render_script().body.decode()
    assert body.startswith("(() => {")
    assert "color-scheme: light dark" in body
    assert "import " not in re.sub(r'const LOOK = ".*";', "", body)


def test_the_script_names_its_content() -> None:
    found = script.render_script()
    assert found.version == hashlib.sha256(found.body).hexdigest()[:16]


def test_nothing_in_the_widget_needs_inline_code() -> None:
    body = script.render_script().body.decode()
    assert re.findall(r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|eval\(", body) == []


def test_the_page_policy_names_its_only_style() -> None:
    page = script.render_page("A & B", tenant="demo", bot=None, bots=("lead",))
    style = re.search(r"<style>(.*?)</style>", page.body.decode(), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.policy


def test_names_cannot_break_out_of_the_page() -> None:
    page = script.render_page('"><script>x', tenant="demo", bot=None, bots=())
    assert b"<script>x" not in page.body
    assert b"&quot;&gt;&lt;script&gt;x" in page.body
