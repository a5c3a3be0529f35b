"""Room: text in, Reading out: intents, values, urgency, opt-outs, moods, without a model.
Comes from: flow.conversation.read, and evals that score it.
Goes to: ground.words only.
Never: does I/O, calls a model, keeps state between calls, or decides what to do.
"""
