"""Room: what is wrong and how it runs, for programs: alerts, silences and statistics as JSON.
Comes from: operators' tools and scripts with a key; programs that speak Alertmanager's language.
Goes to: flow.operations and ability.telemetry.
Never: answers 200 with an error inside, or shows one tenant another's alerts.
"""
