"""Room: the page of models: which answer, how fast, how they fail, what they cost, their breakers.
Comes from: edge.console.pages.
Goes to: ability.gateway and the controls its buttons press.
Never: calls a model.
"""
