"""A terminal that is closed: nothing may go on running behind it."""

from tests.cli.shop import Shop
from tests.cli.terminal import Terminal


def test_it_leaves_when_its_terminal_does(shop: Shop) -> None:
    with Terminal(shop.folder) as terminal:
        terminal.read_until("orders:pay-v2")
        assert terminal.close() == 0
