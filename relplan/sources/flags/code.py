"""Reads a code file for what stands behind a check of a feature flag."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import line_of, short, walk
from relplan.sources.flags.checks import Names, checks_in, tree_of
from relplan.sources.flags.conditions import Lines, lines_behind, lines_closed, lines_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFINITION = re.compile(
    r"(?:function|method|class|constructor|record|interface|struct|enum|trait|type|object"
    r"|singleton_method|module|decorated)(?:_(?:definition|declaration|spec))?$"
    r"|arrow_function$|function_expression$|type_alias_declaration$"
    # Members, parameters and constants: what they are called, and of which type.
    r"|(?:property|method)_signature$|public_field_definition$|field_declaration$|const_spec$"
    r"|(?:required|optional|typed|default)_parameter$|(?:formal_)?parameter(?:_declaration)?$"
)
"""Nodes, in any of the grammars, that define something."""
_CONSTANTS = frozenset({"lexical_declaration", "const_declaration", "property_declaration"})
"""Nodes that do so where they stand in a file or a class, and not in a function."""
_TOPS = frozenset("program module source_file export_statement class_body declaration_list".split())


@dataclass(frozen=True, slots=True)
class FlagUse:
    """What one file says of one flag; lines are counted from 1."""

    checks: Mapping[int, str] = field(default_factory=dict)
    """The source of each check that decides something, by its line."""
    asking: frozenset[int] = frozenset()
    """All lines of these checks."""
    behind: frozenset[int] = frozenset()
    """The lines of code that run only while the flag is on."""


@dataclass(frozen=True, slots=True)
class FlaggedFile:
    """What one file says of flags."""

    code: frozenset[int] = frozenset()
    """The lines that hold code: no comments, no imports, no brackets alone."""
    uses: Mapping[str, FlagUse] = field(default_factory=dict)
    """By flag; one that decides nothing in the file is left out."""
    definitions: tuple[Lines, ...] = ()
    """Those of functions, methods, classes and types: by itself nothing of them runs."""


def flagged_in(path: str, content: bytes, names: Names) -> FlaggedFile:
    """Return what the code file at *path* runs behind flags, *names* among them.

    Raises UnreadableError.
    """
    root = tree_of(path, content, Budget.of(len(content)))
    checks: dict[str, dict[int, str]] = {}
    asking: dict[str, set[int]] = {}
    behind: dict[str, set[int]] = {}
    for check in checks_in(root, content, names):
        runs = lines_closed(check.node) if check.gates else lines_behind(check.node)
        lines = {line for run in runs for line in run.all}
        if lines:
            checks.setdefault(check.flag, {})[line_of(check.node)] = short(check.node)
            asking.setdefault(check.flag, set()).update(lines_of(check.node).all)
            behind.setdefault(check.flag, set()).update(lines)
    code = _code_lines(root)
    uses = {
        flag: FlagUse(
            checks[flag], frozenset(asking[flag]), frozenset((lines & code) - asking[flag])
        )
        for flag, lines in sorted(behind.items())
    }
    return FlaggedFile(code, uses, tuple(_definitions(root)))


def _definitions(root: "Node") -> Iterator[Lines]:
    for node in walk(root):
        value = node.child_by_field_name("value") if node.type == "variable_declarator" else None
        kind = value.type if value is not None else node.type
        above = node.parent
        is_constant = node.type in _CONSTANTS and above is not None and above.type in _TOPS
        if above is not None and (is_constant or _DEFINITION.match(kind)):
            yield lines_of(node)


def _code_lines(root: "Node") -> frozenset[int]:
    found: set[int] = set()
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if "comment" in node.type or "import" in node.type or node.type.startswith("using_"):
            continue
        if node.is_named and not node.named_children:
            found.update(range(node.start_point[0] + 1, node.end_point[0] + 2))
        ahead += node.named_children
    return frozenset(found)
