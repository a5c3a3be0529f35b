"""Room: what this installation says and watches: bots, policies, rules, trials, runbooks.
Comes from: people who write for their business; app's registry reads it at the start.
Goes to: flow's contracts and ability's requests.
Never: does I/O, or knows a vendor, a channel or another file of its own kind.
"""
