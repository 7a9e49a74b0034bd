"""The plan for spreadsheets: one row a change."""

from relplan.exports.spreadsheet import table
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.reach import reach_of_all
from relplan.planning.suggested import suggested_keys

_COLUMNS = (
    "change", "service", "team", "title", "state", "status", "batch", "batch_size", "wave",
    "needs", "blockers", "blocked_by", "prerequisites", "questions", "cautions", "suggested",
)  # fmt: skip
_NAMED = 5
"""Blockers that one row names."""


def plan_csv(plan: Plan) -> str:
    """Return *plan* as CSV: what a change reaches is counted, and its first blockers named."""
    rows = []
    questions = questions_of_all(plan)
    for found in reach_of_all(plan):
        change, batch = plan.changes[found.change], plan.batch_of[found.change]
        row = (
            change.id,
            change.service,
            plan.team_of(change.service),
            change.title,
            change.state.value,
            plan.status(change.id).value,
            batch.id,
            str(len(batch.changes)),
            str(batch.wave),
            " ".join(plan.needs(change.id)),
            str(len(found.blockers)),
            " ".join(found.blockers[:_NAMED]),
            str(found.prerequisites),
            " ".join(questions.get(change.id, ())),
            str(len(plan.cautions(change.id))),
            " ".join(suggested_keys(plan, change.id)),
        )
        rows.append(row)
    return table([_COLUMNS, *rows])
