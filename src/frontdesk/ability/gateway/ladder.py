"""What stands in the way of a model turned into the rung of one call, with the reason."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from frontdesk.ability.gateway.switches import Mode
from frontdesk.ground.words.decision import Rung

RUNGS: tuple[Rung, ...] = ("full", "economy", "cached", "rules", "human")
LEAST_S = 0.05  # with less time than this no model is asked
Level = Literal["free", "soft", "hard"]


class Chosen(NamedTuple):
    """A rung and why it is not a higher one; the reason of `full` is `usual`."""

    rung: Rung
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a rung is decided from. `full` and `economy` say how many models of each could be
    asked, `full_open` and `economy_open` how many of them a breaker or the vendor keeps away."""

    wanted: Rung = "full"
    ceiling: Rung = "full"
    mode: Mode = "model"
    on: bool = True
    cache_only: bool = False
    full: int = 1
    full_open: int = 0
    economy: int = 1
    economy_open: int = 0
    budget: Level = "free"
    left_s: float = 1.0


def lower(one: Rung, other: Rung) -> Rung:
    """The lower of two rungs."""
    return max(one, other, key=RUNGS.index)


def decide_rung(at: Situation) -> Chosen:
    """The highest rung that is allowed and can answer."""
    allowed = _allowed(at)
    if RUNGS.index(allowed.rung) >= RUNGS.index("cached"):
        return allowed
    able = _able(at, allowed)
    return able if lower(able.rung, allowed.rung) == able.rung else allowed


def _allowed(at: Situation) -> Chosen:
    """What people have decided: the call, the switches."""
    ceiling = lower(at.wanted, at.ceiling)
    reason = "usual" if ceiling == "full" else ("rung_max" if ceiling == at.ceiling else "asked")
    chosen = Chosen(ceiling, reason)
    for applies, rung, why in (
        (at.mode == "rules_based", "rules", "rules_based"),
        (not at.on, "rules", "purpose_off"),
        (at.full + at.economy == 0, "rules", "no_model"),
        (at.cache_only, "cached", "cache_only"),
    ):
        if applies and lower(chosen.rung, _rung(rung)) != chosen.rung:
            return Chosen(_rung(rung), why)
    return chosen


def _able(at: Situation, allowed: Chosen) -> Chosen:
    """What the world allows: money, time, vendors that answer."""
    full, economy = at.full - at.full_open, at.economy - at.economy_open
    if at.budget == "hard":
        return Chosen("cached", "budget_hard")
    if at.left_s < LEAST_S:
        return Chosen("cached", "no_time")
    if allowed.rung == "economy":
        why = "breaker_open" if at.economy else "no_economy_model"
        return allowed if economy else Chosen("cached", why)
    if not full:
        return Chosen("economy", "breaker_open") if economy else Chosen("cached", "breaker_open")
    if at.budget == "soft" and economy:
        return Chosen("economy", "budget_soft")
    return allowed


def _rung(word: str) -> Rung:
    return next(rung for rung in RUNGS if rung == word)
