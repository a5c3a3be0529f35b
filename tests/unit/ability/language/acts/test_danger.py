"""Danger and urgency per trade: what must be heard, and what only sounds like it."""

from datetime import UTC, datetime

import pytest

from frontdesk.ability import language
from frontdesk.ability.language.acts import table
from frontdesk.ground.words.reading import Urgency

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def urgency(text: str) -> Urgency:
    return language.read(text, language.Context(now=NOW, bot="dispatch")).urgency


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("gas smell by the heater", "gas"),
        ("carbon monoxide alarm going off", "carbon_monoxide"),
        ("there is smoke from the panel", "fire"),
        ("I see sparks at the outlet", "electrical"),
        ("ceiling dripping on the crib", "flooding"),
        ("sewage backing up in the tub", "sewage"),
        ("no heat and we have an infant", "no_heat"),
        ("locked out and my toddler is inside", "trapped"),
        ("the spring snapped and he is bleeding", "injury"),
        ("we had a break-in and the lock is gone", "security"),
        ("burst pipe", "flooding"),
        ("huele a gas", "gas"),
    ],
)
def test_each_hazard_is_an_emergency(text: str, hazard: str) -> None:
    found = urgency(text)
    assert found.level == "emergency"
    assert hazard in found.hazards


@pytest.mark.parametrize(
    "text",
    [
        "I'd like to know your price",
        "can you help me with a quote",
        "where is the gas station",
        "is there a fire sale on heaters",
        "not an emergency, any day works",
        "no smell of gas, only want the line checked",
        "do you install carbon monoxide detectors?",
    ],
)
def test_words_that_only_sound_dangerous_do_not(text: str) -> None:
    assert urgency(text).level in ("none", "normal")


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        (
            "the tile is warm, something behind it crackles and it stinks of scorched plastic",
            "fire",
        ),
        ("all of us are throwing up and the heater smells like exhaust", "carbon_monoxide"),
        ("stepped out for the paper, the door shut and my two year old is in there", "trapped"),
        ("gunk from the toilet is rising in the shower tray", "sewage"),
        ("Hi, hope you are well. Could we move friday? Also I can smell gas by the dryer", "gas"),
        ("I fixed the pipe last week but now it burst again and it is pouring", "flooding"),
        ("que hago, sale humo del enchufe de la sala", "fire"),
        ("mi hijo de dos anos se quedo encerrado en el carro", "trapped"),
        ("it is 41 inside and my newborn is cold", "no_heat"),
        ("pls com fast watr evrywhere from up floor", "flooding"),
    ],
)
def test_danger_in_other_words_is_heard(text: str, hazard: str) -> None:
    found = urgency(text)
    assert (found.level, hazard in found.hazards) == ("emergency", True)


@pytest.mark.parametrize(
    "text",
    [
        "if a pipe ever bursts while we travel, who do we call?",
        "we had a kitchen fire eleven years back and everything was rebuilt",
        "your crew was on fire yesterday, thank you",
        "the smoke was only my neighbor's barbecue",
        "my uncle is a firefighter, he recommended you",
        "the seller says the leak was repaired before we bought",
        "how many carbon monoxide alarms does a duplex need?",
        "7 tonight works",
        "between 300 and 350 thousand",
        "me and my wife and the kids will be there",
        "someone stole my card, please block it",
        "hubo un robo hace dos anos, ya cambiamos las chapas",
        "we smoked on the roof all night and my head is killing me lol",
        "make it inside please, it looks like rain",
        "only the keys are in the car, nobody else",
    ],
)
def test_no_danger_in_dangerous_words(text: str) -> None:
    assert urgency(text).level in ("none", "normal")


def test_danger_without_a_rule_names_the_words_behind_it() -> None:
    found = urgency("my thumb went into the chain and the bone shows")
    assert found.level == "emergency"
    assert "thumb" in found.why


def test_no_heat_alone_is_urgent() -> None:
    assert urgency("no heat since yesterday").level == "urgent"


def test_being_locked_out_alone_is_urgent() -> None:
    found = urgency("I'm locked out of my house")
    assert (found.level, found.trade) == ("urgent", "locksmith")


@pytest.mark.parametrize(
    ("text", "trade"),
    [
        ("the kitchen faucet is leaking", "plumbing"),
        ("an outlet stopped working", "electrical"),
        ("thermostat needs a repair", "hvac"),
        ("need a deadbolt replaced", "locksmith"),
        ("the garage opener is broken", "garage_door"),
    ],
)
def test_a_plain_job_names_its_trade(text: str, trade: str) -> None:
    found = urgency(text)
    assert (found.level, found.trade) == ("normal", trade)


def test_danger_far_into_a_long_message_is_heard() -> None:
    assert urgency("so " * 3000 + "and now I smell gas").level == "emergency"


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("I want to sell 12 Oak St, around 450k. Smells like gas in the basement tho", "gas"),
        ("around 450k. there's a smell of gas in the basement", "gas"),
        ("the price is 450k and by the way I smell gas", "gas"),
        ("do you come on saturdays? the outlet in my kitchen is sparking", "electrical"),
        ("I'd like a quote for a furnace. Also my co alarm is going off", "carbon_monoxide"),
        ("can you come tomorrow at 3? water is pouring through the ceiling", "flooding"),
        ("thanks! one more thing, somebody kicked in the back door", "security"),
    ],
)
def test_danger_beside_something_else_is_heard(text: str, hazard: str) -> None:
    found = urgency(text)
    assert (found.level, hazard in found.hazards) == ("emergency", True)


def test_warming_compiles_every_sign_of_danger() -> None:
    language.warm()
    cold = [row.head for row in table.of("hazards").rows if "pattern" not in vars(row)]
    assert cold == []


@pytest.mark.parametrize(
    "text",
    ["the curtains are on fire right now", "the kitchen is on fire today", "INCENDIO en el garaje"],
)
def test_what_can_burn_on_fire_is_a_danger(text: str) -> None:
    assert urgency(text).level == "emergency"


@pytest.mark.parametrize("text", ["the market is on fire right now", "you're on fire this week"])
def test_what_cannot_burn_on_fire_is_praise(text: str) -> None:
    assert urgency(text).level != "emergency"
