"""Which test shows that a complaint of users of alerting systems does not hold here, by number.

The numbers are those of the project's list of complaints (1-66 are about alerts and their figures; 29
and 56 ask for things that are not offered, 47 and 65 are measured in docs/benchmarks.md instead).
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMELINE = "story/test_watch_timeline.py"
STORIES = "story/test_watch_complaints.py"
ORDERS = "story/test_watch_orders.py"
UPKEEP = "story/test_watch_upkeep.py"
SURFACE = "story/test_alert_surface.py"
ON_CALL = "unit/flow/operations/test_on_call.py"
NOTIFIER = "contract/test_notifier.py"
SEVEN = "unit/content/rules/test_seven.py"
BURN = "unit/content/rules/test_error_budget_burn.py"
MEASURES = "store/test_measures.py"
HEALTH = "story/test_heartbeats_http.py"
TWO = "test_two_workers_page_once"
RESTARTS = "test_a_restart_each_second_sends_nothing_more"

SHOWN = {
    1: (TIMELINE, TWO),
    2: (ORDERS, "test_leases_of_the_watch_are_raced_hundreds_of_times"),
    3: (TIMELINE, TWO),
    4: (STORIES, "test_workers_whose_clocks_differ_page_once"),
    5: (STORIES, "test_a_new_process_knows_who_acknowledged"),
    6: (ORDERS, "test_a_repeated_policy_is_counted_once_by_all"),
    7: (STORIES, "test_resolved_while_we_were_down_is_still_told"),
    8: (STORIES, "test_cut_off_while_sending_the_page_keeps_its_id"),
    9: (STORIES, "test_pages_that_wait_survive_their_process"),
    10: (STORIES, RESTARTS),
    11: (STORIES, "test_cut_off_while_sending_the_page_keeps_its_id"),
    12: (ORDERS, "test_a_first_look_pages_no_consequence"),
    13: (STORIES, RESTARTS),
    14: (ORDERS, "test_a_consequence_is_quiet_whichever_comes_first"),
    15: (TIMELINE, "test_pending_survives_a_restart"),
    16: (TIMELINE, "test_time_nobody_watched_does_not_count"),
    17: (TIMELINE, "test_pending_survives_a_restart"),
    18: (STORIES, RESTARTS),
    19: (UPKEEP, "test_a_page_stuck_without_reason_is_found"),
    20: (STORIES, RESTARTS),
    21: (UPKEEP, "test_our_own_outage_is_no_program_s_fault"),
    22: (UPKEEP, "test_a_watch_that_stands_still_is_alarmed_and_told"),
    23: (HEALTH, "test_health_turns_red_when_the_watch_stands_still"),
    24: (UPKEEP, "test_all_well_is_told_outside_every_minute"),
    25: (TIMELINE, "test_acknowledging_stops_what_is_to_come"),
    26: (TIMELINE, "test_acknowledging_stops_what_is_to_come"),
    27: (UPKEEP, "test_steps_months_late_tell_nobody"),
    28: (TIMELINE, "test_levels_come_at_their_times"),
    30: (STORIES, "test_one_acknowledgement_stops_every_target"),
    31: (STORIES, "test_levels_missed_while_down_are_one_message_each"),
    32: (SEVEN, "test_a_few_slow_turns_are_no_percentile"),
    33: (STORIES, "test_a_boss_is_told_last"),
    34: (TIMELINE, "test_silence_set_while_pending_stops_the_first_message"),
    35: (STORIES, "test_thousands_of_alerts_and_a_hundred_silences_leak_nothing"),
    36: (STORIES, "test_a_silence_that_ends_far_away_holds"),
    37: (SURFACE, "test_bad_input_names_field_and_fix"),
    38: (STORIES, "test_an_expired_silence_stays_expired"),
    39: (STORIES, "test_a_silence_holds_in_every_process_at_once"),
    40: (STORIES, "test_a_silence_holds_in_every_process_at_once"),
    41: (STORIES, "test_old_silences_and_alerts_are_collected"),
    42: (STORIES, "test_flapping_pages_few_times"),
    43: (STORIES, "test_flapping_pages_few_times"),
    44: (STORIES, "test_looks_rarer_than_the_cooldown_resolve_nothing"),
    45: (TIMELINE, "test_time_nobody_watched_does_not_count"),
    46: (STORIES, "test_a_month_of_trouble_is_one_set_of_pages"),
    48: (TIMELINE, "test_a_short_second_episode_inside_cooldown_pages_nobody"),
    49: (SEVEN, "test_one_error_at_night_pages_nobody"),
    50: (TIMELINE, "test_busy_receivers_are_tried_again_when_they_say"),
    51: (STORIES, "test_a_receiver_that_takes_and_denies_is_not_flooded"),
    52: (NOTIFIER, "test_oversize_is_shortened_never_dropped"),
    53: (TIMELINE, "test_a_resolve_reaches_who_was_told"),
    54: (STORIES, "test_alerts_of_one_rule_have_keys_of_their_own"),
    55: (TIMELINE, "test_one_target_failing_holds_no_other_up"),
    57: (STORIES, "test_a_clock_set_back_keeps_every_distance"),
    58: (STORIES, "test_a_sender_s_wrong_clock_is_only_told"),
    59: (STORIES, "test_a_sender_s_wrong_clock_is_only_told"),
    60: (ON_CALL, "test_neither_gap_nor_overlap_where_a_time_is_missing_or_double"),
    61: (BURN, "test_a_few_bad_events_at_night_are_no_rate"),
    63: (BURN, "test_windows_that_are_not_full_say_nothing"),
    64: (TIMELINE, "test_no_data_is_neither_good_nor_bad"),
    66: (MEASURES, "test_folding_at_once_counts_each_once"),
}
ENOUGH = 60

pytestmark = pytest.mark.house


def test_enough_complaints_are_answered() -> None:
    assert len(SHOWN) >= ENOUGH


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_its_test_is_there(number: int) -> None:
    file, name = SHOWN[number]
    tree = ast.parse((ROOT / "tests" / file).read_text())
    names = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert name in names
