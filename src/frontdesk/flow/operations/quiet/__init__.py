"""Room: what is not paged: silences and maintenance windows, by matchers on labels.
Comes from: people, by command line, API and console.
Goes to: flow.operations.notify, which asks before each page.
Never: changes an alert; a silenced one goes on, it is only not told.
"""
