"""Which flags pending changes are dark behind, and in which order they may be switched on.

What is dark needs nothing to be deployed. What it would need if it were not, its flag needs to be
switched on: so the rules are applied once more, as if nothing were dark.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from relplan.model.flag import Flip
from relplan.model.question import YES
from relplan.planning.connected import strongly_connected
from relplan.planning.constraints.dark import dark_question
from relplan.planning.plan import Plan
from relplan.planning.plan import plan as planned
from relplan.planning.questions.ways import changes_at

_TRAILER = "Flag:"


def flags_of(plan: Plan, change: str) -> tuple[str, ...]:
    """Return the flags that *change* is dark behind, by its trailer or by an answer."""
    own = plan.changes[change]
    if own.flag is not None:
        return (own.flag.text.removeprefix(_TRAILER).strip(),)
    found = plan.snapshot.dark.get(change, ())
    if found and (dark_question(own, found), YES) in plan.scenario.answers:
        return tuple(one.flag for one in found)
    return ()


def flips(plan: Plan, changes: Collection[str]) -> tuple[Flip, ...]:
    """Return how to switch on the flags that *changes* are dark behind, those to be first first."""
    flags = {name: found for name in plan.changes if (found := flags_of(plan, name))}
    wanted = {flag for name in changes for flag in flags.get(name, ())}
    if not wanted:
        return ()
    needs = _needs_if_lit(plan, flags)
    behind: dict[str, set[str]] = defaultdict(set)
    for name, own in flags.items():
        for flag in own:
            behind[flag].add(name)
    before = {
        flag: {other for name in dark for node in needs[name] for other in flags.get(node, ())}
        for flag, dark in behind.items()
    }
    for one in plan.snapshot.prerequisites:
        before.setdefault(one.flag, set()).add(one.needs)
    nodes = before.keys() | {needed for own in before.values() for needed in own}
    together = strongly_connected(sorted(nodes), lambda flag: sorted(before.get(flag, ())))
    return tuple(
        _flip(plan, group, behind, needs, before)
        for group in together
        if not wanted.isdisjoint(group)
    )


def _flip(
    plan: Plan,
    group: Iterable[str],
    behind: Mapping[str, set[str]],
    needs: Mapping[str, set[str]],
    before: Mapping[str, set[str]],
) -> Flip:
    own = sorted(group)
    dark = {name for flag in own for name in behind.get(flag, ())}
    needed = {node for name in dark for node in needs[name]} - dark
    return Flip(
        flags=tuple(own),
        changes=tuple(sorted(dark)),
        after=tuple(sorted(node for node in needed if node in plan.changes)),
        after_flags=tuple(
            sorted({other for flag in own for other in before.get(flag, ())} - {*own})
        ),
        waits_for=tuple(sorted(node for node in needed if node not in plan.changes)),
    )


def _needs_if_lit(plan: Plan, dark: Collection[str]) -> dict[str, set[str]]:
    """Return what each of the *dark* changes would need, and needs not now."""
    changes = (
        replace(change, flag=None) if change.id in dark else change
        for change in plan.snapshot.changes
    )
    lit = planned(replace(plan.snapshot, changes=tuple(changes), dark={}), plan.scenario)
    return {
        name: {
            node
            for target in set(lit.condensation.succ(name)) - set(plan.condensation.succ(name))
            for node in changes_at(lit.condensation, target) or (target,)
            if node != name
        }
        for name in dark
    }
