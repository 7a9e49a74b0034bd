"""``relplan plan --json``: schema ``relplan.plan/2``, fixed order, same bytes each time."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from relplan.model.edge import Edge
from relplan.model.evidence import Evidence
from relplan.model.facts import Caution
from relplan.model.production import Production
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.reach import Reach, reach_of_all
from relplan.planning.suggested import suggested_keys

SCHEMA = "relplan.plan/2"


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return *plan* as docs/json.md lays it out."""
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
        "production": [production_document(runs) for runs in plan.snapshot.production],
        "changes": list(_changes(plan)),
        "batches": list(_batches(plan)),
        "edges": [edge_document(edge) for edge in plan.edges],
    }


def production_document(runs: Production) -> dict[str, Any]:
    """Return what runs of a service, and how that is known."""
    return {
        "service": runs.service,
        "revision": runs.revision,
        "commit": runs.commit,
        "by": runs.by.value,
        "evidence": [evidence_document(found) for found in runs.evidence],
    }


def edge_document(edge: Edge) -> dict[str, Any]:
    """Return *edge* as it stands in every JSON that relplan prints."""
    return {
        "from": edge.source,
        "to": edge.target,
        "kind": edge.kind.value,
        "coupling": edge.coupling or None,
        "cause": edge.cause.value if edge.cause else None,
        "confidence": edge.confidence.value,
        "evidence": [evidence_document(found) for found in edge.evidence],
    }


def caution_document(caution: Caution) -> dict[str, Any]:
    """Return a risky finding as it stands in every JSON that relplan prints."""
    return {
        "contract": caution.contract,
        "parts": list(caution.parts),
        "evidence": evidence_document(caution.evidence),
    }


def evidence_document(evidence: Evidence) -> dict[str, Any]:
    """Return *evidence*; what does not apply is null."""
    return {
        "repository": evidence.repository or None,
        "commit": evidence.commit or None,
        "path": evidence.path or None,
        "line": evidence.line or None,
        "rule": evidence.rule,
        "text": evidence.text,
    }


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    questions = questions_of_all(plan)
    for reach in reach_of_all(plan):
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


def _batches(plan: Plan) -> Iterator[dict[str, Any]]:
    for batch in plan.batches:
        links = plan.links(batch)
        yield {
            "id": batch.id,
            "wave": batch.wave,
            "changes": list(batch.changes),
            "services": list(batch.services),
            "needs": list(links.needs),
            "causes": [cause.value for cause in links.causes],
        }
