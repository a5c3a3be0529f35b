"""Room: what keeps the watch itself honest: its auditor, heartbeats of others, overdue promises.
Comes from: the standing loops of app, and programs that report that they live.
Goes to: flow.operations.alerts, and an address outside that alarms when we fall silent.
Never: judges what customers get; that is what rules are for.
"""
