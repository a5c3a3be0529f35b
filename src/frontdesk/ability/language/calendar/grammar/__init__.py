"""Room: rule tables that compose words about time into typed, lazy times.
Comes from: calendar.find, which gathers the tables once into one grammar.
Goes to: calendar.items and calendar.series only.
Never: looks at the text, the clock or the tenant except through the Frame it is handed.
"""
