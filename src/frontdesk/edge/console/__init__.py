"""Room: operator pages, rendered here, readable at 3 a.m.: one folder per page under pages/.
Comes from: a signed-in person's browser.
Goes to: flow and ability, for what the pages show.
Never: needs a script to be read, or shows one tenant another's customers.
"""
