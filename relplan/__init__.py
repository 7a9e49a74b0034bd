"""relplan: which pending changes are blocked on which others, why, and what sets them free."""

__version__ = "0.1.0"
