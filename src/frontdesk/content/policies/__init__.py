"""Room: what the house says and holds to whichever bot speaks: consent, disclosure, reminders.
Comes from: the registry.
Goes to: flow.conversation.contracts.
Never: does I/O.
"""
