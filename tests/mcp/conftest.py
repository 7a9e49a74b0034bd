"""The workspace that decisions are taken in is the one of the command line's tests."""

from tests.cli.conftest import _own_surroundings, ask, built, fresh, scanned, shop

__all__ = ["_own_surroundings", "ask", "built", "fresh", "scanned", "shop"]
