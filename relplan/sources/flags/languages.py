"""The languages in which code is read for flags, and their grammars."""

from posixpath import splitext
from typing import TYPE_CHECKING

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import parsed, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_GRAMMARS = {
    ".cs": ("tree_sitter_c_sharp", "language"),
    ".go": ("tree_sitter_go", "language"),
    ".java": ("tree_sitter_java", "language"),
    ".js": ("tree_sitter_typescript", "language_tsx"),
    ".jsx": ("tree_sitter_typescript", "language_tsx"),
    ".kt": ("tree_sitter_kotlin", "language"),
    ".mjs": ("tree_sitter_typescript", "language_tsx"),
    ".php": ("tree_sitter_php", "language_php"),
    ".py": ("tree_sitter_python", "language"),
    ".rb": ("tree_sitter_ruby", "language"),
    ".ts": ("tree_sitter_typescript", "language_typescript"),
    ".tsx": ("tree_sitter_typescript", "language_tsx"),
}


def is_readable(path: str) -> bool:
    """Tell whether the language of a code file is one that is read."""
    return splitext(path)[1] in _GRAMMARS


def tree_of(path: str, content: bytes, budget: Budget) -> "Node":
    """Return the root of a code file's tree. Raises UnreadableError."""
    grammar, language = _GRAMMARS[splitext(path)[1]]
    return parsed(path, content, grammar, budget, language)


def literal(node: "Node") -> str:
    """Return the text that is written out at *node*; empty where it is something else."""
    if "string" not in node.type and "symbol" not in node.type:
        return ""
    return text_of(node).strip(":\"'`@")
