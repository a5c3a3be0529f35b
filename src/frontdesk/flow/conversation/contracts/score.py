"""Reasons with points turned into a score that explains itself, and the temperature it means."""

from collections.abc import Mapping, Sequence

from frontdesk.ground.words.reading import Json

HOT_FROM, WARM_FROM, MOST = 80, 40, 100


def summarise_points(reasons: Sequence[tuple[str, int]]) -> Mapping[str, Json]:
    """`{score, temperature, because}`: hot from 80, warm from 40, else cold; the points of
    `because` add up to the score, which stays within 0 and 100."""
    kept: list[Json] = []
    total = 0
    for reason, points in reasons:
        counted = max(-total, min(points, MOST - total))
        if counted:
            total += counted
            kept.append({"reason": reason, "points": counted})
    return {"score": total, "temperature": temperature_of(total), "because": kept}


def temperature_of(score: int) -> str:
    """hot (80 and more), warm (40 to 79) or cold."""
    return "hot" if score >= HOT_FROM else "warm" if score >= WARM_FROM else "cold"


def time_points(days: int | None) -> tuple[str, int] | None:
    """What a timeline adds: the sooner, the more; nothing where none is known."""
    if days is None:
        return None
    for most, points in ((30, 40), (90, 30), (180, 20), (365, 10)):
        if days <= most:
            return f"wants to move within {most} days", points
    return "wants to move later than in a year", 5
