"""Room: what the two flows can do, one folder per ability.
Comes from: flow, content and edge call it.
Goes to: ground.
Never: decides what a conversation does next, or knows a concrete channel or vendor.
"""
