"""Room: what the operations line asks of what is plugged into it: rules and notifiers.
Comes from: content.rules and edge.notifiers, which define them.
Goes to: the steps of flow.operations.
Never: does anything itself.
"""
