"""``relplan propose --json``: schema ``relplan.proposal/1``."""

from collections.abc import Iterable
from typing import Any

from relplan.exports.json_parts import edge_document
from relplan.model.proposal import Choice, InTheWay, Proposal, Step

SCHEMA = "relplan.proposal/1"


def proposal_document(proposal: Proposal) -> dict[str, Any]:
    """Return *proposal* as docs/json.md lays it out, with the runner-up after it."""
    return {
        "schema": SCHEMA,
        "goal": str(proposal.goal),
        "reached": proposal.reached,
        "optimal": proposal.optimal,
        "bound": proposal.bound,
        "effort_days": proposal.effort_days,
        "marks": [_step(step) for step in proposal.steps],
        "in_the_way": [_obstacle(found) for found in proposal.in_the_way],
        "runner_up": None if proposal.runner_up is None else _set(proposal.runner_up),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        **_choice(step.choice),
        "largest_batch_after": step.largest_batch,
        "freed": step.freed,
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "coupling": choice.coupling,
        "mark": choice.mark.value,
        "effort_days": choice.effort_days,
    }


def _set(choices: Iterable[Choice]) -> dict[str, Any]:
    chosen = tuple(choices)
    return {
        "effort_days": sum(choice.effort_days for choice in chosen),
        "marks": [_choice(choice) for choice in chosen],
    }


def _obstacle(found: InTheWay) -> dict[str, Any]:
    document = edge_document(found.edge)
    return {**document, "fingerprint": found.edge.fingerprint, "remedy": found.remedy}
