"""``relplan why --json``: what stands between one change and production."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any, TypeVar

from relplan.exports.json_parts import caution_document, edge_document, evidence_document
from relplan.exports.questions.json import question_document
from relplan.model.edge import Edge
from relplan.model.plan import BlockedBy, Path, TiedTo, Why
from relplan.planning.plan import Plan

SCHEMA = "relplan.why/1"
MOST_EDGES = 10_000
"""Edges of the paths to blockers that are told, and of the cycles: long ones share most of them."""

_Found = TypeVar("_Found", BlockedBy, TiedTo)


def why_documents(
    plan: Plan, explanations: Iterable[Why], *, most: float = MOST_EDGES
) -> dict[str, Any]:
    """Return all *explanations*, as docs/json.md lays them out; of `why_document`."""
    documents = [why_document(plan, explanation, most=most) for explanation in explanations]
    return {"schema": SCHEMA, "scenario": plan.scenario.name, "why": documents}


def why_document(plan: Plan, explanation: Why, *, most: float = MOST_EDGES) -> dict[str, Any]:
    """Return what is told of one change as it stands in every JSON that relplan prints.

    The shortest paths to blockers, and the shortest cycles, are told as long as each have at most
    so many edges together, the first in any case; of the others only where they lead.
    """
    batch = plan.batch_of[explanation.change]
    blockers = _fitting(explanation.blockers, lambda one: one.path, most)
    tied = _fitting(explanation.tied, lambda one: one.cycle, most)
    only_named = {
        "blockers": [one.node for one in explanation.blockers[len(blockers) :]],
        "lockstep": [one.change for one in explanation.tied[len(tied) :]],
    }
    known: dict[int, dict[str, Any]] = {}

    def edges(path: Path) -> list[dict[str, Any]]:
        # Paths share edges, the same objects, and each is long to write.
        return [known.get(id(edge)) or known.setdefault(id(edge), _edge(edge)) for edge in path]

    return {
        "change": explanation.change,
        "title": plan.changes[explanation.change].title,
        "state": plan.changes[explanation.change].state.value,
        "status": explanation.status.value,
        "batch": batch.id,
        "wave": batch.wave,
        "blockers": [{"node": one.node, "path": edges(one.path)} for one in blockers],
        "lockstep": [{"change": one.change, "cycle": edges(one.cycle)} for one in tied],
        **({"only_named": only_named} if any(only_named.values()) else {}),
        "needs": edges(explanation.needs),
        "prerequisites": list(explanation.prerequisites),
        "hotfix_off": explanation.hotfix_off or None,
        "certainly_free": explanation.certainly_free,
        "others_first": list(explanation.others_first),
        "questions": [question_document(one) for one in explanation.questions],
        "cautions": [caution_document(found) for found in explanation.cautions],
        "suggested": [
            {"key": key, "changes": list(others)} for key, others in explanation.suggested
        ],
        "spared": [
            {
                "consumer": found.consumer,
                "contract": found.contract,
                "broken": list(found.broken),
                "used": list(found.used),
                "pin": evidence_document(found.pin) if found.pin else None,
            }
            for found in explanation.unaffected
        ],
    }


def _fitting(
    found: Sequence[_Found], path: Callable[[_Found], Path], most: float
) -> Sequence[_Found]:
    """Return the first of *found* whose paths have no more than *most* edges; one at least."""
    lengths = accumulate(len(path(one)) for one in found)
    return found[: max(1, sum(length <= most for length in lengths))]


def _edge(edge: Edge) -> dict[str, Any]:
    """Return an edge with its fingerprint, which is what `dismiss` takes."""
    return {**edge_document(edge), "fingerprint": edge.fingerprint}
