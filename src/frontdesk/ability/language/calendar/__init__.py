"""Room: text in; dates, times, intervals, durations and recurrences out, each settled.
Comes from: language.read and evals that score it.
Goes to: ground.words only.
Never: does I/O, reads the clock, keeps state between calls, or guesses a time that was not said.
"""

from frontdesk.ability.language.calendar.find import find_times

__all__ = ["find_times"]
