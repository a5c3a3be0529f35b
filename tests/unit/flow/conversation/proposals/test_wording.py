"""A rewording says what was decided and nothing else, or is not used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.flow.conversation.proposals.marks import marks, unmark
from frontdesk.flow.conversation.proposals.wording import check_wording

AREA = ("Which area are you thinking of?", "What city or neighborhood should we look at?")
WHEN = ("When would you like to make a move?", "Roughly how soon: weeks, a few months, or later?")
GOAL = ("Are you looking to buy, sell, or rent?",)
SOON = ("If a buyer came along, would a sale within 30 to 45 days work for you?",)
PRICE = ("What price would you feel good about?",)
CUANDO = ("¿Para cuándo le gustaría?", "¿Qué fechas le vendrían bien?")

HONEST = [
    ("Thanks for reaching out! Which area are you thinking of?", AREA,
     "Hi there, thanks for writing! Which city or neighborhood would you like us to look at?"),
    ("Got it: [learned]. When would you like to make a move?", WHEN,
     "Thanks, noted: [learned]. When would you like to move?"),
    ("Okay, [price]. Which area are you thinking of?", AREA,
     "Got it, [price]. Which area are you thinking about?"),
    ("Happy to help. Are you looking to buy, sell, or rent?", GOAL,
     "Glad to help! Would you like to buy, sell, or rent?"),
    ("Sorry, I didn't quite get that. Which area are you thinking of?", AREA,
     "Sorry, I didn't quite get that. Could you tell me which area you're thinking of?"),
    ("Got it. If a buyer came along, would a sale within 30 to 45 days work for you?", SOON,
     "Thanks for sharing. Would a sale within 30 to 45 days work for you if a buyer came along?"),
    ("Got it: [learned]. Which area are you thinking of?", AREA,
     "Thanks for sharing that, [learned]. What city or neighborhood are you interested in?"),
    ("Got it: [learned]. Are you looking to buy, sell, or rent?", GOAL,
     "Noted: [learned]. Are you hoping to buy, sell, or rent?"),
    ("Thanks, that helps. What price would you feel good about?", PRICE,
     "Thank you, that really helps. What price would you feel good about?"),
]  # fmt: skip


@pytest.mark.parametrize(("original", "question", "worded"), HONEST)
def test_honest_rewordings_pass(original: str, question: tuple[str, ...], worded: str) -> None:
    assert check_wording(original, worded, question=question) is None


def test_spanish_rewordings_pass() -> None:
    original = "Gracias, eso ayuda. ¿Para cuándo le gustaría?"
    worded = "Muchas gracias, eso nos ayuda. ¿Para cuándo le gustaría, por favor?"
    assert check_wording(original, worded, question=CUANDO, language="es") is None


@pytest.mark.parametrize(("original", "question"), [case[:2] for case in HONEST])
def test_the_decided_words_themselves_pass(original: str, question: tuple[str, ...]) -> None:
    assert check_wording(original, original, question=question) is None


LIES = [
    ("Got it, [price] is a fair offer. When would you like to make a move?", "changed_facts"),
    ("Got it, we can do [price]. When would you like to make a move?", "changed_facts"),
    ("Got it, over [price]. When would you like to make a move?", "changed_facts"),
    ("Got it, [price] or more. When would you like to make a move?", "changed_facts"),
    ("Got it. When would you like to make a move?", "changed_facts"),
    ("Got it, [price] and [price]. When would you like to make a move?", "changed_facts"),
    ("Got it, [area]. When would you like to make a move?", "changed_facts"),
    ("Got it, $300,000. When would you like to make a move?", "changed_facts"),
    ("Got it, [price]. That is 20% under market. When would you like to move?", "changed_figures"),
    ("Got it, [price]. Can we meet on Tuesday? When would you like to make a move?", "asks_more"),
    ("Got it, [price]. Tuesday at noon it is. When would you like to move?", "says_more"),
    ("Got it, [price]. I promise a sale. When would you like to make a move?", "says_more"),
    ("Got it, [price]. We guarantee it. When would you like to make a move?", "says_more"),
    ("Got it, [price]. It is free. When would you like to make a move?", "says_more"),
    ("Got it, [price]. Maria Lopez can help. When would you like to make a move?", "says_more"),
    ("Got it, [price]. See example.com. When would you like to make a move?", "says_more"),
    ("Got it, [price]. Mail me: a@b.co. When would you like to move?", "strange_sign"),
    ("Got it, [price]. A safe family area. When would you like to make a move?", "says_more"),
    ("Got it, [price]. You are not approved. When would you like to move?", "changed_meaning"),
    ("Got it, [price].", "question_dropped"),
    ("Got it, [price]. When would you like to make a move? Thanks.", "question_dropped"),
    ("Got it, [price]. Which area are you thinking of?", "other_question"),
    ("Got it, [price]. Would you like that?", "other_question"),
    ("Verstanden, [price]. Wann möchten Sie umziehen?", "other_language"),
    ("Entendido, [price]. ¿Cuándo quiere mudarse usted?", "other_language"),
    ("<p>Got it, [price]. When would you like to make a move?</p>", "strange_sign"),
    ('{"reply": "Got it, [price]. When would you like to move?"}', "strange_sign"),
    ("```Got it, [price]. When would you like to make a move?```", "strange_sign"),
    ("Got it, [price]. When would you like to make a move? \U0001f600", "strange_sign"),
    ("", "empty"),
    ("Got it, [price]. " + "Thank you so much. " * 12 + "When would you like to move?", "too_long"),
    ("Sure, here is the rewording: Got it, [price]. When would you like to move?", "says_more"),
    ("System override accepted, [price]. When would you like to make a move?", "says_more"),
]  # fmt: skip


@pytest.mark.parametrize(("worded", "reason"), LIES)
def test_whatever_says_more_is_refused(worded: str, reason: str) -> None:
    original = "Okay, [price]. When would you like to make a move?"
    found = check_wording(original, worded, question=WHEN)
    assert found is not None
    assert found.split(":")[0] == reason


def test_agreeing_is_not_put_into_our_mouth() -> None:
    original = "Thanks for reaching out! Which area are you thinking of?"
    for yes in ("Yes!", "Sure!", "Absolutely!", "Sounds good!", "Deal!", "Of course!"):
        found = check_wording(original, f"{yes} Which area are you thinking of?", question=AREA)
        assert found is not None, yes


OTHERS_WORDS = (
    "We can do that", "I like the idea", "Happy to do it for you", "That is fine with us",
    "We would be glad to do that", "You can have it", "I would say that is right", "Agreed",
)  # fmt: skip


@pytest.mark.parametrize("agrees", OTHERS_WORDS)
@pytest.mark.parametrize(
    "reply",
    [
        "{}. When would you like to make a move?",
        "{}, so when would you like to make a move?",
        "{} so when would you like to make a move?",
        "When would you like to make a move, {}?",
        "When would you like to make a move, as {}?",
        "When would you like to make a move, are you glad {}?",
    ],
)
def test_no_promise_is_made_of_plain_words(agrees: str, reply: str) -> None:
    """ "Can you do it for half?" must not be answered by words that only sound polite."""
    original = "Thanks, that helps. When would you like to make a move?"
    assert check_wording(original, reply.format(agrees), question=WHEN) is not None


def test_denial_is_neither_dropped_nor_turned() -> None:
    original = "That's fair, and there's no pressure. Which area are you thinking of?"
    for worded in (
        "That's fair, and there's pressure. Which area are you thinking of?",
        "That's not fair. Which area are you thinking of?",
    ):
        assert check_wording(original, worded, question=AREA) == "changed_meaning"


def test_choices_of_a_question_stay() -> None:
    original = "Happy to help. Are you looking to buy, sell, or rent?"
    for worded in (
        "Happy to help. Would you like to buy?",
        "Happy to help. Are you looking to buy or?",
    ):
        assert check_wording(original, worded, question=GOAL) == "choice_dropped"


def test_units_keep_their_figures() -> None:
    original = "Got it. If a buyer came along, would a sale within 30 to 45 days work for you?"
    for worded in (
        "Got it. Would a sale within 45 to 30 days work for you if a buyer came along?",
        "Got it. Would a sale within 30 days work for you if a buyer came along?",
        "Got it. Would a sale within 30 to 45 work for you if a buyer came along?",
    ):
        assert check_wording(original, worded, question=SOON) == "changed_figures"


def test_unknown_languages_are_never_reworded() -> None:
    assert check_wording("Bonjour.", "Bonjour.", language="other") == "other_language"


def test_facts_are_put_back_once() -> None:
    facts = {"area": "[price]", "price": "$1"}
    assert unmark("In {area} for {price}.".format_map(marks(facts)), facts) == "In [price] for $1."


FIGURES = st.from_regex(r"\$?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]{1,2})?%?", fullmatch=True)


@given(FIGURES, st.integers(0, 12))
def test_no_invented_figure_passes(figure: str, place: int) -> None:
    words = ["Okay,", "[price].", "When", "would", "you", "like", "to", "make", "a", "move?"]
    worded = " ".join([*words[:place], figure, *words[place:]])
    assert check_wording(" ".join(words), worded, question=WHEN) is not None


@given(st.text(max_size=80))
def test_any_text_is_judged_without_error(worded: str) -> None:
    original = "Okay, [price]. When would you like to make a move?"
    reason = check_wording(original, worded, question=WHEN)
    assert reason is not None or ("[price]" in worded and worded.strip().endswith("?"))


@given(st.sampled_from(["buyer", "tomorrow", "three", "ten", "guarantee", "Smith", "refund", "lawyer"]),
       st.integers(0, 10))  # fmt: skip
def test_no_telling_word_slips_in(word: str, place: int) -> None:
    words = ["Okay,", "[price].", "When", "would", "you", "like", "to", "make", "a", "move?"]
    worded = " ".join([*words[:place], word, *words[place:]])
    assert check_wording(" ".join(words), worded, question=WHEN) is not None
