"""What holds under conditions: ``not``, ``if`` and ``dependent…``."""

from collections.abc import Iterator
from dataclasses import dataclass

from relplan.contracts.references import Node
from relplan.contracts.schemas.difference import (
    NONE,
    Context,
    Difference,
    Edge,
    Finds,
    Pair,
    changes,
    judged,
    may_change,
    narrows,
    pair_of,
    place,
    unmatched,
    widens,
)
from relplan.contracts.schemas.plain import accepts_all, refuses_all, says_nothing
from relplan.contracts.schemas.shape import Parts, Shape
from relplan.contracts.schemas.types import may_be

NOT = frozenset({"not"})
CONDITIONS = frozenset({"if", "then", "else"})
DEPENDENTS = frozenset({"dependentRequired", "dependentSchemas", "dependencies"})


def compare_not(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what a value must not be differs."""
    gone, come = unmatched(_excluded(base), _excluded(revision), context)
    if len(gone) == len(come) == 1:
        # what is excluded no longer is accepted, and the other way round
        at = place(gone[0], come[0], "", "")
        found = context.ask(pair_of(gone[0], come[0])).graded("not-changed", at)
        if (found.request, found.response) != (NONE, NONE):
            yield judged("not-changed", found.response, found.request, at)
    elif gone and come:
        yield may_change("not-changed", place(gone[0], come[0], "", ""))
    elif come:
        yield narrows("not-added", place(None, come[0], "", ""))
    elif gone:
        yield widens("not-removed", place(gone[0], None, "", ""))


def _excluded(shape: Shape) -> Iterator[Node]:
    """Yield what a value must not be; where that is any value, the shape says so.

    Where it is none, nothing is said.
    """
    return (
        node for node in shape.each("not")
        if not accepts_all(node.value) and not refuses_all(node.value)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Condition:
    """An ``if`` with what follows from it."""

    test: Node
    then: Node | None
    otherwise: Node | None


def compare_conditions(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what depends on a condition differs."""
    before, after = _conditions(base), _conditions(revision)
    context.budget.spend(len(before) * len(after))
    for old in tuple(before):
        new = next((new for new in after if context.unchanged(old.test, new.test)), None)
        if new is not None:
            before.remove(old)
            after.remove(new)
            yield from _compare_branches(old, new)
    for old, new in zip(before, after, strict=False):
        if not context.ask(pair_of(old.test, new.test)).clean:
            yield changes("if-changed", place(old.test, new.test, "", ""))
        yield from _compare_branches(old, new)
    for old in before[len(after) :]:
        yield widens("if-removed", place(old.test, None, "", ""))
    for new in after[len(before) :]:
        yield narrows("if-added", place(None, new.test, "", ""))


def _conditions(shape: Shape) -> list[_Condition]:
    found = []
    for leaf in shape.leaves:
        test, then, otherwise = leaf.get("if"), _said(leaf, "then"), _said(leaf, "else")
        if test is not None and (then is not None or otherwise is not None):
            found.append(_Condition(test, then, otherwise))
    return found


def _said(leaf: Node, keyword: str) -> Node | None:
    node = leaf.get(keyword)
    return None if node is None or says_nothing(node.value) else node


def _compare_branches(old: _Condition, new: _Condition) -> Finds:
    for name, before, after in (
        ("then", old.then, new.then),
        ("else", old.otherwise, new.otherwise),
    ):
        if before is not None and after is not None:
            yield Edge(pair_of(before, after))
        elif after is not None:
            yield narrows(f"{name}-added", place(None, after, "", ""))
        elif before is not None:
            yield widens(f"{name}-removed", place(before, None, "", ""))


def compare_dependents(base: Shape, revision: Shape, context: Context) -> Finds:
    """Yield how what must be there, or must hold, where a property is differs."""
    if may_be(base, "object") and may_be(revision, "object"):
        yield from _compare_dependent_required(base, revision)
        yield from _compare_dependent_schemas(base, revision)


def _compare_dependent_required(base: Shape, revision: Shape) -> Iterator[Difference]:
    before, after = _dependent_required(base), _dependent_required(revision)
    for name in dict.fromkeys((*before, *after)):
        (old, old_node), (new, new_node) = before.get(name, _NO), after.get(name, _NO)
        if old == new:
            continue
        at = place(old_node, new_node, ", ".join(sorted(old)), ", ".join(sorted(new)))
        if not old:
            yield narrows("dependent-required-added", at)
        elif not new:
            yield widens("dependent-required-removed", at)
        elif old < new:
            yield narrows("dependent-required-changed", at)
        elif new < old:
            yield widens("dependent-required-changed", at)
        else:
            yield changes("dependent-required-changed", at)


_NO: tuple[frozenset[str], Node | None] = (frozenset(), None)


def _dependent_required(shape: Shape) -> dict[str, tuple[frozenset[str], Node | None]]:
    found: dict[str, tuple[frozenset[str], Node | None]] = {}
    for leaf in shape.leaves:
        for keyword in ("dependentRequired", "dependencies"):
            for name, node in leaf.members(keyword):
                if isinstance(node.value, list):
                    others = frozenset(item for item in node.value if isinstance(item, str))
                    found[name] = (found.get(name, _NO)[0] | others, node)
    return found


def _compare_dependent_schemas(base: Shape, revision: Shape) -> Finds:
    before, after = _dependent_schemas(base), _dependent_schemas(revision)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ()), after.get(name, ())
        if old and new:
            yield Edge(Pair(old, new))
        elif new:
            yield narrows("dependent-schema-added", place(None, new[0].node, "", name[:100]))
        else:
            yield widens("dependent-schema-removed", place(old[0].node, None, name[:100], ""))


def _dependent_schemas(shape: Shape) -> dict[str, Parts]:
    found = shape.by_name("dependentSchemas")
    for name, parts in shape.by_name("dependencies").items():
        schemas = tuple(part for part in parts if not isinstance(part.node.value, list))
        if schemas:
            found[name] = (*found.get(name, ()), *schemas)
    return {
        name: parts
        for name, parts in found.items()
        if not all(says_nothing(part.node.value) for part in parts)
    }
