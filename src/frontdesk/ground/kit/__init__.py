"""Room: tools without a trade: clock, ids, tasks, http client, log lines.
Comes from: the standard library and the libraries it wraps.
Goes to: every room that needs time, an id, a task or a request.
Never: knows what frontdesk is for.
"""
