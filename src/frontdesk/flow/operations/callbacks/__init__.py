"""Room: what a person pressed at a pager, turned into answers to the alerts that page told of.
Comes from: edge.notifiers, which prove who calls back.
Goes to: flow.operations.answers.
Never: trusts a caller, or does one press twice.
"""
