"""The workspace that bad input is put into is the one of the command line's tests."""

from tests.cli.conftest import _own_surroundings, ask, built, fresh, scanned, shop

__all__ = ["_own_surroundings", "ask", "built", "fresh", "scanned", "shop"]
