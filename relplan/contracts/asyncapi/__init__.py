"""AsyncAPI: channels and the messages on them, as the provider sends or receives them."""
