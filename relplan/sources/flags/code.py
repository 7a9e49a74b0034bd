"""Reads a code file for what stands behind a check of a feature flag."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import line_of, short, text_of, walk
from relplan.sources.flags.checks import checks_in, named_in
from relplan.sources.flags.conditions import NOTHING, Runs, decided_by, lines_of
from relplan.sources.flags.languages import tree_of
from relplan.sources.flags.names import Names

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
_NO_CODE = re.compile(
    r"comment|import|^using_|^package_|^namespace_use|^type_alias_declaration$"
    r"|^interface_declaration$|^type_declaration$|^property_signature$"
)
"""Nodes that hold nothing that runs."""
_CALL = re.compile(r"(?:await |return )?([A-Za-z_]\w*)\(\);?")
"""A line that calls something, and gives it nothing."""
_TOPS = frozenset("program module source_file export_statement class_body declaration_list".split())


class Definition(NamedTuple):
    """A function, a method, a class, a type or a constant."""

    first: int
    """Its first line, counted from 1."""
    body: int
    """The line on which its body begins."""
    last: int
    name: str = ""

    @property
    def all(self) -> range:
        """Each of its lines."""
        return range(self.first, self.last + 1)


@dataclass(frozen=True, slots=True)
class FlagUse:
    """What one file says of one flag; lines are counted from 1."""

    checks: Mapping[int, str] = field(default_factory=dict)
    """The source of each check that decides something, by its line."""
    asking: frozenset[int] = frozenset()
    """All lines of these checks, and those that only name the flag."""
    behind: frozenset[int] = frozenset()
    """The lines of code that run only while the flag is on."""
    guards: frozenset[int] = frozenset()
    """Those that leave what they stand in while it is off, and do nothing else."""
    instead: Mapping[int, str] = field(default_factory=dict)
    """What runs instead while it is off, by its lines; on some of them stands other code, too."""
    of_check: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The lines of code that run only where one check says that it is on, by the check's line."""


@dataclass(frozen=True, slots=True)
class FlaggedFile:
    """What one file says of flags."""

    code: frozenset[int] = frozenset()
    """The lines that hold code: no comments, no imports, no types, no brackets alone."""
    uses: Mapping[str, FlagUse] = field(default_factory=dict)
    """By flag; one that the file neither decides by nor names is left out."""
    definitions: tuple[Definition, ...] = ()
    """By itself nothing of them runs."""
    mentions: Mapping[int, str] = field(default_factory=dict)
    """What is called or shown by a line that does nothing else."""


@dataclass(slots=True)
class _Found:
    """What was seen of one flag."""

    checks: dict[int, str] = field(default_factory=dict)
    asking: set[int] = field(default_factory=set)
    lines: dict[Runs, set[int]] = field(default_factory=lambda: {one: set() for one in Runs})
    instead: dict[int, str] = field(default_factory=dict)
    of_check: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def take(self, node: "Node", runs: Runs) -> None:
        self.lines[runs].update(lines_of(node).all)
        if runs is Runs.OFF and node.type not in NOTHING:
            texts = text_of(node).splitlines()
            self.instead.update(zip(lines_of(node).all, texts, strict=False))

    def use(self, code: frozenset[int]) -> FlagUse:
        asking = frozenset(self.asking | self.lines[Runs.ASKING])
        behind = (self.lines[Runs.ON] & code) - self.asking
        guards = self.lines[Runs.GUARD] & code
        of_check = {line: frozenset(lines & behind) for line, lines in self.of_check.items()}
        return FlagUse(
            self.checks, asking, frozenset(behind), frozenset(guards), self.instead, of_check
        )


def flagged_in(path: str, content: bytes, names: Names) -> FlaggedFile:
    """Return what the code file at *path* runs behind flags, *names* among them.

    Raises UnreadableError.
    """
    root = tree_of(path, content, Budget.of(len(content)))
    found: dict[str, _Found] = defaultdict(_Found)
    for check in checks_in(root, content, names):
        inside = check.scope
        decided = [(inside, Runs.ON)] if inside else decided_by(check.node, inverted=check.inverted)
        for node, runs in decided:
            found[check.flag].take(node, runs)
            if runs is Runs.ON:
                place = line_of(check.node)
                found[check.flag].checks[place] = short(check.node)
                found[check.flag].of_check[place].update(lines_of(node).all)
            found[check.flag].asking.update(lines_of(check.node).all)
    for flag, node in named_in(root, names):
        found[flag].asking.update(lines_of(node).all)
    code = _code_lines(root)
    uses = {flag: seen.use(code) for flag, seen in sorted(found.items())}
    return FlaggedFile(code, uses, tuple(_definitions(root)), dict(_mentions(root)))


def _definitions(root: "Node") -> Iterator[Definition]:
    for node in walk(root):
        value = node.child_by_field_name("value") if node.type == "variable_declarator" else None
        kind = value.type if value is not None else node.type
        above = node.parent
        is_constant = node.type in _CONSTANTS and above is not None and above.type in _TOPS
        if above is not None and (is_constant or _DEFINITION.match(kind)):
            name = text_of(node.child_by_field_name("name"))
            lines, body = lines_of(node), (value or node).child_by_field_name("body")
            yield Definition(lines.first, line_of(body or node), lines.last, name)


def _mentions(root: "Node") -> Iterator[tuple[int, str]]:
    for node in walk(root):
        lines = lines_of(node)
        if lines.first != lines.last or text_of(node) != _line_around(node):
            continue
        if node.type == "jsx_self_closing_element":
            yield lines.first, text_of(node.named_children[0])
        elif called := _CALL.fullmatch(text_of(node)):
            yield lines.first, called[1]


def _line_around(node: "Node") -> str:
    """Return the line on which *node* stands alone, or something else."""
    before, after = node.prev_sibling, node.next_sibling
    alone = (before is None or before.end_point[0] < node.start_point[0]) and (
        after is None or after.start_point[0] > node.end_point[0]
    )
    return text_of(node) if alone else ""


def _code_lines(root: "Node") -> frozenset[int]:
    found: set[int] = set()
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if _NO_CODE.search(node.type) or _is_text(node) or _exports_again(node):
            continue
        if _names_namespace(node):
            continue
        if node.is_named and not node.named_children:
            found.update(range(node.start_point[0] + 1, node.end_point[0] + 2))
        ahead += node.named_children
    return frozenset(found)


def _is_text(node: "Node") -> bool:
    """Tell whether a statement is a text alone: a documentation, or a directive."""
    inner = node.named_children
    return node.type == "expression_statement" and len(inner) == 1 and inner[0].type == "string"


def _names_namespace(node: "Node") -> bool:
    """Tell whether *node* is what a namespace is called, around which nothing runs."""
    above = node.parent
    is_one = above is not None and ("namespace" in above.type or above.type == "internal_module")
    return is_one and above is not None and above.child_by_field_name("name") == node


def _exports_again(node: "Node") -> bool:
    """Tell whether a statement exports something that is defined elsewhere."""
    names = ("identifier", "export_clause", "string", "namespace_export")
    return node.type == "export_statement" and all(one.type in names for one in node.named_children)
