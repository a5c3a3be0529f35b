"""Room: what happens to a conversation besides its messages: timers, delivery reports, broken turns.
Comes from: the sweeping loops of app, channels that get reports, flow.conversation.run, replays.
Goes to: flow.conversation, ability.consent, ground.store.
Never: answers a message.
"""
