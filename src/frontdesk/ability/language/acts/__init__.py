"""Room: what a message does: wants, agrees, opts out, asks for a person, reports a danger.
Comes from: ability.language.read.
Goes to: ground.words, and the Context of ability.language.
Never: reads dates or amounts, calls a model over the network, or decides what to answer.
"""
