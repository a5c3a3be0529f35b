"""Lexical vectors: near for alike words, far for others, the same everywhere."""

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.edge.providers.rules import SIZE, embed_text


def alike(one: str, other: str) -> float:
    return sum(a * b for a, b in zip(embed_text(one), embed_text(other), strict=True))


@given(st.text(max_size=200))
def test_each_text_has_a_vector_of_length_one(text: str) -> None:
    vector = embed_text(text)
    assert len(vector) == SIZE
    assert math.isclose(math.hypot(*vector), 1.0)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("What are your opening hours?", "what are the opening hours", "My sink is leaking"),
        ("How do I reset my password?", "I want to reset my pasword", "Do you repair roofs?"),
        ("¿Cuánto cuesta una visita?", "cuanto cuesta la visita", "mi casa no tiene agua"),
        ("cancel my appointment", "canceling the appointment", "sell my house"),
    ],
)
def test_alike_sentences_are_near(question: str, near: str, far: str) -> None:
    assert alike(question, near) > 0.5
    assert alike(question, far) < 0.35


def test_accents_and_capitals_do_not_count() -> None:
    assert alike("¿CUÁNTO CUESTA?", "cuanto cuesta") == pytest.approx(1.0)


def test_other_words_are_nearly_at_right_angles() -> None:
    sentences = ["roof leaks badly", "sell house quickly", "opening hours sunday", "refund policy"]
    apart = [alike(a, b) for at, a in enumerate(sentences) for b in sentences[at + 1 :]]
    assert max(apart) < 0.3


def test_every_process_makes_the_same_vector() -> None:
    program = (
        "import json; from frontdesk.edge.providers.rules import embed_text;"
        "print(json.dumps(embed_text('What are your opening hours?')))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert tuple(json.loads(made[0])) == embed_text("What are your opening hours?")
