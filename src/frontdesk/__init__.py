"""frontdesk: bots that answer a business's customers, and the operations around them."""

__version__ = "0.1.0"
