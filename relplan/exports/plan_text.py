"""The plan as JSON text, as `relplan plan --json` prints it."""

import json

from relplan.exports.plan_json import plan_document
from relplan.planning.plan import Plan


def plan_json(plan: Plan) -> str:
    """Return *plan* as JSON; all that is not ASCII is escaped."""
    return json.dumps(plan_document(plan), indent=2) + "\n"
