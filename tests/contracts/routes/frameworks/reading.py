"""What is read of a few files, as the tests of frameworks write it."""

from collections.abc import Mapping

from relplan.contracts.routes.comparing import part_of
from relplan.contracts.routes.reading import served_by


def routes(files: Mapping[str, str] | str, path: str = "app.py") -> list[str]:
    """Return the routes, as parts are called, and as ``? /orders`` what is not clear."""
    given = {path: files} if isinstance(files, str) else files
    served = served_by({name: text.encode() for name, text in given.items()})
    return sorted([*map(part_of, served.routes)] + [f"? {one.prefix}" for one in served.unclear])
