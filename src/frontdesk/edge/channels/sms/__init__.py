"""Room: text messages by Twilio: signed webhooks in, replies out, delivery reports back.
Comes from: Twilio's webhooks; the outbox, which sends through it.
Goes to: flow.conversation (run, receipts), edge.vendors.twilio.
Never: sends twice what Twilio says it has, or believes a webhook without its signature.
"""
