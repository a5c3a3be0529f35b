"""How expected and filled values are told apart."""

import pytest

from frontdesk.ability.evals.compare import compare_slots, same_value
from frontdesk.ground.words.reading import Json


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("Elk Grove", "elk grove.", True),
        ("México", "mexico", True),
        ("Davis", "Dixon", False),
        ("Davis", None, False),
        ("2026-06-01", "2026-06-01T00:00:00-07:00", True),
        ("2026-06-01", "2026-06-02", False),
        (3, 3, True),
        (3, 3.0, True),
        (1, True, False),
        (True, True, True),
        ({"number": "12"}, {"number": "12", "street": "Oak St"}, True),
        ({"number": "12"}, {"number": "13"}, False),
        ({"max": 5, "min": None}, {"min": None, "max": 5, "currency": "USD"}, True),
        ({"max": 5}, "5", False),
        (["2026-05-02", "P2M"], "P2M", True),
        (["2026-05-02", "P2M"], "P3M", False),
    ],
)
def test_values_are_compared_by_meaning(expected: Json, got: Json, same: bool) -> None:
    assert same_value(expected, got) is same


def test_slots_are_right_wrong_missing_or_extra() -> None:
    slots = compare_slots(
        {"area": "Davis", "beds": 3, "budget": 500, "timeline": None, "pool": True},
        {"area": "davis", "beds": 4, "timeline": "soon", "yard": True},
        known=("area", "beds", "budget", "timeline", "yard"),
    )
    assert (slots.right, slots.wrong) == (("area",), ("beds",))
    assert (slots.missing, slots.extra) == (("budget",), ("timeline",))
    assert slots.expected == 3


def test_what_must_stay_unfilled_counts_as_right() -> None:
    assert compare_slots({"price": None}, {}, known=("price",)).right == ("price",)
