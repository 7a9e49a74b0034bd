"""Rails: what ``config/routes.rb`` draws."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.trees import below, line_of, parsed, short, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.paths import Style
from relplan.contracts.routes.frameworks.points import Place, Table, filled
from relplan.contracts.routes.frameworks.rails_words import (
    CALLS,
    ENGINE,
    Level,
    drawn_verb,
    path_below,
)
from relplan.contracts.routes.route import Framework, Served
from relplan.contracts.sql.readers.rails.ruby import Follower
from relplan.contracts.sql.readers.rails.things import CONNECTION, Block, Call

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = frozenset("get post put patch delete options head".split())
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
_DEEPEST, _STEP = 90, 3
"""Levels of scopes, and what one counts."""
_MOUNTS = {"use_doorkeeper": "oauth", "use_doorkeeper_openid_connect": "oauth"}
_KNOWN = frozenset({*_VERBS, *_SAME, *_NOTHING, *_MOUNTS, *CALLS})


@dataclass(frozen=True, slots=True)
class _Merger:
    """What ``with_options`` gives its block: it draws with these words, where a call has no own."""

    words: Mapping[str, Any]

    def merged(self, call: Call) -> Call:
        words = {**call.words, **{key: self.words[key] for key in self.words.keys() - call.words}}
        return replace(call, words=words, receiver=UNRESOLVED, has_receiver=False)


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

        def follow(table: Table, budget: Budget) -> None:
            _Drawn(files, table, budget).read()

        return filled(files, Style.COLON | Style.STAR | Style.GROUPS, follow)


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
                self.draw(path, Level())
        for name, reader, block in self.engines:
            for prefix in self.mounted.get(name, [None]):
                reader.below(Level(prefix, prefix), block)

    def draw(self, path: str, level: Level, concerns: dict[str, Block] | None = None) -> None:
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

    def __init__(self, root: "Node", path: str, drawn: _Drawn, level: Level) -> None:
        super().__init__(root, drawn.budget)
        self.path, self.drawn, self.level = path, drawn, level
        self.table, self.is_api, self.mounted = drawn.table, drawn.is_api, drawn.mounted
        self.concerns: dict[str, Block] = {}
        self.options = _Merger({})
        """What all calls without a receiver are given."""
        self.nothing = self.nothing - {"class", "module"}

    def is_simple(self, node: "Node") -> bool:
        """Tell nothing apart."""
        return False

    def not_followed(self, node: "Node") -> None:
        """Take note of what is not understood."""
        self.table.unclear(self.place(node), self.level.path or "")

    def statement(self, node: "Node") -> Any:
        """Follow one statement; a name alone calls a method, which may draw what is not seen."""
        name = text_of(node) if node.type == "identifier" else ""
        is_part = node.parent is not None and node.parent.type == "interpolation"
        known = name in self.scope or name in self.methods or name in _KNOWN
        if name and not is_part and not known and not name.startswith(("devise_for", "mount_")):
            self.not_followed(node)
        return super().statement(node)

    def code(self, node: "Node") -> None:
        """Take note of code that is not seen."""
        self.not_followed(node)

    def place(self, node: "Node") -> Place:
        """Return where something is drawn."""
        return Place(self.path, line_of(node), short(node))

    # what is drawn

    def route(self, verb: str | None, path: str | None, call: Call) -> None:
        """Take note of a route; None: nobody knows."""
        if path is None:
            self.table.unclear(self.place(call.node), self.level.path or "")
        else:
            self.table.route(verb, path, self.place(call.node))

    def below(self, level: Level, block: Block | None) -> None:
        """Follow a block at *level*."""
        if self._deep > _DEEPEST:
            if block is not None:
                self.not_followed(block.node)
            return
        outer, self.level = self.level, level
        self._deep += _STEP
        self.run(block)
        self._deep -= _STEP
        self.level = outer

    def called(self, call: Call) -> Any:
        """Return the value of a call, having taken note of what it draws."""
        if call.has_receiver and not isinstance(call.receiver, _Merger):
            return self._on_other(call)
        call = (call.receiver if call.has_receiver else self.options).merged(call)
        known = CALLS.get(call.name)
        if known is not None:
            known(self, call)
        elif call.name in _VERBS:
            drawn_verb(self, call, call.name.upper())
        elif call.name in self.methods:
            return self.run_method(self.methods[call.name], call)
        elif call.name == "draw" and call.block is None:
            self._draws(call)
        elif call.name in _SAME:
            self._here(call)
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
            engine = ENGINE.match(said.removesuffix(".routes"))
            if engine is not None and call.block is not None:
                self.drawn.engines.append((engine[1], self, call.block))
            else:
                self.run(call.block)
        elif call.name in ("each", "each_value", "map") and call.block is not None:
            turns = [[one] for one in receiver] if isinstance(receiver, tuple) else None
            if isinstance(receiver, dict):
                turns = [[key, value] for key, value in receiver.items()]
            self.each(call.block, turns)
        elif any(one is CONNECTION for one in call.given) or _may_draw(call):
            self.not_followed(call.node)
            self.run(call.block)
        elif isinstance(receiver, tuple | str) and call.name in _KEEPS:
            return receiver
        elif receiver is UNRESOLVED or receiver is CONNECTION or call.block is not None:
            self.run(call.block)
        return UNRESOLVED

    def _here(self, call: Call) -> None:
        """Follow a block where it stands.

        That of ``with_options`` draws with its words, on what the block is given or by itself.
        """
        if call.name != "with_options":
            self.run(call.block)
            return
        if call.is_open:
            self.not_followed(call.node)
        block, merger, outer = call.block, _Merger(call.words), self.options
        if block is None or block.node.child_by_field_name("parameters") is None:
            self.options = merger
        self.run(block, [merger])
        self.options = outer

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
        self.table.unclear(self.place(call.node), path_below(self.level.path, name) or "")
        self.run(call.block)


def _may_draw(call: Call) -> bool:
    """Tell whether a call on something unknown looks as if it drew."""
    if call.receiver is not UNRESOLVED:
        return False
    return call.name in ("resources", "resource") or (call.name in _VERBS and bool(call.words))
