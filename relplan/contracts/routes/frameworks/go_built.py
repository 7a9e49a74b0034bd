"""A route of gorilla's mux, which is built call by call; of others, what was just registered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Foreign
from relplan.contracts.routes.frameworks.go_packages import piece
from relplan.contracts.routes.frameworks.points import Entry, Place, Point, Table

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True, eq=False)
class Built:
    """A route, as far as it is built."""

    point: Point
    node: "Node"
    path: Any = ""
    methods: tuple[Any, ...] = ("",)
    is_prefix: bool = False
    entries: list[Entry] = field(default_factory=list)

    def lengthen(self, further: Any, *, is_prefix: bool) -> None:
        """Put a further piece behind its path."""
        pieces = [piece(self.path), piece(further)]
        self.path = UNRESOLVED if None in pieces else "".join(filter(None, pieces))
        self.is_prefix = is_prefix

    def answer(self, methods: Sequence[Any], table: Table) -> None:
        """Take the methods that are told now, also for what is registered already."""
        self.methods = tuple(methods) or ("",)
        known = [one if isinstance(one, str) else None for one in self.methods]
        for entry in list(self.entries):
            entry.method = known[0]
            for method in known[1:]:
                self.entries.append(table.add(self.point, method, entry.path, entry.place))

    def finish(self, handler: Any, place: Place, table: Table) -> None:
        """Register what *handler* answers."""
        path = piece(self.path)
        if isinstance(handler, Point):
            self.point.mount(handler, "" if path is not None else None)
            return
        if serves_files(handler):
            return
        paths = [path]
        if self.is_prefix and path is not None:
            paths = [path, f"{path.rstrip('/')}/{{rest}}"]
        for one in paths:
            for method in self.methods:
                known = method if isinstance(method, str) else None
                self.entries.append(table.add(self.point, known, one, place))


def serves_files(handler: Any) -> bool:
    """Tell whether a handler only serves files."""
    return isinstance(handler, Foreign) and handler.name.endswith("FileServer()")
