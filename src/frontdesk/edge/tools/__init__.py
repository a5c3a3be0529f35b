"""Room: one file per thing a bot may do outside, each with TOOL, fulfilling one ability request.
Comes from: flow.conversation.act.
Goes to: the outside, by ground.kit.http and edge.vendors.
Never: decides, or does a thing twice for one request key.
"""
