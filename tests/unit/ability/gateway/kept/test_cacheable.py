"""What is personal or depends on the moment is never kept, whatever its caller allows."""

import pytest

from frontdesk.ability.gateway import (
    Answer,
    Caching,
    Call,
    Image,
    Message,
    Scope,
    Tool,
    ToolCall,
)
from frontdesk.ability.gateway.kept.cacheable import decide_cacheable, keepable
from frontdesk.ground.words.ids import TenantId

SCOPE = Scope(TenantId("harbor"), "knowledge")
GOOD = Answer("At nine.", "openai/small", "full", "usual")


def asked(question: str, *, allowed: bool = True, flagged: bool = True) -> Call:
    caching = Caching(allowed, question if flagged else "")
    return Call("answer", SCOPE, (Message("user", question),), caching=caching)


def test_nothing_is_kept_unless_allowed() -> None:
    assert decide_cacheable(Call("answer", SCOPE, (Message("user", "hi"),))) == "not_allowed"


@pytest.mark.parametrize(
    "question",
    [
        "Is ann.lee@example.com on your list?",
        "Please call +1 (916) 555-0123 about the roof",
        "Can 916 555 0123 get texts?",
        "Is card 4111 1111 1111 1111 accepted?",
        "Do you serve 12 Oak Street?",
        "¿Atienden en la calle Mayor 12?",
        "When is my appointment?",
        "What is my balance?",
        "¿Cuándo es mi cita?",
        "Hi, I'm Ann, do you have parking?",
        "Soy Pedro, ¿tienen aparcamiento?",
    ],
)
def test_personal_questions_are_never_kept(question: str) -> None:
    assert decide_cacheable(asked(question)) == "personal"
    assert decide_cacheable(asked(question, flagged=False)) == "personal"


@pytest.mark.parametrize(
    "question",
    [
        "Are you open today?",
        "Are you open right now?",
        "Is anybody there tonight?",
        "Can someone come tomorrow?",
        "What is the current rate?",
        "Is it still for sale?",
        "Any openings this week?",
        "Are you open next Friday?",
        "How long until you close?",
        "¿Están abiertos hoy?",
        "¿Abren ahora mismo?",
        "¿Pueden venir mañana?",
        "¿Hay sitio esta semana?",
        "¿Cuál es el último precio?",
    ],
)
def test_questions_of_the_moment_are_never_kept(question: str) -> None:
    assert decide_cacheable(asked(question)) == "time"


@pytest.mark.parametrize(
    "question",
    [
        "What time do you open on Saturdays?",
        "How much does a roof inspection cost?",
        "Do you work with first-time buyers? I am looking for a condo.",
        "Is a 20 % down payment enough for a $450,000 home?",
        "¿Qué documentos necesito para vender?",
    ],
)
def test_general_questions_may_be_kept(question: str) -> None:
    assert decide_cacheable(asked(question)) is None


@pytest.mark.parametrize(
    "part", ["a", "1 ", "1", "@", "a@", "my ", "12 a ", "calle a ", "(", "in a "]
)
def test_hostile_lengths_are_judged_at_once(part: str) -> None:
    decide_cacheable(asked(part * 100_000))


def test_calls_with_tools_or_images_are_never_kept() -> None:
    caching = Caching(True)
    tools = Call("chat", SCOPE, (Message("user", "a?"),), tools=(Tool("look"),), caching=caching)
    image = Message("user", "what is it?", images=(Image("https://example.com/a.png"),))
    assert decide_cacheable(tools) == "tools"
    assert decide_cacheable(Call("chat", SCOPE, (image,), caching=caching)) == "images"
    assert decide_cacheable(Call("chat", SCOPE, (), caching=caching)) == "no_text"


def test_whole_answers_of_models_may_be_kept() -> None:
    assert keepable(GOOD)


@pytest.mark.parametrize(
    "answer",
    [
        Answer("At ni", "m", "full", "usual", finish="length"),
        Answer("", "m", "full", "usual"),
        Answer("a" * 8_001, "m", "full", "usual"),
        Answer("No.", "m", "full", "usual", refusal="No."),
        Answer("At nine.", "rules", "rules", "no_model", via="local"),
        Answer("At nine.", "m", "cached", "same_request", via="cache_exact"),
        Answer("a", "m", "full", "usual", tool_calls=(ToolCall("1", "look", "{}"),)),
    ],
)
def test_other_answers_are_not_kept(answer: Answer) -> None:
    assert not keepable(answer)
