"""Room: what was measured, as people and programs ask for it: by bot, service level, hand-off, model.
Comes from: the command line, /api/v1/stats and /api/metrics, edge.sdk.
Goes to: ability.telemetry's windows.
Never: measures, or judges an alert.
"""
