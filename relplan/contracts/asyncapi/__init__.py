"""AsyncAPI: channels and the messages on them, as the provider sends or receives them."""

from relplan.contracts.asyncapi.contract import KIND

__all__ = ["KIND"]
