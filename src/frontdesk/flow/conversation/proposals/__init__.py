"""Room: what a model proposes in a turn (a reading, a wording), and how much of it may count.
Comes from: the steps read and word.
Goes to: ability.gateway for the one call of the turn, ability.language to check what came back.
Never: decides what the turn does, says what no check has passed, or asks a model twice.
"""
