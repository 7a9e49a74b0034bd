"""Reads programs as syntax trees, by the grammars of tree-sitter: no program is ever run."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from relplan.contracts.bounds import Budget, UnreadableError, check_size
from relplan.contracts.reading.lines import shortened

if TYPE_CHECKING:  # loaded when the first file of a language is met
    from tree_sitter import Node, Parser

_LARGEST = 1_000_000
_BYTES_A_STEP = 10


@cache
def _parser(grammar: str, language: str) -> "Parser":
    from tree_sitter import Language, Parser  # noqa: PLC0415

    return Parser(Language(getattr(import_module(grammar), language)()))


def parsed(path: str, content: bytes, grammar: str, budget: Budget, language: str = "") -> "Node":
    """Return the root of a file's tree, which may hold errors.

    *grammar* is the module of a grammar, *language* what it calls the language. Raises
    UnreadableError.
    """
    check_size(path, content, _LARGEST)
    budget.spend(len(content) // _BYTES_A_STEP)
    if b"\0" in content:
        raise UnreadableError("it holds bytes that no text has", path)
    return _parser(grammar, language or "language").parse(content).root_node


def text_of(node: "Node | None") -> str:
    """Return the source of *node*; empty where there is none."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def line_of(node: "Node") -> int:
    """Return the line on which *node* begins, counted from 1."""
    return node.start_point[0] + 1


def short(node: "Node") -> str:
    """Return the beginning of *node*'s source in one line."""
    return shortened(text_of(node))


def walk(node: "Node") -> Iterator["Node"]:
    """Yield *node* and all that is below it, in the order of the source."""
    ahead = [node]
    while ahead:
        here = ahead.pop()
        yield here
        ahead += reversed(here.named_children)


def below(node: "Node | None") -> list["Node"]:
    """Return the children that are no comments."""
    return [] if node is None else [
        child for child in node.named_children if child.type != "comment"
    ]  # fmt: skip


def first_fault(root: "Node") -> "Node":
    """Return the first place that is no code of the language; all of it where none is found."""
    return next((node for node in walk(root) if node.is_error or node.is_missing), root)
