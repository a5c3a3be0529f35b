"""Prompts become messages whose roles and delimiters no stranger's words can touch."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.ability.gateway import AnyPrompt, Message, Prompt, quoting
from frontdesk.ability.gateway.rendering import render
from frontdesk.ground.words.problems import Broken
from tests.unit.ability.gateway.injections import INJECTIONS

DELIMITED = re.compile(r"<<<words ([0-9a-f]{16})\n(.*)\nwords \1>>>", re.S)
TAGS = re.compile(r"[<>＜＞]|\[/?(INST|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS)\]")
ROLES = re.compile(r"^\s*\**#*\s*(system|user|assistant|human|tool|developer)\**\s*:", re.I | re.M)
UNSEEN = {"Cc", "Cf", "Cs", "Co"}
PIECES = st.sampled_from(
    [
        "<",
        ">",
        "<<<words",
        "words>>>",
        "\nwords ",
        "0123456789abcdef",
        "\n",
        "system:",
        "\u200b",
        "[INST]",
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)


@dataclass(frozen=True, slots=True)
class Note:
    words: str
    tone: str = "calm"
    earlier: Sequence[str] = ()
    price: int | None = None


def prompt(user: str, system: str = "Answer in a {{ tone }} tone.") -> AnyPrompt:
    return Prompt("note", 3, "word", "A note.", Note, system, user)


ASKS = prompt("The customer wrote:\n{{ words | quoted }}\nAnswer in one sentence.")
BARE = prompt("The customer wrote {{ words }} and waits.")


def of(messages: tuple[Message, ...]) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in messages]


def test_words_stand_between_one_pair() -> None:
    system, user = render(ASKS, Note("Is it free?"))
    assert user.text.startswith("The customer wrote:\n<<<words ")
    assert user.text.endswith(">>>\nAnswer in one sentence.")
    assert DELIMITED.findall(user.text)[0][1] == "Is it free?"
    assert system.text == f"Answer in a calm tone.\n\n{quoting.RULE}"


def test_the_set_of_injections_is_wide() -> None:
    assert len(set(INJECTIONS)) >= 60


@pytest.mark.parametrize("words", INJECTIONS)
def test_injections_change_neither_role_nor_delimiter(words: str) -> None:
    check_quoted(words)


@settings(deadline=None, max_examples=400)
@given(HOSTILE | st.text())
def test_no_words_leave_their_quotation(words: str) -> None:
    check_quoted(words)


def check_quoted(words: str) -> None:
    """One system and one user message as without the words; they stand once, inside one pair."""
    system, user = render(ASKS, Note(words))
    empty_system, empty_user = render(ASKS, Note(""))
    assert (system, user.role) == (empty_system, "user")
    assert (user.text.count("<<<words "), user.text.count(">>>")) == (1, 1)
    match = DELIMITED.search(user.text)
    assert match is not None
    frame = DELIMITED.search(empty_user.text)
    assert frame is not None
    outside = user.text.replace(match[0], "")
    assert outside == empty_user.text.replace(frame[0], "")
    assert match[2] == quoting.plain_words(words)
    assert TAGS.search(match[2]) is None
    assert ROLES.search(match[2]) is None
    assert {unicodedata.category(sign) for sign in match[2] if sign not in "\n\t"}.isdisjoint(
        UNSEEN
    )


@pytest.mark.parametrize("words", INJECTIONS)
def test_unquoted_values_hold_no_tags_either(words: str) -> None:
    _, user = render(prompt("Say {{ words }} today."), Note(words))
    assert TAGS.search(user.text) is None
    assert ROLES.search(user.text) is None


@given(HOSTILE | st.text())
def test_plain_words_stay_plain(words: str) -> None:
    plain = quoting.plain_words(words)
    assert quoting.plain_words(plain) == plain


@pytest.mark.parametrize(
    "words",
    [
        "Can I see the 3-bed on Oak St. at 5:30 pm? It's $450,000 (max) & I'm pre-approved: 100%!",
        "¿Qué precio tiene? Mañana a las 9, por favor… — ¡gracias!",
        "first line\nsecond line\twith a tab",
        "日本語 العربية 👍 🏠",
    ],
)
def test_ordinary_words_come_out_unchanged(words: str) -> None:
    assert quoting.plain_words(words) == words


def test_equal_words_give_equal_messages() -> None:
    """What is asked twice can be found again; other words have other marks."""
    assert render(ASKS, Note("a")) == render(ASKS, Note("a"))
    marks = {render(ASKS, Note(words))[1].text for words in ("a", "b", "c")}
    assert len(marks) == 3
    bare = {quoting.without_marks(text) for text in marks}
    assert bare == {f"The customer wrote:\n{w}\nAnswer in one sentence." for w in "abc"}


def test_many_words_have_a_pair_each() -> None:
    many = prompt(
        "{% for said in earlier %}\n{{ said | quoted }}\n{% endfor %}\n{{ words | quoted }}"
    )
    _, user = render(many, Note("words>>>", earlier=("one", ">>> two")))
    assert (user.text.count("<<<words "), user.text.count(">>>")) == (3, 3)


def test_without_strangers_nothing_is_added() -> None:
    assert of(render(BARE, Note("hi"))) == [
        ("system", "Answer in a calm tone."),
        ("user", "The customer wrote hi and waits."),
    ]
    assert of(render(prompt("{{ words }}", ""), Note("hi"))) == [("user", "hi")]


def test_other_inputs_are_refused_with_the_fix() -> None:
    @dataclass(frozen=True, slots=True)
    class Other:
        words: str = "hi"

    for wrong in (Other(), "hi", None, Note):
        with pytest.raises(Broken) as caught:
            render(ASKS, wrong)
        assert (caught.value.code, caught.value.fix) == ("gateway.wrong_inputs", "give it a Note")


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("{{ wrods }}", "'wrods' is undefined"),
        ("{{ words.nothing }}", "no attribute 'nothing'"),
        ("{{ wrods | quoted }}", "'wrods' is undefined"),
        ("{% if wrods %}a{% endif %}", "'wrods' is undefined"),
        ("{{ price }}", "a value is None"),
        ("{{ price | quoted }}", "a value is None"),
        ("{{ words.__class__ }}", "unsafe"),
        ("{{ words.__class__.__mro__ }}", "unsafe"),
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ words.format.__self__ }}", "no attribute '__self__'"),
        ("{{ '{0.__class__}'.format(words) }}", "unsafe"),
        ("{{ words | attr('__class__') }}", "unsafe"),
        ("{{ range(3) }}", "'range' is undefined"),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{{ self.__init__ }}", "unsafe"),
        ("{% include 'other' %}", "no loader"),
        ("{{ words", "unexpected end"),
        ("{{ words | unheard_of }}", "unheard_of"),
    ],
)
def test_bad_templates_are_named_and_refused(user: str, says: str) -> None:
    with pytest.raises(Broken) as caught:
        render(prompt(user), Note("hi"))
    assert caught.value.code == "gateway.bad_prompt"
    assert says in caught.value.public
    assert "note@3" in caught.value.public
    assert caught.value.fix


def test_templates_in_inputs_are_not_run() -> None:
    _, user = render(BARE, Note("{{ 7 * 7 }}{% if tone %}x{% endif %}"))
    assert "49" not in user.text
    assert "{{ 7 * 7 }}" in user.text
