"""Finds where code asks whether a feature flag is on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import splitext
from typing import TYPE_CHECKING

from relplan.contracts.bounds import Budget
from relplan.contracts.reading.trees import parsed, text_of, walk

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
    " enabled? flag_is_active switch_is_active isOn IsOn isFeatureEnabled is_feature_enabled"
    " feature_enabled".split()
)
"""Methods that answer whether a flag is on, by the names that the SDKs give them."""
_GATES = frozenset("FeatureGate FeatureGateAttribute waffle_flag waffle_switch".split())
"""Decorators and attributes that close what they stand on while a flag is off."""
_ARGUMENTS = frozenset("argument_list arguments value_arguments attribute_argument_list".split())
_WRAPPERS = frozenset("argument value_argument attribute_argument".split())
_CALLEE = re.compile(rb"([A-Za-z_]\w*[?!]?)\s*(?:<[^()]*>)?\s*$")
_LONGEST_CALLEE = 400
_NAME = re.compile(r"[A-Za-z][\w.:/ -]{1,100}")
_WORDS = re.compile(rb"[A-Za-z][\w-]+"), re.compile(rb"[A-Za-z][\w.:/-]+")
_WORD = re.compile(r"[A-Za-z_]\w*$")


@dataclass(frozen=True, slots=True)
class Check:
    """One place that asks for a flag."""

    flag: str
    node: "Node"
    """The call."""
    gates: bool = False
    """Whether it closes what it stands on, rather than to answer."""


Names = Mapping[str, str]
"""Flags by what all spellings of their names have in common."""


def by_spelling(names: Iterable[str]) -> Names:
    """Return the flags of *names* so that code finds them in whatever case it writes them."""
    return {_plain(name): name for name in sorted(names)}


def is_readable(path: str) -> bool:
    """Tell whether the language of a code file is one that is read."""
    return splitext(path)[1] in _GRAMMARS


def may_ask(path: str, content: bytes, names: Names) -> bool:
    """Tell, quicker than by reading it, whether a file may ask for a flag, *names* among them."""
    if not is_readable(path):
        return False
    if _SDKS.search(content):
        return True
    if not names:
        return False
    words = {word.decode() for pattern in _WORDS for word in pattern.findall(content)}
    return any(_plain(word) in names for word in words)


def tree_of(path: str, content: bytes, budget: Budget) -> "Node":
    """Return the root of a code file's tree. Raises UnreadableError."""
    grammar, language = _GRAMMARS[splitext(path)[1]]
    return parsed(path, content, grammar, budget, language)


def checks_in(root: "Node", content: bytes, names: Names) -> Iterator[Check]:
    """Yield the calls that ask for a flag: by an SDK's method, or for one of *names* by any call.

    *names* are those that the workspace's own flag files define.
    """
    speaks_sdk = bool(_SDKS.search(content))
    for node in walk(root):
        arguments = next((child for child in node.children if child.type in _ARGUMENTS), None)
        if arguments is None:
            continue
        start = max(node.start_byte, arguments.start_byte - _LONGEST_CALLEE)
        callee = _CALLEE.search(content[start : arguments.start_byte])
        method = callee[1].decode() if callee else ""
        given = [*map(_unwrapped, arguments.named_children)]
        flag = next(filter(None, (_known(one, names) for one in given)), "")
        if not flag and speaks_sdk and method in _ASKS | _GATES:
            flag = next(filter(None, map(_literal, given)), "")
        if flag:
            yield Check(flag, node, method in _GATES)


def _unwrapped(node: "Node") -> "Node":
    while node.type in _WRAPPERS and node.named_children:
        node = node.named_children[-1]
    return node


def _literal(node: "Node") -> str:
    """Return the name of a flag that is written out; empty where it is something else."""
    if "string" not in node.type and "symbol" not in node.type:
        return ""
    text = text_of(node).strip(":\"'`@")
    return text if _NAME.fullmatch(text) else ""


def _known(node: "Node", known: Names) -> str:
    """Return which of the *known* flags an argument names, written out or by a constant."""
    word = _literal(node)
    if not word and not node.type.endswith("string"):
        constant = _WORD.search(text_of(node)[-_LONGEST_CALLEE:])
        word = constant[0] if constant and constant[0].isupper() else ""
    return known.get(_plain(word), "") if word else ""


def _plain(name: str) -> str:
    """Return what all spellings of a flag's name have in common."""
    return name.lower().replace("_", "-").replace(".", "-")
