"""Reads small programs as the files of a service."""

from relplan.contracts.routes.comparing import part_of
from relplan.contracts.routes.frameworks import FRAMEWORKS
from relplan.contracts.routes.reading import apart
from relplan.contracts.routes.route import Served


def served(framework: str, files: dict[str, str]) -> Served:
    reader = next(one for one in FRAMEWORKS if one.name == framework)
    contents = {path: text.encode() for path, text in files.items()}
    own = {path: text for path, text in contents.items() if reader.may_serve(path, text)}
    return apart(reader.read(own))


def told(framework: str, files: dict[str, str]) -> str:
    """Return the routes, and as ``? /prefix`` what is unclear, in one line."""
    found = served(framework, files)
    return ", ".join([*map(part_of, found.routes), *(f"? {one.prefix}" for one in found.unclear)])
