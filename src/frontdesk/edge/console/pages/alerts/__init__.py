"""Room: the pages of alerts: what is wrong, one alert with its timeline, and what can be answered to it.
Comes from: edge.console.pages.
Goes to: flow.operations.
Never: judges; what a button does, the command line does by the same functions.
"""
