"""Room: who is on call when: weekly rotations with overrides, and the same as a calendar.
Comes from: people, by command line; policies whose levels name a plan.
Goes to: flow.operations.notify, which asks whom a page reaches, and calendars outside.
Never: sends anything, or changes an alert.
"""
