"""Python's search for garbage: off where none of what is made is any, on where most of it is."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking again and again through all that is being made.

    That takes a third of the time, and none of it is garbage.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def collection() -> Iterator[None]:
    """Let garbage be collected where contents of files are read, for minutes.

    A command does not look for any, as it ends within a second. What was made of two documents
    holds itself once they are compared: kept to the end, that of a thousand fills the memory.
    """
    if gc.isenabled():
        yield
        return
    gc.freeze()  # what is loaded stays
    gc.enable()
    try:
        yield
    finally:
        gc.disable()
