"""Limits are read from controls, windows are days and hours of UTC, and people get their names."""

from datetime import UTC, datetime, timedelta, timezone

from frontdesk.ability.gateway.money import limits
from frontdesk.ability.gateway.money.limits import Limit
from testing.clock import FakeClock
from tests.spending import SCOPE, LiveControls, key_scope


def listed(provider: str = "openai", **values: object) -> set[Limit]:
    named = {name.replace("__", "."): value for name, value in values.items()}
    controls = LiveControls(FakeClock(), named)
    return set(limits.list_limits(controls, key_scope("k1"), provider, "shop"))


def test_usual_limits_are_of_the_tenant() -> None:
    controls = LiveControls(FakeClock(), {})
    assert limits.list_limits(controls, SCOPE, "openai", "") == (
        Limit("tenant", "day", 100_000_000, "spend.daily_limit"),
        Limit("tenant", "hour", 10_000_000, "spend.hourly_limit"),
    )


def test_zero_is_no_limit_for_a_tenant() -> None:
    assert listed(spend__daily_limit=0, spend__hourly_limit=0) == set()


def test_named_limits_hold_for_their_names() -> None:
    found = listed(
        spend__daily_limit=0,
        spend__hourly_limit=0,
        spend__bot_daily_limits={"lead": 1.5, "buyer": 9},
        spend__key_daily_limits={"shop": 0.25, "other": 1},
        quota__daily_tokens={"openai": 1000, "gemini": 1},
    )
    assert found == {
        Limit("bot/lead", "day", 1_500_000, "spend.bot_daily_limits"),
        Limit("key/k1", "day", 250_000, "spend.key_daily_limits"),
        Limit("tokens/openai", "day", 1000, "quota.daily_tokens"),
    }


def test_windows_begin_in_universal_time() -> None:
    at = datetime(2026, 3, 2, 20, 59, 59, 5, tzinfo=UTC)
    assert limits.window_start("day", at) == datetime(2026, 3, 2, tzinfo=UTC)
    assert limits.window_start("hour", at) == datetime(2026, 3, 2, 20, tzinfo=UTC)
    local = at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert limits.window_start("day", local) == datetime(2026, 3, 2, tzinfo=UTC)


def test_windows_have_names_for_people() -> None:
    assert limits.name_window("tenant", "hour") == "the hourly budget of the tenant"
    assert limits.name_window("bot/lead", "day") == "the daily budget of bot lead"
    assert limits.name_window("tokens/openai", "day") == "the daily token quota of provider openai"
