"""Reads small programs as the files of a service."""

from relplan.contracts.routes.frameworks import FRAMEWORKS
from relplan.contracts.routes.route import Served


def served(framework: str, files: dict[str, str]) -> Served:
    reader = next(one for one in FRAMEWORKS if one.name == framework)
    contents = {path: text.encode() for path, text in files.items()}
    return reader.read({p: text for p, text in contents.items() if reader.may_serve(p, text)})


def told(framework: str, files: dict[str, str]) -> str:
    """Return the routes, and as ``? /prefix`` what is unclear, in one line."""
    found = served(framework, files)
    routes = [f"{one.method or 'ANY'} {one.path}" for one in found.routes]
    return ", ".join([*routes, *(f"? {one.prefix}" for one in found.unclear)])
