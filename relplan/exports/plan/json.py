"""``relplan plan --json``: schema ``relplan.plan/2``, fixed order, same bytes each time."""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from relplan.exports.indented import indented
from relplan.exports.json_parts import caution_document, edge_document, production_document
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.reach import Reach, reach_of_all
from relplan.planning.suggested import suggested_keys

SCHEMA = "relplan.plan/2"


def plan_json(plan: Plan) -> str:
    """Return *plan* as JSON; all that is not ASCII is escaped."""
    return indented(plan_document(plan))


def plan_document(plan: Plan, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return *plan* as docs/json.md lays it out.

    With *only*, of its changes none but these, what runs of their services, the batches that they
    are in, and the edges that start or end at them.
    """
    kept = plan.changes.keys() if only is None else frozenset(only)
    services = {plan.changes[change].service for change in kept}
    runs = plan.snapshot.production
    return {
        "schema": SCHEMA,
        "workspace": plan.snapshot.workspace.name,
        "environment": plan.snapshot.environment,
        "scenario": plan.scenario.name,
        "marks": [
            {"coupling": coupling, "mark": mark.value}
            for coupling, mark in sorted(plan.scenario.marks)
        ],
        "numbers": asdict(plan.numbers),
        "production": [
            production_document(one) for one in runs if only is None or one.service in services
        ],
        "changes": list(_changes(plan, kept)),
        "batches": list(_batches(plan, kept)),
        "edges": [
            edge_document(edge)
            for edge in plan.edges
            if only is None or edge.source in kept or edge.target in kept
        ],
    }


def _changes(plan: Plan, kept: Collection[str]) -> Iterator[dict[str, Any]]:
    questions = questions_of_all(plan)
    for reach in reach_of_all(plan):
        if reach.change in kept:
            yield _change(plan, reach, questions.get(reach.change, ()))


def _change(plan: Plan, reach: Reach, questions: tuple[str, ...]) -> dict[str, Any]:
    change = plan.graph.changes[reach.change]
    batch = plan.batch_of[change.id]
    return {
        "id": change.id,
        "service": change.service,
        "team": plan.team_of(change.service),
        "title": change.title,
        "state": change.state.value,
        "status": plan.status(change.id).value,
        "batch": batch.id,
        "wave": batch.wave,
        "needs": list(plan.needs(change.id)),
        "blockers": list(reach.blockers),
        "questions": list(questions),
        "cautions": [caution_document(found) for found in plan.cautions(change.id)],
        "suggested": list(suggested_keys(plan, change.id)),
        "prerequisites": reach.prerequisites,
    }


def _batches(plan: Plan, kept: Collection[str]) -> Iterator[dict[str, Any]]:
    for batch in plan.batches:
        if not any(change in kept for change in batch.changes):
            continue
        links = plan.links(batch)
        yield {
            "id": batch.id,
            "wave": batch.wave,
            "changes": list(batch.changes),
            "services": list(batch.services),
            "needs": list(links.needs),
            "causes": [cause.value for cause in links.causes],
        }
