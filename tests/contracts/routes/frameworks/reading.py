"""What is read of a few files, as the tests of frameworks write it."""

from collections.abc import Mapping

from relplan.contracts.routes.reading import served_by


def routes(files: Mapping[str, str] | str, path: str = "app.py") -> list[str]:
    """Return the routes as ``GET /orders/{id}``, and as ``? /orders`` what is not clear."""
    given = {path: files} if isinstance(files, str) else files
    served = served_by({name: text.encode() for name, text in given.items()})
    found = [f"{one.method or 'ANY'} {one.path}" for one in served.routes]
    return sorted(found + [f"? {one.prefix}" for one in served.unclear])
