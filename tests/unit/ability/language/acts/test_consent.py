"""Opting out by any reasonable wording, opting in, asking for help; and what is none of these."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def opt(text: str, asked: str | None = None) -> str | None:
    return language.read(text, language.Context(now=NOW, asked=asked)).opt


@pytest.mark.parametrize(
    "word",
    [
        "STOP",
        "stop",
        "Stopall",
        "UNSUBSCRIBE",
        "cancel",
        "END",
        "quit",
        "revoke",
        "opt out",
        "OPTOUT",
    ],
)
def test_each_listed_word_opts_out(word: str) -> None:
    assert opt(word) == "out"


@pytest.mark.parametrize(
    "text",
    [
        "please stop texting me",
        "take me off your list",
        "don't contact me again",
        "I revoke my consent",
        "lose my number",
        "no me escriban más",
        "S T O P",
        "ST\u200bOP",
    ],
)
def test_any_reasonable_wording_opts_out(text: str) -> None:
    assert opt(text) == "out"


@pytest.mark.parametrize(
    "text",
    [
        "stop by Saturday",
        "the bus stop",
        "no more than 600k",
        "not interested in FHA",
        "offer",
        "November",
        "comparar",
        "the office",
        "a friend recommended you",
        "I know",
        "please cancel my appointment",
        "don't call me before 9",
        "don't stop sending listings",
        "no thanks",
    ],
)
def test_ordinary_messages_do_not_opt_out(text: str) -> None:
    assert opt(text) is None


@pytest.mark.parametrize(("text", "wish"), [("START", "in"), ("unstop", "in"), ("HELP", "help")])
def test_the_words_back_in_and_help(text: str, wish: str) -> None:
    assert opt(text) == wish


def test_yes_opts_in_only_where_nothing_was_asked() -> None:
    assert (opt("YES"), opt("YES", asked="confirm")) == ("in", None)


@pytest.mark.parametrize(
    "text",
    [
        "dejen de estar mandando promociones",
        "ya no me sigan escribiendo",
        "no quisiera recibir más anuncios",
        "si me siguen molestando los reporto",
        "retiren mi número de la base",
        "estoy harta de tantos mensajes",
        "quiero salirme de la lista",
        "párenle con los textos",
    ],
)
def test_spanish_wordings_that_end_messages_opt_out(text: str) -> None:
    assert opt(text) == "out"


@pytest.mark.parametrize(
    "text",
    [
        "quiero que me vuelvan a mandar avisos",
        "me di de baja por error, agréguenme otra vez",
        "apúntenme de nuevo a la lista",
    ],
)
def test_spanish_wordings_that_ask_again_opt_in(text: str) -> None:
    assert opt(text) == "in"


@pytest.mark.parametrize(
    "text",
    [
        "no quiero que manden al mismo técnico",
        "quiten la mancha del techo por favor",
        "la bomba no para de sonar",
        "no me llamen antes de las nueve",
    ],
)
def test_spanish_talk_of_work_does_not_opt_out(text: str) -> None:
    assert opt(text, asked="confirm") is None
