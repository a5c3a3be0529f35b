"""Room: the installation watched: collect, judge, alert, escalate, notify, in the order of watch.py.
Comes from: the standing loops of app.
Goes to: abilities, and the rows of ground.store; pages leave by edge.notifiers.
Never: calls back up, imports flow.conversation, or changes a conversation but by a control.
"""
