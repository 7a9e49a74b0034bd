"""What somebody may have meant who wrote a name that nothing has."""

from collections.abc import Iterable


def meant(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest of *known*, or says *otherwise* where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - names are mostly right

    near = get_close_matches(name, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else otherwise
