"""Who is whom among the names that commits carry."""

from collections.abc import Iterable, Mapping


def spellings(names: Iterable[str]) -> Mapping[str, str]:
    """Return how each of *names* is written: those with the same letters and digits as one.

    ``Ada Lovelace`` stands for ``adalovelace`` and ``Ada_Lovelace``: who commits on two machines,
    or by a forge's button, has two. Of several the one with the most words goes first, then the one
    with capitals.
    """
    found: dict[str, str] = {}
    every = sorted(set(names), key=lambda name: (-len(name.split()), name))
    for name in every:
        found.setdefault(_letters(name), name)
    return {name: found[_letters(name)] for name in every}


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum()) or name
