"""A bot's whole turn in memory, without a database: customer's text in, reply and state out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.ability import handoff
from frontdesk.ability.consent import decide_standing
from frontdesk.ability.handoff import rules
from frontdesk.ability.identity.tenants import Tenant, TenantSettings
from frontdesk.app import registry
from frontdesk.content.policies.phrases import PHRASES
from frontdesk.flow.conversation import decide, read, route, word
from frontdesk.flow.conversation.commit import Outcome
from frontdesk.flow.conversation.contracts.bot import Bot
from frontdesk.flow.conversation.contracts.channel import Channel
from frontdesk.flow.conversation.gate import Gate
from frontdesk.flow.conversation.line import Claim
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.slots import fill
from frontdesk.flow.conversation.state import State
from frontdesk.ground.words.decision import Decision, Finding
from frontdesk.ground.words.ids import ContactId, ConversationId, MessageId, TenantId
from frontdesk.ground.words.message import Message
from frontdesk.ground.words.reading import Json, Reading

BOTS: Mapping[str, Bot] = registry.scan().bots
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
CHANNEL = Channel(name="api", mode="answer", address_kind=str, promise="once")


@dataclass(slots=True)
class Talk:
    """One conversation with the shipped bots. `report` is the outcome of reporting."""

    bot: str = "lead"
    locale: str = "en-US"
    report: str = "no_tool"
    disclose: bool = False
    now: datetime = NOW
    state: State = field(default_factory=State)
    number: int = 0
    decision: Decision = decide.SILENT
    reading: Reading = field(default_factory=lambda: Reading(""))
    reply: str = ""
    owner: str = "bot"
    past: list[handoff.Past] = field(default_factory=list)

    def say(self, text: str) -> str:
        """One customer message; gives the reply."""
        self.number += 1
        self.now += timedelta(seconds=30)
        turn = self._turn(text)
        self.reading = read.read_messages(turn)
        standing = decide_standing(None, self.reading.opt)
        outcome = Outcome(turn.bot, turn.state, self.reading, standing, decide.SILENT)
        settled = decide.decide_consent(turn, Gate(None, "full"), standing, self.reading)
        outcome = replace(outcome, decision=settled) if settled else self._think(turn, outcome)
        self.bot, self.state, self.decision = outcome.bot.name, outcome.state, outcome.decision
        self.reply = word.render_reply(turn, outcome, PHRASES)
        return self.reply

    def values(self) -> dict[str, Json]:
        return {name: filled.value for name, filled in self.state.slots.items()}

    def _think(self, turn: Turn, outcome: Outcome) -> Outcome:
        reading = outcome.reading
        routed = self._route(turn, reading)
        if decide.handed(routed):
            reading = read.read_messages(replace(turn, bot=routed.bot, state=routed.state))
        filled = fill.decide_fills(
            routed.bot,
            routed.state,
            reading,
            self.number,
            today=self.now.astimezone(ZoneInfo("America/Los_Angeles")).date(),
        )
        findings: tuple[Finding, ...] = ()
        for _ in range(decide.PASSES):
            facts = decide.gather_facts(turn, routed, filled, reading, findings)
            decision = decide.decide_reply(routed.bot, facts)
            if decision.kind != "act":
                break
            findings = (*findings, Finding("ReportQualified", self.report))
        decision = decide.mark_handoff(decision, routed)
        decision = decide.disclose(decision, filled.state.said, wanted=self.disclose)
        state = decide.settle_state(facts, filled, decision)
        return replace(outcome, bot=routed.bot, state=state, decision=decision, reading=reading)

    def _route(self, turn: Turn, reading: Reading) -> route.Route:
        bot, state = turn.bot, replace(turn.state, bot=turn.bot.name)
        thresholds = {rule.to: rules.THRESHOLDS[f"{bot.name}->{rule.to}"] for rule in bot.hands_off}
        own = route.serves(BOTS, bot)
        wish, other = route.decide_move(bot, state, reading, thresholds=thresholds, own=own)
        if other:
            state = replace(state, other_side=other)
        if wish is None:
            return route.Route(bot, state)
        attempt = handoff.Attempt(bot.name, wish[0].to, wish[1].score, "", tuple(self.past), 1)
        verdict = handoff.decide_handoff(
            attempt, handoff.Limits(rules.THRESHOLDS, 1800, 3, 10), self.now
        )
        tried = route.Tried(attempt, verdict)
        if not verdict.executed:
            return route.Route(bot, state, tried)
        self.past.append(handoff.Past(bot.name, wish[0].to, self.now))
        target = BOTS[wish[0].to]
        return route.Route(target, route.hand_over(state, target, unfinished=bool(own)), tried)

    def _turn(self, text: str) -> Turn:
        settings = TenantSettings(
            business="Harbor Realty", locale=self.locale, disclose=self.disclose
        )
        tenant = Tenant(TenantId("t"), "Test", settings)
        return Turn(
            claim=Claim(tenant.id, ContactId("c"), 1),
            tenant=tenant,
            channel=CHANNEL,
            address="a",
            sender="",
            conversation_id=ConversationId("conversation"),
            number=self.number,
            owner=self.owner,
            bot=BOTS[self.bot],
            state=self.state,
            messages=(Message(MessageId("m"), self.number, text, self.now),),
            consent=None,
            arrived=self.number,
            more=False,
            settled_at=self.now,
        )
