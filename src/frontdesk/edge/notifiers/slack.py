"""A page turned into a Slack message that changes with its alert; a press of its button into an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, Request, Response

from frontdesk.edge.door import Door
from frontdesk.edge.vendors import slack
from frontdesk.edge.vendors.paging import presses, words
from frontdesk.flow.conversation.line import Line
from frontdesk.flow.operations.callbacks import answering
from frontdesk.flow.operations.contracts.notifier import Notifier, Page, Sent
from frontdesk.ground.kit import tasks
from frontdesk.ground.kit.http import HttpClient
from frontdesk.ground.words.problems import Refused
from frontdesk.ground.words.reading import Json
from frontdesk.ground.words.settings import ReadSetting, Setting

ENABLED = Setting("ALERT_SLACK_ENABLED", "bool", "Whether pages go to Slack.", True)
WEBHOOK_URL = Setting(
    "ALERT_SLACK_WEBHOOK_URL", "url", "Incoming webhook that takes pages.", secret=True
)
BOT_TOKEN = Setting(
    "ALERT_SLACK_BOT_TOKEN",
    "text",
    "Bot token (xoxb-..., scope chat:write): a message then changes with its alert. Wins over the "
    "incoming webhook where ALERT_SLACK_CHANNEL is set.",
    secret=True,
)
CHANNEL = Setting("ALERT_SLACK_CHANNEL", "text", "Channel that is paged; the bot needs it.")
USERNAME = Setting("ALERT_SLACK_USERNAME", "text", "Name beside pages.")
ICON_EMOJI = Setting("ALERT_SLACK_ICON_EMOJI", "text", "Emoji beside pages (:rotating_light:).")
SIGNING_SECRET = Setting(
    "ALERT_SLACK_SIGNING_SECRET",
    "text",
    "Signing secret of the Slack app: with it pages carry a button that acknowledges.",
    secret=True,
)
BASE_URL = Setting(
    "ALERT_SLACK_BASE_URL", "url", "Address of Slack's Web API.", "https://slack.com/api"
)
SETTINGS = (
    ENABLED, WEBHOOK_URL, BOT_TOKEN, CHANNEL, USERNAME, ICON_EMOJI, SIGNING_SECRET, BASE_URL,
)  # fmt: skip
PATH = "/pages/slack"
ACKNOWLEDGE = "frontdesk.acknowledge"
MOST_TITLE, MOST_TEXT, MOST_FIELD, MOST_FIELDS = 1024, 2800, 400, 10
COLOURS = {"critical": "#b3261e", "warning": "#e0a100", "info": "#0b57d0"}
SAID = {
    "unknown": "I do not know this alert any more.",
    "over": "This alert is over already.",
    "late": "Somebody has answered this alert since.",
}


@dataclass(frozen=True, slots=True)
class SlackPager:
    """A channel by its incoming webhook, or by the bot, which can change what it has said."""

    http: HttpClient
    hook: str = ""
    bot: slack.Bot | None = None
    channel: str = ""
    username: str = ""
    icon: str = ""
    buttons: bool = False

    async def send(self, page: Page) -> Sent:
        body = render_message(page, buttons=self.buttons)
        look = {"username": self.username, "icon_emoji": self.icon}
        body |= {name: value for name, value in look.items() if value}
        if self.bot is None:
            if self.channel:
                body["channel"] = self.channel
            await slack.send_hook(self.http, self.hook, body)
            return Sent(receipt=page.id)
        if page.thread and page.kind != "firing":
            changed = await self._change(self.bot, page, body)
            if changed is not None:
                return changed
        said = await self.bot.call(
            "chat.postMessage", {**body, "channel": page.target or self.channel}
        )
        thread = f"{said.get('channel')}:{said.get('ts')}"
        return Sent(receipt=thread, thread=page.thread or thread)

    async def _change(self, bot: slack.Bot, page: Page, body: Mapping[str, Json]) -> Sent | None:
        """The first message of the alert with what is so now; None when it is there no more."""
        channel, _, stamp = page.thread.rpartition(":")
        changed = {name: body[name] for name in ("text", "attachments")}
        try:
            await bot.call("chat.update", {**changed, "channel": channel, "ts": stamp})
        except Refused as problem:
            if problem.code != "slack.message_gone":
                raise
            return None
        return Sent(receipt=page.thread, thread=page.thread)


def render_message(page: Page, *, buttons: bool) -> dict[str, Json]:
    """A message in Block Kit, within its limits; `text` is what a phone shows."""
    page = words.fit(page, title=MOST_TITLE, text=MOST_TEXT, fact=MOST_FIELD)
    colour = COLOURS[page.severity] if page.kind == "firing" else "#2e7d32"
    return {
        "text": words.cut(escape(page.title), MOST_TITLE),
        "attachments": [{"color": colour, "blocks": [*_blocks(page, buttons=buttons)]}],
    }


def escape(text: str) -> str:
    """Text in which nothing is Slack's markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(page: Page, *, buttons: bool) -> list[Json]:
    title = words.cut(escape(page.title), MOST_TEXT)
    blocks: list[Json] = [_section(f"*{title}*")]
    if page.text:
        blocks.append(_section(words.cut(escape(page.text), MOST_TEXT)))
    figures = list(words.figures(page).items())[:MOST_FIELDS]
    fields: list[Json] = [
        _mrkdwn(f"*{escape(name)}*\n{escape(value)}", 2000) for name, value in figures
    ]
    blocks.append({"type": "section", "fields": fields})
    if page.findings:
        found = "\n".join(f"• {escape(one)}" for one in page.findings)
        blocks.append(_section(words.cut(found, MOST_TEXT)))
    elements = [*_buttons(page, buttons=buttons)]
    if elements:
        blocks.append({"type": "actions", "elements": elements})
    return blocks


def _buttons(page: Page, *, buttons: bool) -> list[Json]:
    shown: list[Json] = []
    if buttons and page.kind == "firing":
        address = answering.render_address(page)
        shown.append({**_button("Acknowledge", ACKNOWLEDGE), "style": "primary", "value": address})
    for label, url in (("Open", page.url), ("What to do", page.runbook_url)):
        if url:
            shown.append({**_button(label, f"frontdesk.{label.lower()}"), "url": url})
    return shown


def _button(label: str, action: str) -> dict[str, Json]:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label},
        "action_id": action.replace(" ", "_"),
    }


def _section(text: str) -> dict[str, Json]:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str, most: int = MOST_TEXT) -> dict[str, Json]:
    return {"type": "mrkdwn", "text": words.cut(text, most)}


def open_pager(http: HttpClient, read: ReadSetting) -> SlackPager | None:
    """The bot where it has a token and a channel, else the webhook; None without either."""
    token, channel = str(read(BOT_TOKEN) or ""), str(read(CHANNEL) or "")
    hook = str(read(WEBHOOK_URL) or "")
    bot = slack.Bot(http, token, str(read(BASE_URL))) if token and channel else None
    if not read(ENABLED) or (bot is None and not hook):
        return None
    return SlackPager(
        http,
        hook,
        bot,
        channel,
        str(read(USERNAME) or ""),
        str(read(ICON_EMOJI) or ""),
        buttons=bool(read(SIGNING_SECRET)),
    )


async def check(http: HttpClient, read: ReadSetting) -> str:
    """Ask Slack who the bot is; a webhook can only be asked by posting to it."""
    pager = open_pager(http, read)
    if pager is None:
        return "not set up: it needs ALERT_SLACK_WEBHOOK_URL, or a bot token and a channel"
    if pager.bot is None:
        return "an incoming webhook is set; `frontdesk alerts test-send --channel slack` proves it"
    said = await pager.bot.call("auth.test")
    return f"the bot {said.get('user')} of {said.get('team')} answers; pages {pager.channel}"


def routes(line: Line) -> APIRouter:
    """The request URL of the Slack app's interactivity."""
    router = APIRouter(tags=["pages"])

    @router.post(PATH)
    async def press(request: Request) -> Response:
        """A button that somebody pressed under a page; Slack signs it."""
        secret = str(line.setting(SIGNING_SECRET) or "")
        if not secret:
            raise presses.not_set_up("Slack", SIGNING_SECRET.name)
        body = await request.body()
        signed = slack.is_signed(
            secret,
            stamp=request.headers.get("x-slack-request-timestamp", ""),
            signature=request.headers.get("x-slack-signature", ""),
            body=body,
            now=line.clock.now(),
        )
        if not signed:
            raise presses.not_believed("Slack", SIGNING_SECRET.name)
        payload = presses.parse_object(parse_qs(body).get(b"payload", [b""])[0])
        for action in find_presses(payload):
            await _answer(line, payload, action)
        return Response(status_code=200)

    return router


def find_presses(payload: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    """The presses of our button; links are pressed too, and mean nothing."""
    found = payload.get("actions")
    actions = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [one for one in actions if one.get("action_id") == ACKNOWLEDGE]


async def _answer(line: Line, payload: Mapping[str, Json], action: Mapping[str, Json]) -> None:
    user = presses.inner(payload, "user")
    stamp = presses.text(action, "action_ts")
    pressed = float(stamp) if stamp.replace(".", "", 1).isdigit() else None
    outcome = await answering.save_press(
        line.database,
        presses.text(action, "value"),
        "acknowledge",
        who=presses.text(user, "name", "username", "id") or "somebody on Slack",
        source=NOTIFIER.name,
        now=line.clock.now(),
        pressed_at=datetime.fromtimestamp(pressed, UTC) if pressed else None,
    )
    url = presses.text(payload, "response_url")
    if outcome in SAID and url:
        told = {"response_type": "ephemeral", "replace_original": False, "text": SAID[outcome]}
        await tasks.attempt(
            line.http.send_request("POST", url, timeout_s=2.0, body=orjson.dumps(told))
        )


NOTIFIER = Notifier(
    name="slack",
    says="Posts each page to a Slack channel; with a bot token the message follows its alert.",
    open=open_pager,
    settings=SETTINGS,
    kinds=("firing", "acknowledged", "resolved"),
    check=check,
)
DOOR = Door(name="pages.slack", routes=routes, settings=SETTINGS)
