"""The four answers, and the verdict on the lock-step as a whole."""

from relplan.model.diagnosis import Answer, Diagnosis, Verdict
from relplan.model.edge import Cause
from relplan.model.plan import Batch
from relplan.model.scenario import CouplingKind, Scenario
from relplan.planning.diagnose.chains import chain_answer
from relplan.planning.diagnose.couplings import coupling_answer
from relplan.planning.diagnose.scope import ARTIFICIAL, Scope
from relplan.planning.planner import Planner
from relplan.planning.slices import Past


def diagnose(
    planner: Planner,
    scenario: Scenario,
    now: int,
    batch: Batch | None = None,
    past: Past | None = None,
) -> Diagnosis:
    """Answer the four questions for the plan of *scenario*, or for one *batch* of it.

    *now* is what waiting is counted to, in seconds since 1970. The *past* shows how often what was
    sliced shipped apart.
    """
    scope = Scope(planner, scenario, now, batch, past)
    answers: tuple[Answer, ...] = (
        coupling_answer(scope, Cause.TIGHT_COUPLING),
        chain_answer(scope),
        coupling_answer(scope, Cause.HORIZONTAL_SLICING),
        coupling_answer(scope, Cause.UNDONE_WORK),
    )
    verdict, summary = _verdict(scope)
    return Diagnosis(
        batch=batch.id if batch else "",
        changes=len(scope.changes),
        services=scope.services,
        waiting_days=scope.days,
        verdict=verdict,
        summary=summary,
        answers=answers,
    )


def _verdict(scope: Scope) -> tuple[Verdict, str]:
    """Judge by what is left of the lock-step once nothing artificial ties it."""
    tied, blocked = scope.tied(scope.scenario)
    if not tied and not blocked:
        return Verdict.ABSENT, "Nothing is in lock-step and nothing is blocked."
    left, stuck = scope.tied(scope.without_kinds(*ARTIFICIAL))
    free, loose = scope.tied(scope.without_kinds(*CouplingKind))
    if (free, loose) == (tied, blocked):
        return Verdict.ABSENT, (
            "No coupling holds these changes: what is in progress, unknown or next on main does."
        )
    apart = "with every gate waived and every feature flagged"
    if scope.plan.snapshot.workspace.units:
        apart = "with every gate waived, every feature flagged and every unit split"
    if tied:
        before = f"{tied} changes are in lock-step"
        if left > free:
            rest = "all of them" if left == tied else f"{left} of them"
            return Verdict.FORCED, (f"{before}; {apart} {rest} would still be.")
        return Verdict.ARTIFICIAL, (
            f"{before}; {apart} {'none' if not left else f'only {left}'} would be."
        )
    before = f"{blocked} changes are blocked, none is in lock-step"
    if stuck > loose:
        return Verdict.FORCED, (f"{before}; {apart} {stuck} would still be.")
    return Verdict.ARTIFICIAL, (f"{before}; {apart} {stuck} would be.")
