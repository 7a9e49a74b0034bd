"""Follows what a migration calls besides the database: models, rows, values, other classes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import line_of, short, text_of
from relplan.contracts.reading.values import UNRESOLVED
from relplan.contracts.sql.operations import Action, Operation
from relplan.contracts.sql.readers.rails.calls import CALLS
from relplan.contracts.sql.readers.rails.classes import Class
from relplan.contracts.sql.readers.rails.methods import applied
from relplan.contracts.sql.readers.rails.models import (
    CHANGES,
    EACH,
    KEEPERS,
    OF_CLASSES,
    OF_DATA,
    PLAIN_CLASSES,
    PURE,
    PURE_OF_CLASSES,
    QUERIES,
    WRAPPERS,
)
from relplan.contracts.sql.readers.rails.ruby import Follower
from relplan.contracts.sql.readers.rails.things import (
    CONNECTION,
    DATA,
    ROWS,
    Call,
    Constant,
    Instance,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_MOST_TURNS = 200
_FOR_EACH = frozenset({"each", "find_each", "each_with_index", "in_batches", "find_in_batches"})
"""Loops over rows that nobody takes the values of."""
_OFTEN_RUN = frozenset(
    {"call", "run", "perform", "invoke", "migrate", "up", "down", "change", "process", "apply"}
)
"""Names of methods by which other code is started."""


class Others(Follower):
    """Takes note of what is done to rows, and of code that is not seen."""

    def __init__(self, root: "Node", classes: list[Class], budget: Budget) -> None:
        """Follow what stands below *root*, which holds *classes*."""
        super().__init__(root, budget)
        self.classes = {found.name: found for found in classes}
        self.running: list[str] = []
        self.in_model = False
        """Whether a method of a model is followed, which asks itself for rows."""

    def own(self, call: Call) -> Any:
        """Return the value of a call of the migration itself, having followed it."""
        raise NotImplementedError

    def told(self, call: Call) -> Any:
        """Return what a call without effect is known to return."""
        raise NotImplementedError

    def other_file(self, name: str) -> "Others | None":
        """Return what follows the file in which a class stands; None where that is not seen."""
        raise NotImplementedError

    def run_local(self, call: Call) -> Any:
        """Follow a method of this file; one that calls itself, for whatever it may be given."""
        again = self.running.count(call.name)
        if again > 1:
            return UNRESOLVED  # what it does was told
        if again:
            call = replace(call, given=[], words={}, is_open=True)
        self.running.append(call.name)
        value = self.run_method(self.methods[call.name], call)
        self.running.pop()
        return value

    def of_class(self, name: str, call: Call) -> Any:
        """Return the value of a call on a class or module, having followed it."""
        last = name.rpartition("::")[2]
        other = self if last in self.classes else self.other_file(name)
        known = other.classes.get(last) if other is not None else None
        if known is not None and other is not None and call.name in known.methods:
            return self._in_file(other, known, call)
        if call.name in WRAPPERS:
            return self.run(call.block, [CONNECTION])
        if call.name in ("connection", "lease_connection") or call.name.startswith("sanitize_sql"):
            return self.told(call)
        return self._of_what_is_called(name, other, known, call)

    def _of_what_is_called(
        self, name: str, other: "Others | None", known: Class | None, call: Call
    ) -> Any:
        """Follow a call on a class that has no such method of its own that is seen."""
        stands_here = known is not None and other is self
        models = stands_here and known is not None and known.is_model and call.name != "new"
        if name.partition("::")[0] in PLAIN_CLASSES | KEEPERS or call.name in OF_CLASSES:
            return self._of_plain_class(name, call)
        if models or call.name in CHANGES or call.name in QUERIES:
            return self.of_value(ROWS, call)
        if known is not None and other is not None and call.name == "new" and not known.has_rows:
            return self._made(other, known, call)
        return self._of_unknown_class(call)

    def _made(self, other: "Others", owner: Class, call: Call) -> Instance:
        if "initialize" in owner.methods:
            self._in_file(other, owner, replace(call, name="initialize"))
        return Instance(owner, other)

    def of_instance(self, made: Instance, call: Call) -> Any:
        """Return the value of a call on an object of a class that is seen, having followed it."""
        if call.name in made.owner.methods:
            return self._in_file(made.reader, made.owner, call)
        if call.name not in PURE:
            self.code(call.node)
        return self.harmless(call)

    def _in_file(self, other: "Others", owner: Class, call: Call) -> Any:
        """Follow a method of a class in its own file; what it does is told of the call here."""
        if other is self:
            return self._run_theirs(owner, call)
        start = len(other.found)
        value = other._run_theirs(owner, call)  # noqa: SLF001
        done, other.found[start:] = other.found[start:], []
        self.found += [replace(one, line=line_of(call.node)) for one in done]
        return value

    def _of_unknown_class(self, call: Call) -> Any:
        """Follow a call on what may be a model: then most are named ways to ask for rows."""
        user = _user_of(call.node)
        if user in QUERIES or user in CHANGES:
            return self.of_value(ROWS, call)
        is_code = call.given or call.words or call.block or not user or call.name.endswith("!")
        if call.name not in PURE_OF_CLASSES and not call.name.endswith("?") and is_code:
            self.code(call.node)
        return self.harmless(call)

    def _of_plain_class(self, name: str, call: Call) -> Any:
        if name.partition("::")[0] in KEEPERS and not call.name.endswith("?"):
            self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
        value = self.harmless(call)
        if not OF_DATA.isdisjoint((name, f"{name}.{call.name}", name.rpartition("::")[0])):
            return DATA
        if name == "Class" and call.name == "new":  # of ActiveRecord::Base
            return ROWS
        return call.given[0] if name == "Arel" and call.name == "sql" and call.given else value

    def _run_theirs(self, owner: Class, call: Call) -> Any:
        mine, self.methods = self.methods, {**self.methods, **owner.methods}
        outside, self.in_model = self.in_model, owner.is_model
        value = self.run_local(replace(call, has_receiver=False))
        self.methods, self.in_model = mine, outside
        return value

    def of_value(self, receiver: Any, call: Call) -> Any:
        """Return the value of a call on rows or on a value, having followed it."""
        name = call.name
        if receiver is ROWS or receiver is UNRESOLVED:
            if name in CALLS or name.startswith("exec"):
                return self.own(replace(call, receiver=CONNECTION))
            if name in CHANGES:
                self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
            elif not (name in PURE or name in QUERIES or name in EACH or name.endswith("?")):
                self._of_unknown_name(receiver, call)
        if name in EACH or name == "times":
            return self._loop(receiver, call)
        value = self.harmless(call)
        if receiver is ROWS or receiver is DATA:
            return receiver
        return applied(receiver, name, call.given) if receiver is not UNRESOLVED else value

    def _of_unknown_name(self, receiver: Any, call: Call) -> None:
        """Take note of a method of which nothing is known; most are attributes."""
        does = bool(call.given or call.words or call.is_open) or call.name.endswith("!")
        does |= _stands_alone(call.node)
        if receiver is ROWS and does:
            self.note(Operation(Action.CHANGE_DATA, text=short(call.node)), call.node)
        elif receiver is UNRESOLVED and (does or call.name in _OFTEN_RUN):
            self.code(call.node)

    def _loop(self, receiver: Any, call: Call) -> Any:
        turns = _turns(receiver, call.name)
        if turns is None:
            self.run(call.block, [receiver] if receiver in (ROWS, DATA) else None)
            return receiver
        values = self.each(call.block, turns)
        is_map = call.name in ("map", "collect", "flat_map") and call.block is not None
        return tuple(values) if is_map else receiver

    def harmless(self, call: Call) -> Any:
        """Follow the block of a call that does nothing itself."""
        given = [ROWS] if call.receiver is ROWS or isinstance(call.receiver, Constant) else None
        given = [DATA] if call.receiver is DATA else given
        self.run(call.block, given)
        return UNRESOLVED


def _stands_alone(node: "Node") -> bool:
    """Tell whether nobody takes the value of a call, so that it is no attribute that is read."""
    if text_of(node.child_by_field_name("method")) in _FOR_EACH:
        return True  # it is the method that each row is sent
    body = node.parent
    if body is None or body.type not in ("body_statement", "block_body", "then", "else"):
        return False
    owner = body.parent
    for_each = (
        owner is not None
        and owner.parent is not None
        and owner.parent.type == "call"
        and (text_of(owner.parent.child_by_field_name("method")) in _FOR_EACH)
    )
    after = node.next_named_sibling
    return for_each or (after is not None and after.type not in ("rescue", "ensure", "else"))


def _user_of(node: "Node") -> str:
    """Return the method that is called on the value of *node*, or with it; empty: none is."""
    user = node.parent
    if user is not None and user.type == "argument_list":
        user = user.parent
    return text_of(user.child_by_field_name("method")) if user is not None else ""


def _turns(receiver: Any, name: str) -> list[list[Any]] | None:
    """Return what a block is given in each turn of a loop; None where that is not known."""
    if isinstance(receiver, tuple) and name == "each_with_index":
        return [[value, place] for place, value in enumerate(receiver)]
    if isinstance(receiver, tuple) and name not in ("each_slice", "each_cons"):
        return [[value] for value in receiver]
    if isinstance(receiver, dict):
        picked = {"each_key": tuple(receiver.keys()), "each_value": tuple(receiver.values())}
        return [[item] for item in picked.get(name, tuple(receiver.items()))]
    if isinstance(receiver, int) and name == "times" and receiver < _MOST_TURNS:
        return [[number] for number in range(receiver)]
    return None
