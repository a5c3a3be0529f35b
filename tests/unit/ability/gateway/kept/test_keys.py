"""Keys agree for the same request and for nothing else."""

from dataclasses import dataclass, replace

import pytest

from frontdesk.ability.gateway import Caching, Call, Message, Prompt, Sampling, Schema, Scope
from frontdesk.ability.gateway.kept.keys import find_keys
from frontdesk.ability.gateway.rendering import render
from frontdesk.ground.words.ids import ConversationId, TenantId, TraceId


@dataclass(frozen=True, slots=True)
class Asked:
    question: str
    facts: str = "Open from nine."


PROMPT = Prompt(
    "faq",
    1,
    "answer",
    "Answers.",
    Asked,
    "Use only: {{ facts }}",
    "They ask:\n{{ question | quoted }}",
)
BASE = Call(
    "answer",
    Scope(TenantId("harbor"), "knowledge", permissions="public"),
    render(PROMPT, Asked("When do you open?")),
    caching=Caching(True, "When do you open?"),
    prompt=PROMPT.mark,
)


def asking(question: str, facts: str = "Open from nine.") -> Call:
    return replace(
        BASE, messages=render(PROMPT, Asked(question, facts)), caching=Caching(True, question)
    )


def test_conversations_and_traces_do_not_matter() -> None:
    scope = replace(BASE.scope, conversation=ConversationId("c"), trace=TraceId("t"))
    other = replace(BASE, scope=scope, deadline_at=9.0, rung="economy", fallback=False)
    assert find_keys(other) == find_keys(BASE)


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, scope=replace(BASE.scope, tenant=TenantId("valley"))),
        replace(BASE, scope=replace(BASE.scope, bot="lead")),
        replace(BASE, scope=replace(BASE.scope, permissions="staff")),
        replace(BASE, prompt="faq@2"),
        replace(BASE, scope=Scope(TenantId("harborknowledge"), "", permissions="public")),
        replace(BASE, scope=Scope(TenantId("harbor"), "knowledgepublic")),
    ],
)
def test_partitions_part_every_key(other: Call) -> None:
    mine, theirs = find_keys(BASE), find_keys(other)
    assert {mine.partition, mine.setting, mine.exact}.isdisjoint(
        {theirs.partition, theirs.setting, theirs.exact}
    )


@pytest.mark.parametrize(
    "other",
    [
        asking("When do you open?", "Open from ten."),
        replace(BASE, purpose="word"),
        replace(BASE, model="openai/large"),
        replace(BASE, any_json=True),
        replace(BASE, schema=Schema("a", {"type": "object"})),
        replace(BASE, sampling=Sampling(temperature=0.9)),
        replace(BASE, sampling=Sampling(stop=("x",))),
        replace(BASE, messages=(Message("assistant", "Hi."), *BASE.messages)),
    ],
)
def test_what_else_is_asked_parts_settings(other: Call) -> None:
    mine, theirs = find_keys(BASE), find_keys(other)
    assert mine.partition == theirs.partition
    assert (mine.setting, mine.exact) != (theirs.setting, theirs.exact)
    assert mine.setting != theirs.setting


def test_other_questions_share_the_setting() -> None:
    """The quotation's mark is of the question's own words; it must not part them."""
    other = find_keys(asking("What time do you open?"))
    assert other.setting == find_keys(BASE).setting
    assert other.exact != find_keys(BASE).exact
    assert other.question == "What time do you open?"


def test_case_and_blanks_of_the_question_do_not_matter() -> None:
    assert find_keys(asking(" when do  you open ")).exact == find_keys(BASE).exact


def test_a_question_that_is_not_asked_is_not_compared() -> None:
    hidden = replace(BASE, caching=Caching(True, "Do you sell boats?"))
    assert find_keys(hidden).question == ""
    assert find_keys(replace(BASE, caching=Caching(True))).question == ""
    assert find_keys(asking("when " * 200)).question == ""


def test_callers_may_say_what_an_answer_rests_on() -> None:
    """Then the passages that were found for the question are no part of the request."""
    rests = Caching(True, "When do you open?", rests_on="documents@7")
    one = replace(BASE, caching=rests)
    other = replace(asking("When do you open?", "Other passages."), caching=rests)
    later = replace(other, caching=replace(rests, rests_on="documents@8"))
    assert find_keys(one) == find_keys(other)
    assert find_keys(later).setting != find_keys(one).setting
