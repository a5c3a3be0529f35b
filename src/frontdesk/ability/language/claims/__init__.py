"""Room: what a model claims to have read, held against the customer's words and the local reading.
Comes from: flow.conversation.proposals, which asks the model.
Goes to: ability.language.read, which reads quoted evidence again, and ground.words.
Never: calls a model, takes a claim without a quote out of the text, or lets one overrule a figure.
"""

from frontdesk.ability.language.claims.merge import CAP, Merged, merge
from frontdesk.ability.language.claims.schema import build_schema, claimable

__all__ = ["CAP", "Merged", "build_schema", "claimable", "merge"]
