"""Finds where code asks whether a feature flag is on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relplan.contracts.reading.trees import text_of, walk
from relplan.sources.flags.conditions import ARGUMENTS
from relplan.sources.flags.languages import is_readable, literal
from relplan.sources.flags.lists import ENTRIES, constants_in, entry_key
from relplan.sources.flags.names import (
    Names,
    changes_flag,
    lists_flags,
    says_ask,
    says_flag,
    says_off,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_SDKS = re.compile(
    rb"open_?-?feature|unleash|launch_?-?darkly|\bld_?client|flipper|waffle|flagsmith|growthbook"
    rb"|flagd|flipt|FeatureManagement|IFeatureManager|togglz|ff4j|gofeatureflag|posthog"
    rb"|\bFeature\.(?:enabled|disabled)\?",
    re.IGNORECASE,
)
"""What a file holds that asks one of the known SDKs."""
_ASKS = frozenset(
    # OpenFeature
    "getBooleanValue getBooleanDetails get_boolean_value get_boolean_details BooleanValue"
    " BooleanValueDetails GetBooleanValueAsync GetBooleanDetailsAsync fetch_boolean_value"
    " useBooleanFlagValue useFlag"
    # Unleash, Flagsmith, Togglz, .NET
    " isEnabled is_enabled IsEnabled is_enabled? IsEnabledAsync"
    # LaunchDarkly
    " variation boolVariation BoolVariation bool_variation variationDetail boolVariationDetail"
    # Flipper and GitLab; django-waffle; GrowthBook, PostHog
    " enabled? disabled? flag_is_active switch_is_active isOn IsOn isFeatureEnabled"
    " is_feature_enabled feature_enabled Enabled".split()
)
"""Methods that answer whether a flag is on, by the names that the SDKs give them."""
_GATES = frozenset("FeatureGate FeatureGateAttribute waffle_flag waffle_switch".split())
"""Decorators and attributes that close what they stand on while a flag is off."""
_WRAPPERS = frozenset("argument value_argument attribute_argument".split())
_CALLEE = re.compile(
    r"((?:[A-Za-z_]\w*[?!]?(?:\(\))?(?:\.|\?\.|->|::))*[A-Za-z_]\w*[?!]?)\s*(?:<[^()]*>)?\s*$"
)
_PARTS = re.compile(r"[A-Za-z_]\w*[?!]?")
_LONGEST_CALLEE = 400
_NAME = re.compile(r"[A-Za-z][\w.:/ -]{1,100}")
_WORDS = re.compile(rb"[A-Za-z][\w-]+"), re.compile(rb"[A-Za-z][\w.:/-]+")
_WORD = re.compile(r"[A-Za-z_]\w*$")
_ACCESSES = frozenset(
    "member_expression subscript_expression attribute subscript element_reference"
    " member_access_expression navigation_expression".split()
)
"""Nodes that take a part out of something."""
_OWN = frozenset({"", "self.", "self::", "static::", "this."})
"""What stands before a constant of the file itself."""
_FLAG_KEYS = frozenset("flag featureflag feature toggle featuretoggle uiflag".split())
"""What an entry of a table is called that names the flag of the entry."""


@dataclass(frozen=True, slots=True)
class Check:
    """One place that asks for a flag."""

    flag: str
    node: "Node"
    """What asks."""
    scope: "Node | None" = None
    """What runs only while the flag is on, where *node* does not answer but closes something."""
    inverted: bool = False
    """Whether the answer is that the flag is off."""


def may_ask(path: str, content: bytes, names: Names) -> bool:
    """Tell, quicker than by reading it, whether a file may ask for a flag, *names* among them."""
    if not is_readable(path):
        return False
    if _SDKS.search(content):
        return True
    if not names:
        return False
    words = {word.decode() for pattern in _WORDS for word in pattern.findall(content)}
    return any(word in names for word in words)


def checks_in(root: "Node", content: bytes, names: Names) -> Iterator[Check]:
    """Yield the places that ask for a flag: by an SDK's method, or for one of *names*.

    *names* are those that the workspace's own files name.
    """
    speaks_sdk = bool(_SDKS.search(content))
    names = replace(names, constants=constants_in(root))
    for node in walk(root):
        if node.type in _ACCESSES:
            yield from _access(node, names)
        elif node.type == "jsx_attribute":
            yield from _element(node, names)
        elif node.type == "pair":
            yield from _table(node, names)
        arguments = next((child for child in node.children if child.type in ARGUMENTS), None)
        if arguments is not None:
            yield from _call(node, arguments, content, names, speaks_sdk=speaks_sdk)


def named_in(root: "Node", names: Names) -> Iterator[tuple[str, "Node"]]:
    """Yield the entries of tables that are called like one of *names*, with its flag."""
    for node in walk(root):
        if node.type in ENTRIES and (flag := names.of(entry_key(node), asking=True)):
            yield flag, node
            after = node.next_named_sibling
            if after is not None and after.type == "heredoc_body":
                yield flag, after


def _call(
    node: "Node", arguments: "Node", content: bytes, names: Names, *, speaks_sdk: bool
) -> Iterator[Check]:
    start = max(node.start_byte, arguments.start_byte - _LONGEST_CALLEE)
    callee = _CALLEE.search(content[start : arguments.start_byte].decode("utf-8", "replace"))
    parts = _PARTS.findall(callee[1]) if callee else []
    *above, method = parts or [""]
    holder = above[-1] if above else ""
    if changes_flag(method):
        return
    asking = any(map(says_ask, parts[-3:]))
    given = [*map(_unwrapped, arguments.named_children)]
    flag = next(filter(None, (_known(one, names, asking=asking) for one in given)), "")
    if not flag and method in _ASKS and holder[:1].isupper():
        flag = names.of(holder, asking=True)
    if not flag and _is_sdk(method, holder, speaks_sdk=speaks_sdk):
        flag = next(filter(_NAME.fullmatch, map(literal, given)), "")
    if flag:
        closed = _closed(node) if node.parent and (method in _GATES or says_flag(method)) else None
        if closed is not None or method not in _GATES:
            yield Check(flag, node, closed, says_off(method))


def _is_sdk(method: str, holder: str, *, speaks_sdk: bool) -> bool:
    """Tell whether a call asks for a flag whatever it is given."""
    if method in _ASKS | _GATES and (speaks_sdk or says_flag(holder)):
        return True
    return bool(_SDKS.search(method.encode())) and says_ask(method)


def _closed(node: "Node") -> "Node | None":
    """Return what a decorator or an attribute that holds *node* stands on."""
    here: Node | None = node
    while here is not None and here.type not in ("decorator", "attribute_list"):
        here = here.parent if here.type in ("call", "call_expression", "attribute") else None
    return here.parent if here is not None else None


def _access(node: "Node", names: Names) -> Iterator[Check]:
    """Yield the check that ``flags.x``, ``flags["x"]`` or ``flags[X]`` is."""
    if len(node.named_children) < 2 or (node.parent and node.parent.type in _ACCESSES):
        return
    holder, key = node.named_children[0], node.named_children[-1]
    held = _WORD.search(text_of(holder)[-_LONGEST_CALLEE:])
    if held is None or not lists_flags(held[0], only=True):
        return
    word = literal(key) or text_of(key)[-_LONGEST_CALLEE:].rsplit(".", 1)[-1].lstrip(".")
    if flag := names.of(word, asking=True):
        yield Check(flag, node)


def _element(attribute: "Node", names: Names) -> Iterator[Check]:
    """Yield the check that ``<Feature name="x">`` is for what stands in it."""
    opening = attribute.parent
    element = opening.parent if opening and opening.type == "jsx_opening_element" else None
    if opening is None or element is None or not says_flag(text_of(opening.named_children[0])):
        return
    for value in attribute.named_children[1:]:
        if flag := _known(value, names, asking=True):
            yield Check(flag, attribute, element)


def _table(pair: "Node", names: Names) -> Iterator[Check]:
    """Yield the check that ``flag: "x"`` is for the entry of a table that it stands in."""
    key, entry = text_of(pair.named_children[0]).strip("'\""), pair.parent
    if entry is None or entry.parent is None or entry.parent.type != "array":
        return
    names_it = key.lower().replace("_", "") in _FLAG_KEYS
    if names_it and (flag := _known(pair.named_children[-1], names, asking=True)):
        yield Check(flag, pair, entry)


def _unwrapped(node: "Node") -> "Node":
    while node.type in _WRAPPERS and node.named_children:
        node = node.named_children[-1]
    return node


def _known(node: "Node", names: Names, *, asking: bool) -> str:
    """Return which of *names* an argument is, written out or by a constant."""
    word = literal(node)
    if not word and not node.type.endswith("string"):
        said = text_of(node)[-_LONGEST_CALLEE:]
        constant = _WORD.search(said)
        word = constant[0] if constant and constant[0].isupper() else ""
        if not word and constant and "." in said and constant[0][0].isupper():
            word = constant[0]
        asking = asking or says_flag(said[: constant.start()] if constant else "")
        if constant and said[: constant.start()] in _OWN:
            word = names.constants.get(constant[0], word)
    return names.of(word, asking=asking) if _NAME.fullmatch(word) else ""
