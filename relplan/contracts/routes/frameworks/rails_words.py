"""What the words of ``config/routes.rb`` draw."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from relplan.contracts.reading.trees import short
from relplan.contracts.reading.values import HOLE, UNRESOLVED
from relplan.contracts.routes.frameworks.paths import below, hole
from relplan.contracts.routes.frameworks.points import Place, Table
from relplan.contracts.sql.readers.rails.things import Block, Call, Constant

if TYPE_CHECKING:
    from tree_sitter import Node

ENGINE = re.compile(r"([\w:]+)::Engine$")
_MANY = {
    "index": ("GET", "", ""), "create": ("POST", "", ""), "new": ("GET", "", "new"),
    "show": ("GET", "id", ""), "edit": ("GET", "id", "edit"), "destroy": ("DELETE", "id", ""),
    "update": ("PATCH PUT", "id", ""),
}  # fmt: skip
_ONE = {name: (verbs, "", end) for name, (verbs, _, end) in _MANY.items() if name != "index"}


@dataclass(frozen=True, slots=True)
class Level:
    """Where in the tree of scopes a route is drawn."""

    path: str | None = ""
    """None: nobody knows."""
    shallow_path: str | None = ""
    """Of what is shallow below it."""
    collection: str | None = None
    """Of resources: their own path."""
    member: str | None = None
    is_shallow: bool = False


class Drawer(Protocol):
    """Follows a file whose words draw routes."""

    level: Level
    table: Table
    is_api: bool
    concerns: dict[str, Block]
    mounted: dict[str, list[str | None]]

    def route(self, verb: str | None, path: str | None, call: Call) -> None:
        """Take note of a route; None: nobody knows."""

    def place(self, node: "Node") -> Place:
        """Return where something is drawn."""

    def below(self, level: Level, block: Block | None) -> None:
        """Follow a block at *level*."""

    def ran(self, node: "Node") -> None:
        """Take note that a block is followed."""


def path_below(path: str | None, *pieces: Any) -> str | None:
    """Return a path below another one; None where a part of it is not known."""
    if path is None or not all(isinstance(one, str) for one in pieces):
        return None
    return below(path, *(one.replace(HOLE, hole()) for one in pieces))


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def drawn_verb(reader: Drawer, call: Call, verb: str | None) -> None:
    """Draw a route of one method for each path that is given."""
    level, words = reader.level, call.words
    paths = list(call.given)
    arrow = next((key for key in words if "/" in key or key[:1] == ":" or not key.isidentifier()),
                 None)  # fmt: skip
    if arrow is None and not paths and words:
        arrow = next(iter(words))  # ``get about: 'pages#about'``
    if len(paths) > 1 and isinstance(paths[-1], str) and "#" in paths[-1]:
        paths.pop()
    start = {
        "member": level.member, "collection": level.collection,
    }.get(str(words.get("on")), level.path)  # fmt: skip
    if words.get("on") == "new":
        start = path_below(level.collection, "new")
    if call.is_open:
        paths.append(UNRESOLVED)
    for one in paths or ([arrow] if arrow is not None else []):
        own = words.get("path", one) if not isinstance(one, str) or "/" not in one else one
        reader.route(verb, path_below(start, own), call)


def _match(reader: Drawer, call: Call) -> None:
    via = call.words.get("via", UNRESOLVED)
    words = {key: value for key, value in call.words.items() if key != "via"}
    for one in _listed(via):
        verb = one.upper() if isinstance(one, str) else None
        inner = replace(call, words=words)
        drawn_verb(reader, inner, "" if verb == "ALL" else verb)


def _root(reader: Drawer, call: Call) -> None:
    reader.route("GET", path_below(reader.level.path, ""), call)


def _scope(reader: Drawer, call: Call) -> None:
    pieces = [one for one in call.given if not isinstance(one, Constant)]
    if call.is_open or any(not isinstance(one, str) for one in pieces):
        pieces = [UNRESOLVED]
    if "path" in call.words:
        pieces.append(call.words["path"] or "")
    _inside(reader, pieces, call)


def _namespace(reader: Drawer, call: Call) -> None:
    path = call.words.get("path", call.get(0))
    _inside(reader, ["" if path is None else path], call)


def _inside(reader: Drawer, pieces: list[Any], call: Call) -> None:
    level = reader.level
    made = Level(
        path_below(level.path, *pieces),
        path_below(level.shallow_path, *pieces),
        is_shallow=call.words.get("shallow", level.is_shallow) is True,
    )
    # what is scoped inside resources still may say `on: :member`
    made = replace(made, collection=level.collection, member=level.member)
    reader.below(made, call.block)


def _shallow(reader: Drawer, call: Call) -> None:
    reader.below(replace(reader.level, is_shallow=True), call.block)


def _resources(reader: Drawer, call: Call) -> None:
    for name in call.given:
        _resource(reader, call, name, _MANY)


def _one_resource(reader: Drawer, call: Call) -> None:
    for name in call.given:
        _resource(reader, call, name, _ONE)


def _resource(
    reader: Drawer, call: Call, name: Any, actions: Mapping[str, tuple[str, str, str]]
) -> None:
    level, words, is_many = reader.level, call.words, actions is _MANY
    own = words.get("path", name)
    own = "" if own is None else own
    parameter = words.get("param", "id")
    above = level.path
    collection = path_below(above, own)
    start = path_below(level.shallow_path, own) if level.is_shallow else collection
    singular = _singular(name) if isinstance(name, str) else ""
    known = isinstance(parameter, str)
    member = (path_below(start, f":{parameter}") if known else None) if is_many else collection
    inner = f":{singular}_{parameter}"
    nested = (path_below(start, inner) if known else None) if is_many else collection
    names = words.get("path_names", {})
    names = names if isinstance(names, dict) else {}
    chosen = _chosen(reader, call, actions)
    if chosen is None or call.is_open:
        reader.table.unclear(reader.place(call.node), collection or above or "")
        chosen = []
    for action in chosen:
        verbs, on, end = actions[action]
        for verb in verbs.split():
            path = path_below(member if on else collection, names.get(end, end) if end else "")
            reader.route(verb, path, call)
    shallow = words.get("shallow", level.is_shallow) is True
    made = Level(nested, level.shallow_path, collection, member, is_shallow=shallow)
    for concern in _listed(words.get("concerns", ())):
        _concern_at(reader, concern, made, call)
    reader.below(made, call.block)


def _chosen(
    reader: Drawer, call: Call, actions: Mapping[str, tuple[str, str, str]]
) -> list[str] | None:
    """Return the actions that resources have; None where they are not known."""
    only, but = call.words.get("only"), call.words.get("except")
    known = [name for name in actions if not reader.is_api or name not in ("new", "edit")]
    for value in (*_listed(only), *_listed(but)):
        if value is not None and not isinstance(value, str):
            return None
    if "only" in call.words and only is not None:
        return [name for name in actions if name in _listed(only)]
    return [name for name in known if name not in _listed(but)]


def _member(reader: Drawer, call: Call) -> None:
    reader.below(replace(reader.level, path=reader.level.member), call.block)


def _collection(reader: Drawer, call: Call) -> None:
    reader.below(replace(reader.level, path=reader.level.collection), call.block)


def _new(reader: Drawer, call: Call) -> None:
    path = path_below(reader.level.collection, "new")
    reader.below(replace(reader.level, path=path), call.block)


def _concern(reader: Drawer, call: Call) -> None:
    if call.block is not None:
        reader.concerns[call.text(0)] = call.block
        reader.ran(call.block.node)


def _concerns(reader: Drawer, call: Call) -> None:
    for given in call.given:
        for one in _listed(given):
            _concern_at(reader, one, reader.level, call)


def _concern_at(reader: Drawer, name: Any, level: Level, call: Call) -> None:
    block = reader.concerns.get(name) if isinstance(name, str) else None
    if block is None:
        reader.table.unclear(reader.place(call.node), level.path or "")
    else:
        reader.below(level, block)


def _mount(reader: Drawer, call: Call) -> None:
    """Take note of an application that is mounted: what it serves, it alone knows."""
    what, path = call.get(0), call.words.get("at", UNRESOLVED)
    if what is UNRESOLVED and len(call.words) and "at" not in call.words:
        name, path = next(iter(call.words.items()))
        what = Constant(name)
    place = path_below(reader.level.path, path)
    said = short(call.node).partition("=>")[0].partition(",")[0].removeprefix("mount")
    engine = ENGINE.match(said.strip(" ("))
    if engine is not None:
        reader.mounted.setdefault(engine[1].lstrip(":"), []).append(place)
    reader.table.unclear(reader.place(call.node), place or reader.level.path or "")


def _singular(name: str) -> str:
    """Return what one of several is called, as Rails has it for common words."""
    for ending, one in (("ies", "y"), ("sses", "ss"), ("ses", "se"), ("xes", "x"), ("ss", "ss"),
                        ("statuses", "status"), ("ches", "ch"), ("shes", "sh")):  # fmt: skip
        if name.endswith(ending):
            return name.removesuffix(ending) + one
    return name.removesuffix("s")


CALLS: Mapping[str, Callable[[Drawer, Call], None]] = {
    "match": _match, "root": _root, "scope": _scope, "namespace": _namespace, "shallow": _shallow,
    "resources": _resources, "resource": _one_resource, "member": _member, "new": _new,
    "collection": _collection, "concern": _concern, "concerns": _concerns, "mount": _mount,
}  # fmt: skip
