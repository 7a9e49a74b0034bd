"""Which open questions an uncertain change waits for."""

from relplan.planning.components import Condensation
from relplan.planning.outlook import Outlook
from relplan.planning.search import reached_from


def settling(outlook: Outlook, change: str) -> tuple[str, ...]:
    """Return the ids of the open questions whose answers could change what *change* needs.

    Of an uncertain change, only those that a blocker could hang on. Sorted.
    """
    view = outlook.pessimistic
    if view is outlook.condensation:
        return ()
    nodes = reached_from([change], view.succ)
    found: set[str] = set()
    for node in nodes:
        found |= _open_at(outlook, view, node, only_blocking=change in outlook.uncertain)
    return tuple(sorted(found))


def questions_of_all(outlook: Outlook) -> dict[str, tuple[str, ...]]:
    """Return the same for all changes at once; those that wait for none are left out."""
    view = outlook.pessimistic
    if view is outlook.condensation:
        return {}
    masks: dict[bool, dict[int, int]] = {True: {}, False: {}}
    ids = sorted(outlook.graph.questions)
    bit_of = {name: 1 << place for place, name in enumerate(ids)}
    for number in sorted(view.components, key=lambda one: view.components[one].rank):
        component = view.components[number]
        for only_blocking, mask in masks.items():
            bits = 0
            for node in component.nodes:
                for name in _open_at(outlook, view, node, only_blocking=only_blocking):
                    bits |= bit_of[name]
            for _, other in component.exits:
                bits |= mask[view.component_of[other]]
            mask[number] = bits
    found = {}
    for change in outlook.changes:
        bits = masks[change in outlook.uncertain][view.component_of[change]]
        if bits:
            found[change] = tuple(name for name in ids if bits & bit_of[name])
    return found


def _open_at(outlook: Outlook, view: Condensation, node: str, *, only_blocking: bool) -> set[str]:
    """Return the questions that the edges of *node* rest on, and nobody has answered."""
    found: set[str] = set()
    for other in view.succ(node):
        if only_blocking and not _blocks(view, other):
            continue
        edges = outlook.graph.between(node, other, view.hidden)
        if all(edge.given for edge in edges):
            found.update(one.question for edge in edges for one in edge.given)
    return found - {question for question, _ in outlook.scenario.answers}


def _blocks(view: Condensation, node: str) -> bool:
    component = view.of(node)
    return component.blocked_below or component.not_done > 0
