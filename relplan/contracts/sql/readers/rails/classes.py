"""Finds the classes of a Ruby file: migrations, and what they bring for themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relplan.contracts.reading.trees import below, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(slots=True)
class Class:
    """A class or module, or what stands outside of all."""

    name: str
    parent: str = ""
    """Of which class it is one; empty: of none, or it is a module."""
    methods: dict[str, "Node"] = field(default_factory=dict)
    assigned: list["Node"] = field(default_factory=list)
    """What is set in its body, above all its constants."""

    @property
    def is_migration(self) -> bool:
        """Tell whether it is a migration by what it is derived from."""
        return "Migration" in self.parent

    @property
    def is_model(self) -> bool:
        """Tell whether it may stand for a table."""
        return bool(self.parent) and not self.is_migration

    @property
    def has_rows(self) -> bool:
        """Tell whether an object of it is surely a row."""
        return self.parent.endswith(("ApplicationRecord", "ActiveRecord::Base"))


def classes_in(root: "Node") -> list[Class]:
    """Return all classes and modules of a file, first what stands outside of all."""
    outside = Class("")
    return [outside, *_filled(outside, root)]


def _filled(owner: Class, body: "Node | None") -> Iterator[Class]:
    """Take note of what stands in the body of *owner*; yield the classes that stand there, too."""
    for node in below(body):
        if node.type in ("method", "singleton_method"):
            owner.methods[text_of(node.child_by_field_name("name"))] = node
        elif node.type in ("assignment", "operator_assignment"):
            owner.assigned.append(node)
            yield from _filled(owner, node)  # such as `X = Class.new(Migration) do`
        elif node.type in ("class", "module"):
            parent = node.child_by_field_name("superclass")
            name = text_of(node.child_by_field_name("name")).rpartition("::")[2]
            found = Class(name, text_of(parent).removeprefix("<").strip())
            yield found
            yield from _filled(found, node.child_by_field_name("body"))
        elif node.type not in _LEAVES:  # `class << self`, `private def up`, `X.class_eval do`
            yield from _filled(owner, node)


_LEAVES = frozenset({"superclass", "string", "array", "hash", "lambda"})
"""What holds no definitions that count."""


def migration_among(classes: list[Class]) -> Class | None:
    """Return the class that is the migration of its file; None where there is none."""
    named = [found for found in classes if found.is_migration]
    doing = [found for found in classes if found.methods.keys() & {"up", "change"}]
    both = [found for found in named if found in doing]
    return next(iter((*both, *doing, *named)), None)
