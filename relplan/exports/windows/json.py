"""``relplan windows --json``: schema ``relplan.windows/1``."""

from typing import Any

from relplan.exports.moments import iso
from relplan.model.schedule import Dated, Timed
from relplan.planning.schedule.rates import deployments, expected_failures, goes_through

SCHEMA = "relplan.windows/1"


def windows_document(workspace: str, found: Timed) -> dict[str, Any]:
    """Return all dates, what makes them late, and the numbers; all moments with their offset."""
    made, delay = found.schedule, found.delay
    zone = made.calendar.zone
    return {
        "schema": SCHEMA,
        "workspace": workspace,
        "scenario": made.scenario.name,
        "as_of": iso(made.calendar.now, zone),
        "timezone": zone,
        "batches": [_batch(one, found, zone) for one in made.batches],
        "delay": {
            "days": delay.total,
            "undated_changes": delay.undated,
            "by_change": dict(delay.by_change),
            "by_team": dict(delay.by_team),
            "by_coupling": dict(delay.by_coupling),
            "by_cause": {cause.value: days for cause, days in delay.by_cause},
            **({"unweighed": list(delay.unweighed)} if delay.unweighed else {}),
        },
        "uncertain_changes": len(found.questions),
        "deployments": len(deployments(made.batches)),
        "expected_failures": expected_failures(made.batches, found.rates),
        "rates": [
            {
                "service": rate.service,
                "rate": rate.rate,
                "source": rate.source,
                "releases": rate.releases,
                "failed": rate.failed,
            }
            for rate in found.rates.values()
        ],
    }


def _batch(one: Dated, found: Timed, zone: str) -> dict[str, Any]:
    asked = {question for change in one.uncertain for question in found.questions[change]}
    return {
        "id": one.batch.id,
        "changes": list(one.batch.changes),
        "services": list(one.batch.services),
        "teams": list(one.batch.teams),
        "at": iso(one.at, zone),
        "end": iso(one.end, zone),
        "windows": list(one.windows),
        "without_marks": iso(found.before.complete_at(one.batch.changes), zone),
        "goes_through": goes_through(one.batch, found.rates),
        "uncertain": list(one.uncertain),
        "questions": sorted(asked),
        "waits_for": list(one.waits_for),
        "late": [
            {"kind": late.kind.value, "what": late.what, "without": iso(late.without, zone)}
            for late in one.late
        ],
    }
