"""Room: the web chat: one custom element for any page, and the routes it talks to.
Comes from: visitors' browsers, on pages of an allowed origin, with a session token.
Goes to: flow.conversation.run, ability.desk, ability.identity.
Never: trusts a page that is not on the tenant's list, or shows one visitor another's words.
"""
