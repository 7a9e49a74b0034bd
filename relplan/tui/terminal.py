"""Whether there is a terminal left to show anything on."""

import select
import sys


def has_gone() -> bool:
    """Tell whether the terminal was closed. Where that cannot be seen, as on Windows, it was not.

    A terminal that is closed mostly ends what runs on it by a signal. One that is not the program's
    own, as with ``setsid``, sends none, and what reads from it would go round for ever.
    """
    if not hasattr(select, "poll"):
        return False
    try:
        poll = select.poll()
        poll.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr]
        return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))
    except (OSError, ValueError, AttributeError):
        return False  # no terminal at all: a test's, or a browser's
