"""Finds which of some alternatives became which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.pairs import Context, pair_of
from relplan.contracts.schemas.types import types_of

_MOST_ASKED = 400
"""Pairs of alternatives that are compared to find which became which."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Which alternative became which."""

    pairs: list[tuple[Node, Node]]
    gone: list[Node]
    come: list[Node]


def match(before: Sequence[Node], after: Sequence[Node], context: Context) -> Matched:
    """Pair the alternatives by reference, contents, title, or else by what makes them alike."""
    matched = Matched([], list(before), list(after))
    context.budget.spend(len(before) + len(after))
    _take_named(matched, ref_of)
    _take(matched, context.unchanged, context)
    _take_named(matched, title_of)
    if len(matched.gone) * len(matched.come) <= _MOST_ASKED:
        _take(matched, lambda old, new: context.ask(pair_of(old, new)).clean, context)
    _take_only_ones(matched, context)
    return matched


def _take_named(matched: Matched, name_of: Callable[[Node], str | None]) -> None:
    """Pair those that have the same name, each with the first one that is left."""
    come: dict[str | None, list[Node]] = {}
    for new in reversed(matched.come):
        come.setdefault(name_of(new), []).append(new)
    named = [(old, come[name]) for old in matched.gone if (name := name_of(old)) in come and name]
    _pair(matched, [(old, news.pop()) for old, news in named if news])


def _take(matched: Matched, same: Callable[[Node, Node], bool], context: Context) -> None:
    """Pair those which are the *same*."""
    context.budget.spend(len(matched.gone) * len(matched.come))
    come, pairs = list(matched.come), []
    for old in matched.gone:
        index = next((index for index, new in enumerate(come) if same(old, new)), None)
        if index is not None:
            pairs.append((old, come.pop(index)))
    _pair(matched, pairs)


def _pair(matched: Matched, pairs: list[tuple[Node, Node]]) -> None:
    taken = {id(node) for pair in pairs for node in pair}
    matched.pairs.extend(pairs)
    matched.gone[:] = [node for node in matched.gone if id(node) not in taken]
    matched.come[:] = [node for node in matched.come if id(node) not in taken]


def _take_only_ones(matched: Matched, context: Context) -> None:
    """Pair what is left, where it is the only one of its type on either side."""
    old = _by_type(matched.gone, context, revised=False)
    new = _by_type(matched.come, context, revised=True)
    for kind in old.keys() & new.keys():
        if kind and len(old[kind]) == len(new[kind]) == 1:
            matched.gone.remove(old[kind][0])
            matched.come.remove(new[kind][0])
            matched.pairs.append((old[kind][0], new[kind][0]))


def _by_type(nodes: Sequence[Node], context: Context, *, revised: bool) -> dict[str, list[Node]]:
    shapes = context.revision if revised else context.base
    found: dict[str, list[Node]] = {}
    for node in nodes:
        if ref_of(node) is None:
            kind = ",".join(sorted(types_of(shapes.of_node(node)) or ()))
            found.setdefault(kind, []).append(node)
    return found


def ref_of(node: Node) -> str | None:
    """Return what a schema refers to; None where it is no reference."""
    ref = node.value.get("$ref") if isinstance(node.value, dict) else None
    return ref if isinstance(ref, str) else None


def title_of(node: Node) -> str | None:
    """Return the title of a schema; None where it has none."""
    title = node.value.get("title") if isinstance(node.value, dict) else None
    return title if isinstance(title, str) else None
