"""The routers of FastAPI, Starlette and Flask: by which names they go, and what is before them."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from relplan.contracts.routes.frameworks.python import Modules, Thing, dotted
from relplan.contracts.routes.paths import joined

_APP_NAMES = frozenset({"app", "application", "api", "server", "flask_app", "fastapi_app"})
"""How the application is called where a function is given it."""
_ROUTER_NAME = re.compile(r"\w*(?:router|blueprint|bp|ns|namespace)")
ROOT: Thing = ("", "")
"""What stands for the application where nobody knows which one it is."""
_VARIABLE = re.compile(r"<(?:(\w+)(?:\([^()]*\))?:)?(\w+)>|\{(\w+)(?::(\w+))?\}")
_DEEPEST = 8


@dataclass(slots=True)
class Router:
    """One router or application, and on what it is mounted."""

    is_app: bool = False
    prefix: str | None = ""
    mounts: list[tuple[Thing, str | None, bool]] = field(default_factory=list)
    """On what, below what; and whether that takes the place of its own prefix."""


class Mounted:
    """All routers of a service, and on what each of them is mounted."""

    def __init__(self, modules: Modules) -> None:
        """Know the names in *modules*; who reads them adds routers."""
        self.modules = modules
        self.routers: dict[Thing, Router] = {ROOT: Router(is_app=True)}

    def prefixes(self, thing: Thing, deep: int = 0) -> Sequence[str | None]:
        """Return where the paths of a router begin, once for each place where it is mounted."""
        router = self.routers.get(thing)
        if router is None or deep > _DEEPEST:
            return (None,)
        if not router.mounts:
            return (router.prefix if router.is_app else None,)
        found: list[str | None] = []
        for parent, below, instead in router.mounts:
            own = "" if instead else router.prefix
            for start in self.prefixes(parent, deep + 1):
                known = [piece for piece in (start, below, own) if piece is not None]
                found.append(joined(*map(plain, known)) if len(known) == 3 else None)
        return list(dict.fromkeys(found))

    def named(self, node: ast.AST, path: str) -> Sequence[Thing]:
        """Return the routers that a name means; a function's own ``app`` is the application."""
        found = [thing for thing in self.modules.things(node, path) if thing in self.routers]
        name = dotted(node)
        last = name.rpartition(".")[2]
        is_given = name in self.modules.all[path].parameters or name in ("current_app", "self.app")
        if not found and last in _APP_NAMES and (is_given or not self._is_known(name, path)):
            return (ROOT,)
        return found

    def _is_known(self, name: str, path: str) -> bool:
        module = self.modules.all[path]
        return name in module.values and not any(
            isinstance(one, ast.Call) for one in module.values[name]
        )

    def of_its_routes(self, node: ast.expr, path: str) -> Sequence[Thing]:
        """Return the router whose list ``app.routes`` or ``app.router.routes`` is."""
        owner = node.value if isinstance(node, ast.Attribute) else node
        found = self.named(owner, path)
        if not found and isinstance(owner, ast.Attribute) and owner.attr == "router":
            found = self.named(owner.value, path)
        return found

    def made_as(self, node: ast.expr, path: str) -> Sequence[Thing | None]:
        """Return the routers that a name means; None: a parameter that may be any of them."""
        found = self.named(node, path)
        may_be_one = dotted(node) in self.modules.all[path].parameters
        return found or ([None] if may_be_one and _ROUTER_NAME.fullmatch(dotted(node)) else [])

    def is_read(self, node: ast.expr, path: str) -> bool:
        """Tell whether a function or a class is one of those that are read."""
        return any(
            name in self.modules.all[file].classes or name in self.modules.all[file].functions
            for file, name in self.modules.things(node, path)
        )


def plain(path: str) -> str:
    """Return a path with its parameters as ``{name}``, whatever they must match."""

    def named(match: re.Match[str]) -> str:
        rest = "*" if "path" in (match[1], match[4]) else ""
        return f"{{{rest}{match[2] or match[3]}}}"

    return _VARIABLE.sub(named, path)
