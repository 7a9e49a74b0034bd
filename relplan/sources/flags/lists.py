"""Reads the lists in which code names its own flags.

Such a list is a type, an enumeration, a class, an object or a group of constants whose name says
that it holds flags (``IFlagKey``, ``FEATURE_FLAGS``, ``featuregate.Feature``), in a file whose name
says so, or that of its folder; or an object of a flag's kind by itself (``X = WaffleFlag("x")``).
"""

import re
from collections.abc import Iterator
from posixpath import basename, split
from typing import TYPE_CHECKING

from relplan.contracts.bounds import Budget, UnreadableError
from relplan.contracts.reading.trees import text_of, walk
from relplan.sources.flags.languages import is_readable, literal, tree_of
from relplan.sources.flags.names import lists_flags, says_flag
from relplan.sources.provenance import Provenance, is_code, provenance_of

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMED = re.compile(r"flag|feature|toggle|experiment|waffle", re.IGNORECASE)
"""What the name of a file with such a list holds."""
_ABOVE = re.compile(r"flag|toggle|feature-?_?(?:mgmt|gate|management)", re.IGNORECASE)
"""What the name of its folder holds, where its own does not tell; ``features`` says nothing."""
_SIGN = re.compile(
    rb"\b(?:type|interface|enum|class|const|module|object|let|var|val|static|final)\s[^\n=({]{0,80}"
    rb"(?:flag|feature|toggle|gate|experiment)|[A-Z_]*(?:FLAG|FEATURE|TOGGLE)S?\w*\s*=|gate\.Feature\b"
    rb"|(?:Flag|Switch|Toggle|FeatureGate)(?:\.new)?\(",
    re.IGNORECASE,
)
"""What a file holds that may have such a list."""
_LARGEST = 200_000
"""Bytes of a file with such a list."""
_NAME = re.compile(r"[A-Za-z][\w.:/-]{3,100}")
_KEYED = frozenset(
    "pair property_signature array_element_initializer enum_constant enum_entry".split()
)
"""Entries that may name a flag by what they are called alone."""
_VARIABLES = frozenset({"assignment", "variable_declarator", "var_spec", "property_declaration"})
_GIVEN = _VARIABLES | frozenset({"const_spec", "const_element", "assignment_expression"})
"""What gives a value to a name."""
_ENTRIES = (
    _KEYED
    | _VARIABLES
    | frozenset(
        "enum_assignment public_field_definition const_spec const_element enum_case".split()
    )
)
ENTRIES = frozenset({"pair", "keyed_element", "array_element_initializer"})
"""Entries of tables, of which one may be about a flag."""
_BOOLEAN = re.compile(r"\b(true|false)\b", re.IGNORECASE)
_LISTS = frozenset(
    "type_alias_declaration interface_declaration class_declaration class_definition class module"
    " enum_declaration object_declaration variable_declarator assignment".split()
)
_BETWEEN = frozenset(
    "object as_expression satisfies_expression hash call enum_body enum_class_body class_body"
    " block body_statement expression_statement declaration_list enum_declaration_list"
    " enum_member_declaration_list object_type interface_body union_type literal_type"
    " field_declaration variable_declaration const_declaration array_creation_expression"
    " companion_object".split()
)
"""What stands between a list and what it holds."""
_WRAPPERS = frozenset(
    "expression_list as_expression argument_list value_arguments value_argument".split()
)
_IDENTIFIER = re.compile(
    r".*identifier|constant|name|hash_key_symbol|.*string.*|simple_symbol|variable_declaration"
)
_MAKER = re.compile(r"\b(?=[A-Z])\w*(?:Flag|Switch|Toggle|FeatureGate)(?:\.new)?\s*(?:<[^()]*>)?$")
"""The end of what is called to make a flag: ``WaffleFlag``, ``CourseWaffleFlag``, ``Flag.new``."""


def may_list_flags(path: str) -> bool:
    """Tell whether a file may hold a list of flags, by its name."""
    if not (is_readable(path) and is_code(path)) or provenance_of(path) is not Provenance.ORIGINAL:
        return False
    folder, name = split(path)
    return bool(_NAMED.search(name) or _ABOVE.search(basename(folder)))


def flags_listed(path: str, content: bytes) -> tuple[tuple[str, str], ...]:
    """Return each spelling of the flags that a code file lists, with the flag; sorted.

    One that the file says is on where nothing else is said hides nothing, and is left out.
    """
    if len(content) > _LARGEST or not _SIGN.search(content):
        return ()
    try:
        root = tree_of(path, content, Budget.of(len(content)))
    except UnreadableError:
        return ()
    found: dict[str, str] = {}
    on: set[str] = set()
    for node in walk(root):
        for spelling, flag in _of(node):
            found.setdefault(spelling, flag)
        if node.type in ENTRIES and _is_on(node):
            on.add(entry_key(node))
    dark = {flag for spelling, flag in found.items() if spelling in on}
    return tuple(sorted((spelling, flag) for spelling, flag in found.items() if flag not in dark))


def _of(node: "Node") -> Iterator[tuple[str, str]]:
    """Yield the spellings of the flag that *node* lists, each with its name."""
    if node.type == "literal_type":
        key = flag = literal(node.named_children[0]) if _in_list(node) else ""
    elif node.type in _ENTRIES:
        key, flag = _entry(node)
    else:
        return
    if _NAME.fullmatch(flag):
        yield from ((spelling, flag) for spelling in {key, flag})


def _entry(node: "Node") -> tuple[str, str]:
    """Return what an entry is called, and the flag that it names; empty where it names none."""
    named = next((one for one in node.named_children if _IDENTIFIER.fullmatch(one.type)), None)
    if named is None:
        return "", ""
    key, value = text_of(named).strip(":\"'"), _value_of(node)
    if node.type in _VARIABLES and (made := _made(value)) is not None:
        return key, made or key
    kind = text_of(node.child_by_field_name("type"))
    if not (_in_list(node) or (node.type == "const_spec" and says_flag(f"{kind} {key}"))):
        return key, ""
    text = literal(value) if value != named else ""
    if _NAME.fullmatch(text) and not literal(named):
        return key, text
    if node.type == "property_signature" and "boolean" not in text_of(node):
        return key, ""
    return key, key if node.type in _KEYED else ""


def entry_key(entry: "Node") -> str:
    """Return what the entry of a table is called, by its text or by a constant."""
    key = entry.named_children[0] if entry.named_children else entry
    return text_of(key).rsplit(".", 1)[-1].strip(":\"'")


def constants_in(root: "Node") -> dict[str, str]:
    """Return the texts of a file's constants by their names, which begin with a capital.

    One that is given anything else besides is left out: it is none.
    """
    found: dict[str, set[str]] = {}
    for node in walk(root):
        if node.type not in _GIVEN or len(node.named_children) < 2:
            continue
        named = next((one for one in node.named_children if _IDENTIFIER.fullmatch(one.type)), node)
        if text_of(named)[:1].isupper():
            value = _value_of(node)
            found.setdefault(text_of(named), set()).add(literal(value) if value != named else "")
    return {name: text for name, (text, *more) in found.items() if text and not more}


def _is_on(entry: "Node") -> bool:
    """Tell whether an entry says that its flag is on: the last word of it that tells does."""
    said = _BOOLEAN.findall(text_of(_value_of(entry)))
    return bool(said) and said[-1].lower() == "true"


def _value_of(entry: "Node") -> "Node":
    node = entry.named_children[-1]
    while node.type in _WRAPPERS and node.named_children:
        node = node.named_children[-1]
    return node


def _made(value: "Node") -> str | None:
    """Return the name with which *value* makes a flag, maybe none; None where it makes none."""
    if "call" not in value.type and value.type != "object_creation_expression":
        return None
    arguments = next((one for one in value.children if "argument" in one.type), None)
    if arguments is None:
        return None
    maker = text_of(value)[: arguments.start_byte - value.start_byte]
    if not _MAKER.search(maker):
        return None
    return next(filter(_NAME.fullmatch, map(literal, arguments.named_children)), "")


def _in_list(node: "Node") -> bool:
    """Tell whether *node* stands, as one of its own, in what is called a list of flags."""
    above = node.parent
    while above is not None and above.type in _BETWEEN:
        above = above.parent
    if above is None or above.type not in _LISTS:
        return False
    name = above.child_by_field_name("name") or above.child_by_field_name("left")
    only = "enum" in text_of(above)[:60] or node.type == "literal_type"
    return lists_flags(text_of(name), only=only)
