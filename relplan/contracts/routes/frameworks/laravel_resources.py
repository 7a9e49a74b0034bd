"""The resources of Laravel: one call that serves up to seven routes, of which more may be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.following import Thing
from relplan.contracts.routes.frameworks.paths import hole, joined
from relplan.contracts.routes.frameworks.php import Call
from relplan.contracts.routes.frameworks.points import Place, Point, Table

_MANY = {
    "index": ("GET", ""), "create": ("GET", "/create"), "store": ("POST", ""),
    "show": ("GET", "*"), "edit": ("GET", "*/edit"), "update": ("PUT PATCH", "*"),
    "destroy": ("DELETE", "*"),
}  # fmt: skip
_ONE = {"show": ("GET", ""), "edit": ("GET", "/edit"), "update": ("PUT PATCH", "")}
_CREATES = {"create": ("GET", "/create"), "store": ("POST", "")}
_DESTROYS = {"destroy": ("DELETE", "")}


@dataclass(slots=True, eq=False)
class Resource:
    """A resource: its name, and how each of its actions is reached."""

    name: Any
    point: Point
    place: Place
    actions: dict[str, tuple[str, str]]
    """By action its methods, and what stands behind the name: ``*`` for the item."""
    is_shallow: bool = False
    is_clear: bool = True

    def narrow(self, name: str, given: Sequence[Any]) -> None:
        """Take what is said of it: ``->only('index', 'show')``."""
        first = given[0] if given else UNRESOLVED
        value = tuple(given) if len(given) > 1 else first
        listed = value if isinstance(value, tuple) else (value,)
        if name in ("only", "except"):
            self.is_clear &= all(isinstance(one, str) for one in listed)
            self.actions = {
                key: told for key, told in self.actions.items()
                if (key in listed) == (name == "only")
            }  # fmt: skip
        elif name == "shallow":
            self.is_shallow = value is UNRESOLVED or value is True
        elif name == "creatable":
            self.actions |= {**_CREATES, **_DESTROYS}
        elif name == "destroyable":
            self.actions |= _DESTROYS

    def tell(self, table: Table) -> None:
        """Register its routes."""
        if not isinstance(self.name, str) or not self.is_clear:
            known = self.name.partition(".")[0] if isinstance(self.name, str) else None
            table.add(self.point.below(known), "", None, self.place)
            return
        *above, last = self.name.split(".")
        start = joined(*(f"{one}/{hole(one.rpartition('/')[2])}" for one in above))
        for verbs, end in self.actions.values():
            is_member = end.startswith("*")
            own = joined("" if self.is_shallow and is_member else start, last)
            item = f"/{hole(last.rpartition('/')[2])}"
            for verb in verbs.split():
                table.add(self.point, verb, f"{own}{end.replace('*', item)}", self.place)


def resources_of(call: Call, point: Point, place: Place) -> list[Resource]:
    """Return the resources that a call such as ``apiResources`` makes."""
    base = _ONE if call.name.endswith("ingleton") else _MANY
    is_api, several = call.name.startswith("api"), call.name.endswith("esources")
    actions = {
        name: told for name, told in base.items() if not is_api or name not in ("create", "edit")
    }
    first = call.get(0)
    names: Sequence[Any] = (first,)
    if several:
        names = tuple(first.fields) if isinstance(first, Thing) else (UNRESOLVED,)
    found = []
    for name in names:
        made = Resource(name, point, place, dict(actions))
        options = call.get(1 if several else 2)
        for key, value in options.fields.items() if isinstance(options, Thing) else ():
            made.narrow(key, (value,))
        found.append(made)
    return found
