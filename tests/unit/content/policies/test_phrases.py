"""The phrases of the house and of the interview."""

from frontdesk.ability.language import surface
from frontdesk.content.policies.phrases import PHRASES
from frontdesk.flow.conversation.contracts.interview import INTERVIEW_KEYS
from frontdesk.flow.conversation.contracts.phrases import HOUSE_KEYS

BUSINESS = "Harbor Realty"


def test_every_key_of_house_and_interview_is_worded() -> None:
    assert set(PHRASES) == {*HOUSE_KEYS, *INTERVIEW_KEYS}


def test_every_phrase_fits_two_segments() -> None:
    long = [
        (key, surface.count_segments(text).segments)
        for key, words in PHRASES.items()
        for text in (*words.en, *words.es)
        if surface.count_segments(text.format(business=BUSINESS, learned="a yard")).segments > 2
    ]
    assert long == []


def test_the_opt_out_answer_names_the_way_back() -> None:
    words = PHRASES["house.opted_out"]
    assert all("START" in text for text in (*words.en, *words.es))


def test_help_tells_who_answers_and_how_to_stop() -> None:
    words = PHRASES["house.help"]
    for text in (*words.en, *words.es):
        assert "{business}" in text
        assert "STOP" in text
