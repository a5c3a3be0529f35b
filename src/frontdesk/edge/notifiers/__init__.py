"""Room: ways to page a person, one file each, that turn a Page into a vendor's message.
Comes from: flow.operations.notify.
Goes to: mail servers, chat and paging vendors, phones.
Never: decides whom to page, repeats by itself, or says sent before it was taken.
"""
