"""Room: what every way to page a person needs: words of a page within limits, verdicts on answers.
Comes from: edge.notifiers.
Goes to: ground.kit.http, and flow.operations when somebody answers a page.
Never: knows one vendor's shapes, or decides whom to page.
"""
