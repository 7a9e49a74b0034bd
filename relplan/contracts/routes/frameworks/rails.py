"""Rails: what ``config/routes.rb`` draws."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import BoundReachedError, Budget, UnreadableError
from relplan.contracts.routes.frameworks.paths import Style, hole
from relplan.contracts.routes.frameworks.paths import below as below_path
from relplan.contracts.routes.frameworks.points import Place, Table, unread
from relplan.contracts.routes.route import Framework, Served
from relplan.contracts.sql.readers.rails.ruby import Follower
from relplan.contracts.sql.readers.rails.things import CONNECTION, Block, Call, Constant
from relplan.contracts.sql.readers.trees import below, line_of, parsed, short
from relplan.contracts.sql.readers.values import HOLE, UNRESOLVED

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = frozenset("get post put patch delete options head".split())
_MANY = {
    "index": ("GET", "", ""), "create": ("POST", "", ""), "new": ("GET", "", "new"),
    "show": ("GET", "id", ""), "edit": ("GET", "id", "edit"), "destroy": ("DELETE", "id", ""),
    "update": ("PATCH PUT", "id", ""),
}  # fmt: skip
_ONE = {name: (verbs, "", end) for name, (verbs, _, end) in _MANY.items() if name != "index"}
_SAME = frozenset(
    "constraints defaults authenticate authenticated unauthenticated controller devise_scope draw"
    " with_options nested instance_exec tap if unless then".split()
)
"""What runs a block where it stands."""
_NOTHING = frozenset(
    "direct resolve require require_relative require_dependency puts default_url_options lambda"
    " proc redirect freeze extend include raise default_scope".split()
)
_KEEPS = frozenset("freeze to_a flatten to_s to_sym dup".split())
_MOUNTS = {"use_doorkeeper": "oauth", "use_doorkeeper_openid_connect": "oauth"}
_ENGINE = re.compile(r"([\w:]+)::Engine$")


@dataclass(frozen=True, slots=True)
class _Level:
    """Where in the tree of scopes a route is drawn."""

    path: str | None = ""
    """None: nobody knows."""
    shallow_path: str | None = ""
    """Of what is shallow below it."""
    collection: str | None = None
    """Of resources: their own path."""
    member: str | None = None
    is_shallow: bool = False


class Rails(Framework):
    """Rails' routes."""

    name = "rails"

    def may_serve(self, path: str, content: bytes) -> bool:
        """Tell whether a file draws routes, or says that an application is an API alone."""
        if not path.endswith(".rb"):
            return False
        name = posixpath.basename(path)
        return b"routes.draw" in content or "/config/routes/" in f"/{path}" or (
            name == "application.rb" and b"api_only" in content
        )  # fmt: skip

    def read(self, files: Mapping[str, bytes]) -> Served:
        """Return what is drawn by the application, and by the engines that it mounts."""
        table = Table(Style.COLON | Style.STAR | Style.GROUPS)
        budget = Budget.of(sum(map(len, files.values())))
        drawn = _Drawn(files, table, budget)
        try:
            drawn.read()
        except BoundReachedError as error:
            return unread(error, files)
        return table.served()


@dataclass(slots=True)
class _Drawn:
    """All files that draw, and what they tell each other."""

    files: Mapping[str, bytes]
    table: Table
    budget: Budget
    mounted: dict[str, list[str | None]] = field(default_factory=dict)
    """Where engines are mounted, by their names."""
    engines: "list[tuple[str, _Reader, Block]]" = field(default_factory=list)
    is_api: bool = False

    def read(self) -> None:
        """Read all files, the engines' last."""
        self.is_api = any(
            re.search(rb"api_only\s*=\s*true", content)
            for path, content in self.files.items() if path.endswith("application.rb")
        )  # fmt: skip
        for path in self.files:
            if b"routes.draw" in self.files[path]:
                self.draw(path, _Level())
        for name, reader, block in self.engines:
            for prefix in self.mounted.get(name, [None]):
                reader.below(_Level(prefix, prefix), block)

    def draw(self, path: str, level: _Level, concerns: dict[str, Block] | None = None) -> None:
        """Read a file whose routes are drawn at *level*."""
        try:
            root = parsed(path, self.files[path], "tree_sitter_ruby", self.budget)
        except UnreadableError as error:
            self.table.unclear(Place(path, error.line or 1, error.what), level.path or "")
            return
        reader = _Reader(root, path, self, level)
        reader.concerns = concerns if concerns is not None else {}
        reader.body(below(root))
        for node in below(root):
            if node.is_error:
                reader.not_followed(node)


class _Reader(Follower):
    """Takes note of what one file draws."""

    def __init__(self, root: "Node", path: str, drawn: _Drawn, level: _Level) -> None:
        super().__init__(root, drawn.budget)
        self.path, self.drawn, self.level = path, drawn, level
        self.concerns: dict[str, Block] = {}
        self.nothing = self.nothing - {"class", "module"}

    def is_simple(self, node: "Node") -> bool:
        """Tell nothing apart."""
        return False

    def not_followed(self, node: "Node") -> None:
        """Take note of what is not understood."""
        self.drawn.table.unclear(self._place(node), self.level.path or "")

    def code(self, node: "Node") -> None:
        """Take note of code that is not seen."""
        self.not_followed(node)

    def _place(self, node: "Node") -> Place:
        return Place(self.path, line_of(node), short(node))

    # what is drawn

    def _route(self, verb: str | None, path: str | None, call: Call) -> None:
        if path is None:
            self.drawn.table.unclear(self._place(call.node), self.level.path or "")
        else:
            self.drawn.table.route(verb, path, self._place(call.node))

    def below(self, level: _Level, block: Block | None) -> None:
        """Follow a block at *level*."""
        outer, self.level = self.level, level
        self.run(block)
        self.level = outer

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it draws."""
        if call.has_receiver:
            return self._on_other(call)
        known = _CALLS.get(call.name)
        if known is not None:
            known(self, call)
        elif call.name in _VERBS:
            _verb(self, call, call.name.upper())
        elif call.name in self.methods:
            return self.run_method(self.methods[call.name], call)
        elif call.name == "draw" and call.block is None:
            self._draws(call)
        elif call.name in _SAME:
            self.run(call.block)
        elif call.name in _MOUNTS or call.name.startswith(("devise_for", "mount_")):
            self._mounts(call)
        elif call.name not in _NOTHING:
            if call.given or call.words or call.block is not None:
                self.not_followed(call.node)
            self.run(call.block)
        return UNRESOLVED

    def _on_other(self, call: Call) -> Any:
        receiver = call.receiver
        if call.name == "draw":
            said = short(call.node.child_by_field_name("receiver") or call.node)
            engine = _ENGINE.match(said.removesuffix(".routes"))
            if engine is not None and call.block is not None:
                self.drawn.engines.append((engine[1], self, call.block))
            else:
                self.run(call.block)
        elif call.name in ("each", "each_value", "map") and call.block is not None:
            turns = [[one] for one in receiver] if isinstance(receiver, tuple) else None
            if isinstance(receiver, dict):
                turns = [[key, value] for key, value in receiver.items()]
            self.each(call.block, turns)
        elif any(one is CONNECTION for one in call.given):
            self.not_followed(call.node)
        elif isinstance(receiver, tuple | str) and call.name in _KEEPS:
            return receiver
        elif receiver is UNRESOLVED or receiver is CONNECTION or call.block is not None:
            self.run(call.block)
        return UNRESOLVED

    def _draws(self, call: Call) -> None:
        name = call.text(0)
        folder = posixpath.dirname(self.path)
        base = folder if folder.endswith("routes") else f"{folder}/routes".lstrip("/")
        near = [path for path in self.drawn.files
                if name and path.endswith(f"config/routes/{name}.rb")]  # fmt: skip
        own = [path for path in near if path.startswith(base.partition("config/routes")[0])]
        if len(own) == 1 and self._deep < 100:
            reader = self.drawn
            self._deep += 20
            reader.draw(own[0], self.level, self.concerns)
            self._deep -= 20
        else:
            self.not_followed(call.node)

    def _mounts(self, call: Call) -> None:
        """Take note of what a library draws."""
        path = call.words.get("at", call.words.get("path", UNRESOLVED))
        name = path if isinstance(path, str) else _MOUNTS.get(call.name) or call.text(0)
        self.drawn.table.unclear(self._place(call.node), _below(self.level.path, name) or "")
        self.run(call.block)


def _below(path: str | None, *pieces: Any) -> str | None:
    """Return a path below another one; None where a part of it is not known."""
    if path is None or not all(isinstance(one, str) for one in pieces):
        return None
    return below_path(path, *(one.replace(HOLE, hole()) for one in pieces))


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _verb(reader: _Reader, call: Call, verb: str | None) -> None:
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
        start = _below(level.collection, "new")
    if call.is_open:
        paths.append(UNRESOLVED)
    for one in paths or ([arrow] if arrow is not None else []):
        own = words.get("path", one) if not isinstance(one, str) or "/" not in one else one
        reader._route(verb, _below(start, own), call)  # noqa: SLF001


def _match(reader: _Reader, call: Call) -> None:
    via = call.words.get("via", UNRESOLVED)
    words = {key: value for key, value in call.words.items() if key != "via"}
    for one in _listed(via):
        verb = one.upper() if isinstance(one, str) else None
        inner = replace(call, words=words)
        _verb(reader, inner, "" if verb == "ALL" else verb)


def _root(reader: _Reader, call: Call) -> None:
    reader._route("GET", _below(reader.level.path, ""), call)  # noqa: SLF001


def _scope(reader: _Reader, call: Call) -> None:
    pieces = [one for one in call.given if not isinstance(one, Constant)]
    if call.is_open or any(not isinstance(one, str) for one in pieces):
        pieces = [UNRESOLVED]
    if "path" in call.words:
        pieces.append(call.words["path"] or "")
    _inside(reader, pieces, call)


def _namespace(reader: _Reader, call: Call) -> None:
    path = call.words.get("path", call.get(0))
    _inside(reader, ["" if path is None else path], call)


def _inside(reader: _Reader, pieces: list[Any], call: Call) -> None:
    level = reader.level
    made = _Level(
        _below(level.path, *pieces),
        _below(level.shallow_path, *pieces),
        is_shallow=call.words.get("shallow", level.is_shallow) is True,
    )
    # what is scoped inside resources still may say `on: :member`
    made = replace(made, collection=level.collection, member=level.member)
    reader.below(made, call.block)


def _shallow(reader: _Reader, call: Call) -> None:
    reader.below(replace(reader.level, is_shallow=True), call.block)


def _resources(reader: _Reader, call: Call) -> None:
    for name in call.given:
        _resource(reader, call, name, _MANY)


def _one_resource(reader: _Reader, call: Call) -> None:
    for name in call.given:
        _resource(reader, call, name, _ONE)


def _resource(
    reader: _Reader, call: Call, name: Any, actions: Mapping[str, tuple[str, str, str]]
) -> None:
    level, words, is_many = reader.level, call.words, actions is _MANY
    own = words.get("path", name)
    own = "" if own is None else own
    parameter = words.get("param", "id")
    above = level.path
    collection = _below(above, own)
    start = _below(level.shallow_path, own) if level.is_shallow else collection
    singular = _singular(name) if isinstance(name, str) else ""
    known = isinstance(parameter, str)
    member = (_below(start, f":{parameter}") if known else None) if is_many else collection
    inner = f":{singular}_{parameter}"
    nested = (_below(start, inner) if known else None) if is_many else collection
    names = words.get("path_names", {})
    names = names if isinstance(names, dict) else {}
    chosen = _chosen(reader, call, actions)
    if chosen is None or call.is_open:
        reader.drawn.table.unclear(reader._place(call.node), collection or above or "")  # noqa: SLF001
        chosen = []
    for action in chosen:
        verbs, on, end = actions[action]
        for verb in verbs.split():
            path = _below(member if on else collection, names.get(end, end) if end else "")
            reader._route(verb, path, call)  # noqa: SLF001
    shallow = words.get("shallow", level.is_shallow) is True
    made = _Level(nested, level.shallow_path, collection, member, is_shallow=shallow)
    for concern in _listed(words.get("concerns", ())):
        _concern_at(reader, concern, made, call)
    reader.below(made, call.block)


def _chosen(
    reader: _Reader, call: Call, actions: Mapping[str, tuple[str, str, str]]
) -> list[str] | None:
    """Return the actions that resources have; None where they are not known."""
    only, but = call.words.get("only"), call.words.get("except")
    known = [name for name in actions if not reader.drawn.is_api or name not in ("new", "edit")]
    for value in (*_listed(only), *_listed(but)):
        if value is not None and not isinstance(value, str):
            return None
    if "only" in call.words and only is not None:
        return [name for name in actions if name in _listed(only)]
    return [name for name in known if name not in _listed(but)]


def _member(reader: _Reader, call: Call) -> None:
    reader.below(replace(reader.level, path=reader.level.member), call.block)


def _collection(reader: _Reader, call: Call) -> None:
    reader.below(replace(reader.level, path=reader.level.collection), call.block)


def _new(reader: _Reader, call: Call) -> None:
    path = _below(reader.level.collection, "new")
    reader.below(replace(reader.level, path=path), call.block)


def _concern(reader: _Reader, call: Call) -> None:
    if call.block is not None:
        reader.concerns[call.text(0)] = call.block
        reader.ran(call.block.node)


def _concerns(reader: _Reader, call: Call) -> None:
    for given in call.given:
        for one in _listed(given):
            _concern_at(reader, one, reader.level, call)


def _concern_at(reader: _Reader, name: Any, level: _Level, call: Call) -> None:
    block = reader.concerns.get(name) if isinstance(name, str) else None
    if block is None:
        reader.drawn.table.unclear(reader._place(call.node), level.path or "")  # noqa: SLF001
    elif reader._deep < 60:  # noqa: SLF001
        reader._deep += 10  # noqa: SLF001
        reader.below(level, block)
        reader._deep -= 10  # noqa: SLF001


def _mount(reader: _Reader, call: Call) -> None:
    """Take note of an application that is mounted: what it serves, it alone knows."""
    what, path = call.get(0), call.words.get("at", UNRESOLVED)
    if what is UNRESOLVED and len(call.words) and "at" not in call.words:
        name, path = next(iter(call.words.items()))
        what = Constant(name)
    place = _below(reader.level.path, path)
    said = short(call.node).partition("=>")[0].partition(",")[0].removeprefix("mount")
    engine = _ENGINE.match(said.strip(" ("))
    if engine is not None:
        reader.drawn.mounted.setdefault(engine[1].lstrip(":"), []).append(place)
    reader.drawn.table.unclear(reader._place(call.node), place or reader.level.path or "")  # noqa: SLF001


def _singular(name: str) -> str:
    """Return what one of several is called, as Rails has it for common words."""
    for ending, one in (("ies", "y"), ("sses", "ss"), ("ses", "se"), ("xes", "x"), ("ss", "ss"),
                        ("statuses", "status"), ("ches", "ch"), ("shes", "sh")):  # fmt: skip
        if name.endswith(ending):
            return name.removesuffix(ending) + one
    return name.removesuffix("s")


_CALLS = {
    "match": _match, "root": _root, "scope": _scope, "namespace": _namespace, "shallow": _shallow,
    "resources": _resources, "resource": _one_resource, "member": _member, "new": _new,
    "collection": _collection, "concern": _concern, "concerns": _concerns, "mount": _mount,
}  # fmt: skip
