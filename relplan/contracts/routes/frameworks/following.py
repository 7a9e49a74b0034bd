"""Follows a program from statement to statement, as far as its values are known without running it.

What JavaScript, Go and C# have in common: scopes, functions that are followed with what they are
given, and bounds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import below, line_of, short, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.routes.frameworks.paths import HOLE, hole
from relplan.contracts.routes.frameworks.points import Place, Table
from relplan.contracts.routes.paths import unknown

if TYPE_CHECKING:
    from tree_sitter import Node

DEEPEST = 100
"""Levels of trees, and of the functions and files that lead into each other."""
_MOST_CALLS = 12
"""Functions that call each other."""
_MOST_RUNS = 60
"""Times that one function is followed."""
_MOST_TURNS = 300
"""Of a loop over a list that is known."""
_LONGEST = 2_000
_LONG = 600
"""Bytes of a function that hardly only tells a text."""
_STEPS = 4
"""That following one node costs."""


class Scope:
    """The names that are known in a block, and around it."""

    def __init__(self, outer: "Scope | None" = None) -> None:
        """Begin a block inside *outer*."""
        self.names: dict[str, Any] = {}
        self.outer = outer

    def home(self, name: str) -> "Scope | None":
        """Return the scope that has *name*."""
        here: Scope | None = self
        while here is not None and name not in here.names:
            here = here.outer
        return here

    def get(self, name: str) -> Any:
        """Return a value; UNRESOLVED where it is not known."""
        home = self.home(name)
        return UNRESOLVED if home is None else home.names[name]


@dataclass(slots=True, eq=False)
class Function:
    """A function, a method or a lambda."""

    node: "Node"
    scope: Scope
    file: str
    this: Any = UNRESOLVED
    """What a method is called on."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a package from elsewhere offers, by its name: ``express.Router``."""

    name: str


@dataclass(slots=True, eq=False)
class Thing:
    """An object with fields, or what a file exports."""

    fields: dict[str, Any] = field(default_factory=dict)
    type: str = ""


class Follower:
    """Follows the nodes of trees in their order; what calls do is for each framework to say."""

    blocks: frozenset[str] = frozenset()
    """The types of nodes that names do not get out of."""
    branches: frozenset[str] = frozenset()
    """The types of nodes of which perhaps nothing is run, or but a part."""
    nothing: frozenset[str] = frozenset()
    """The types of nodes that serve nothing."""
    joins = "+"
    """The sign that makes one text of two."""

    def __init__(self, table: Table, budget: Budget) -> None:
        """Take note of what is served in *table*."""
        self.table, self.budget = table, budget
        self.scope, self.file = Scope(), ""
        self.how: dict[str, Callable[[Node], Any]] = {}
        """How each type of node is followed; of others, all that is below them is."""
        self.returned: list[Any] = []
        self._deep = self._perhaps = 0
        self._running: list[tuple[str, int]] = []
        self._runs: dict[tuple[str, int], int] = {}
        self._registering: set[tuple[str, int]] = set()
        self._supposed: set[tuple[str, int]] = set()
        self._waiting: dict[tuple[str, int], Function] = {}

    def follow(self, node: "Node | None") -> Any:
        """Return the value of an expression or a statement, having followed it."""
        if node is None or node.type in self.nothing:
            return UNRESOLVED
        self.budget.spend(_STEPS)
        if self._deep > DEEPEST:
            self.not_followed(node)
            return UNRESOLVED
        scope = self.scope
        self._deep += 1
        self._perhaps += node.type in self.branches
        if node.type in self.blocks:
            self.scope = Scope(scope)
        try:
            how = self.how.get(node.type)
            return how(node) if how is not None else self.rest(node)
        finally:
            self._deep -= 1
            self._perhaps -= node.type in self.branches
            self.scope = scope

    def rest(self, node: "Node") -> Any:
        """Follow all that is below *node*, of which no more is known."""
        if node.is_error and self.looks_like_one(text_of(node)):
            self.table.unclear(self.place(node))
        for child in below(node):
            self.follow(child)
        return UNRESOLVED

    def last(self, node: "Node") -> Any:
        """Follow all that is below *node*, of which the last is its value."""
        value = UNRESOLVED
        for child in below(node):
            value = self.follow(child)
        return value

    def looks_like_one(self, text: str) -> bool:
        """Tell whether code that is not understood may register a route."""
        raise NotImplementedError

    def leads_on(self, function: Function) -> bool:
        """Tell whether a function that nobody is seen to call may lead to a registration."""
        return self.looks_like_one(text_of(function.node))

    def not_followed(self, node: "Node") -> None:
        """Take note of code that is nested too deep."""
        if self.looks_like_one(text_of(node)):
            self.table.unclear(self.place(node))

    def place(self, node: "Node") -> Place:
        """Return where *node* stands."""
        return Place(self.file, line_of(node), short(node))

    def set(self, name: str, value: Any, *, declares: bool = False) -> None:
        """Give a variable its value; what differs in one branch is not known after it."""
        home = None if declares else self.scope.home(name)
        if home is None:
            self.scope.names[name] = value
            return
        older = home.names[name]
        differs = self._perhaps and older not in (None, "", UNRESOLVED) and older is not value
        home.names[name] = UNRESOLVED if differs and older != value else value

    def concatenated(self, pieces: "Sequence[tuple[Any, Node]]") -> Any:
        """Return the text that values make, with a hole for each that is not known."""
        texts = [value if isinstance(value, str) else hole(text_of(node)) for value, node in pieces]
        if len(texts) > 1 and not isinstance(pieces[0][0], str):
            texts[0] = unknown(text_of(pieces[0][1]))
        text = "".join(texts)
        return text if len(text) <= _LONGEST else UNRESOLVED

    def joined_by_sign(self, node: "Node") -> Any:
        """Return the text that the two sides of a sign make; of other signs nothing is known."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        one, other = self.follow(left), self.follow(right)
        joins = text_of(node.child_by_field_name("operator")) == self.joins
        known = isinstance(one, str) or isinstance(other, str)
        if not joins or not known or left is None or right is None:
            return UNRESOLVED
        return self.concatenated(((one, left), (other, right)))

    def first(self, node: "Node") -> Any:
        """Follow all that is below *node*, of which the first is its value."""
        values = [self.follow(child) for child in below(node)]
        return values[0] if values else UNRESOLVED

    def spread(self, nodes: "Sequence[Node]", sign: str) -> list[Any]:
        """Return the values of *nodes*; nodes of the type *sign* stand for all items of a list."""
        found: list[Any] = []
        for node in nodes:
            is_spread = node.type == sign
            value = self.first(node) if is_spread else self.follow(node)
            found += value if is_spread and isinstance(value, tuple) else [value]
        return found

    @contextmanager
    def inside(self, scope: Scope, file: str) -> Iterator[None]:
        """Follow something elsewhere, and come back."""
        here = self.scope, self.file, self.returned
        self.scope, self.file, self.returned = scope, file, []
        try:
            yield
        finally:
            self.scope, self.file, self.returned = here

    def function(self, node: "Node", this: Any = UNRESOLVED) -> Function:
        """Return a function; it is followed at the end, if nobody is seen to call it."""
        made = Function(node, self.scope, self.file, this)
        key = self.file, node.start_byte
        if key not in self._runs:
            self._waiting.setdefault(key, made)
        return made

    def run(self, function: Function, given: Sequence[Any]) -> Any:
        """Return what a function returns, having followed it with these arguments."""
        key = function.file, function.node.start_byte
        self._runs[key] = self._runs.get(key, 0) + 1
        too_often = self._runs[key] > _MOST_RUNS or len(self._running) >= _MOST_CALLS
        if key in self._running or too_often or self._deep > DEEPEST:
            if too_often and key in self._registering:
                with self.inside(self.scope, function.file):
                    self.not_followed(function.node)
            return UNRESOLVED
        if key not in self._waiting and self._is_idle(function, given):
            return UNRESOLVED
        self._waiting.pop(key, None)
        if key in self._supposed:
            self.table.superseded.add(key)
        self._running.append(key)
        registered = self.table.size
        self._deep += 1
        perhaps, self._perhaps = self._perhaps, 0
        try:
            with self.inside(Scope(function.scope), function.file):
                self.enter(function, given)
                value = self.follow(function.node.child_by_field_name("body"))
                return self.returned[0] if self.returned else self.value_of_body(function, value)
        finally:
            self._running.pop()
            self._deep -= 1
            self._perhaps = perhaps
            if self.table.size > registered:
                self._registering.add(key)

    def _is_idle(self, function: Function, given: Sequence[Any]) -> bool:
        """Tell whether to follow a long function once more would tell nothing new."""
        long = function.node.end_byte - function.node.start_byte > _LONG
        plain = all(value is None or isinstance(value, str | Foreign) for value in given
                    if value is not UNRESOLVED)  # fmt: skip
        return long and plain and not self.leads_on(function)

    def enter(self, function: Function, given: Sequence[Any]) -> None:
        """Give the parameters of a function their values; what is not given is not known."""
        raise NotImplementedError

    def value_of_body(self, function: Function, value: Any) -> Any:
        """Return the value of a function without a return: that of its body, if it is one."""
        body = function.node.child_by_field_name("body")
        return UNRESOLVED if body is None or body.type in self.blocks else value

    def returns(self, node: "Node") -> Any:
        """Follow a return; of several values, the first that is known counts."""
        value = self.last(node)
        if value is not UNRESOLVED and value is not None:
            self.returned.append(value)
        return value

    def finish(self) -> None:
        """Follow the functions that nobody was seen to call: somebody may."""
        while self._waiting:
            function = self._waiting.pop(next(iter(self._waiting)))
            if self.leads_on(function):
                self.table.origin = key = function.file, function.node.start_byte
                self.supposed(self.run(function, ()))
                self.table.origin = None
                self._supposed.add(key)

    def supposed(self, value: Any) -> None:
        """Take note of what a function returns that nobody was seen to call."""

    def turns(self, values: Any) -> tuple[Any, ...]:
        """Return the items of a list that is known; one that is not known where it is not."""
        known = isinstance(values, tuple) and len(values) <= _MOST_TURNS
        return values if known else (UNRESOLVED,)


def is_open(text: str) -> bool:
    """Tell whether something of a text is not known."""
    return HOLE in text
