"""One turn as a list: load, gate, read, route, decide and act, word, review, commit.

Every step returns a value and none calls back up. `docs/walk-one-message.md` follows one SMS
through these files; the "why" page of the console shows the same list with timings and reasons.
"""

from dataclasses import replace

from frontdesk.ability import consent
from frontdesk.ability.telemetry import Steps
from frontdesk.flow.conversation import act, commit, decide, gate, load, read, review, route, word
from frontdesk.flow.conversation.beside import tracing
from frontdesk.flow.conversation.commit import Outcome
from frontdesk.flow.conversation.line import Claim, Line, TurnRecord
from frontdesk.flow.conversation.load import Turn
from frontdesk.flow.conversation.slots import fill
from frontdesk.ground.words.decision import Finding


async def run_turn(line: Line, claim: Claim) -> TurnRecord | None:
    """Answer what one contact has written. None: nothing was unread, or the claim was lost."""
    started_at, steps = line.clock.now(), Steps(line.clock)
    turn = await load.load_turn(line, claim)
    steps.mark("load")
    if turn is None:
        return None
    gated = gate.decide_gate(line, turn)
    steps.mark("gate", gated.silent or "go")
    heard = await read.read_turn(line, turn, gated)
    steps.mark("read", heard.note)
    outcome = await think(line, turn, gated, heard, steps)
    worded = await word.word_reply(line, turn, gated, outcome, heard)
    steps.mark("word", f"{worded.rung}: {worded.note}")
    reviewed = review.check_reply(worded.text, turn.channel)
    steps.mark("review", " ".join(reviewed.notes))
    outcome = replace(outcome, texts=reviewed.texts, rung=worded.rung)
    record = await commit.save_turn(line, turn, outcome, steps, started_at)
    tracing.note_turn(line, record, steps)
    return record


async def think(
    line: Line, turn: Turn, gated: gate.Gate, heard: read.Heard, steps: Steps
) -> Outcome:
    """Route, fill and decide; act and decide again with what came of it, at most three times."""
    reading = heard.reading
    standing = consent.decide_standing(turn.consent, reading.opt)
    outcome = Outcome(turn.bot, turn.state, reading, standing, decide.SILENT)
    settled = decide.decide_consent(turn, gated, standing, reading)
    if settled is not None:
        return replace(outcome, decision=settled)
    routed = await route.choose_bot(line, turn, reading)
    steps.mark("route", f"{routed.bot.name} {routed.tried.verdict.reason if routed.tried else ''}")
    if decide.handed(routed):  # the new bot's slots are read with its own shapes
        reading = read.read_again(heard, replace(turn, bot=routed.bot, state=routed.state))
        outcome = replace(outcome, reading=reading)
    seq, today = turn.messages[-1].seq, turn.today
    filled = fill.decide_fills(routed.bot, routed.state, reading, seq, today=today)
    steps.mark("fill", " ".join(filled.newly))
    findings: tuple[Finding, ...] = ()
    for _ in range(decide.PASSES):
        facts = decide.gather_facts(turn, routed, filled, reading, findings)
        unsure = decide.decide_unsure(gated, reading, filled)
        decision = unsure or decide.decide_reply(routed.bot, facts)
        steps.mark("decide", decision.reason)
        if decision.kind != "act" or decision.request is None:
            break
        findings = (*findings, await act.run_request(line, turn, decision.request))
        steps.mark("act", f"{findings[-1].request} {findings[-1].outcome}")
    decision = decide.mark_handoff(decision, routed)
    wanted = turn.tenant.settings.disclose
    decision = decide.disclose(decision, filled.state.said, wanted=wanted)
    state = decide.settle_state(facts, filled, decision)
    return replace(outcome, bot=routed.bot, state=state, decision=decision, tried=routed.tried)
