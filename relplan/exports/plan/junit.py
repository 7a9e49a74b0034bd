"""The plan as a JUnit report: CI servers show which changes are blocked, and by what."""

from xml.etree import ElementTree as ET

from relplan.exports.xml_text import legal
from relplan.model.plan import Status
from relplan.planning.plan import Plan
from relplan.planning.questions import questions_of_all
from relplan.planning.reach import reach_of_all

_NAMED = 20
"""Blockers that one failure names."""


def plan_junit(plan: Plan) -> str:
    """Return one test case a change: failed while blocked, skipped while open or uncertain."""
    questions = questions_of_all(plan)
    statuses = [plan.status(change) for change in plan.changes]
    suite = ET.Element(
        "testsuite",
        name=legal(f"relplan {plan.snapshot.workspace.name}"),
        tests=str(len(statuses)),
        failures=str(statuses.count(Status.BLOCKED)),
        errors="0",
        skipped=str(statuses.count(Status.UNFINISHED) + statuses.count(Status.UNCERTAIN)),
        time="0",
    )
    for found in reach_of_all(plan):
        change = plan.changes[found.change]
        case = ET.SubElement(
            suite, "testcase", name=legal(change.id), classname=legal(change.service), time="0"
        )
        status = plan.status(change.id)
        if status is Status.BLOCKED:
            more = len(found.blockers) - _NAMED
            by = "\n".join(found.blockers[:_NAMED]) + (f"\nand {more} more" if more > 0 else "")
            message = f"blocked by {len(found.blockers)}: {', '.join(found.blockers[:3])}"
            failure = ET.SubElement(case, "failure", message=legal(message), type="blocked")
            failure.text = legal(f"{change.title}\nblocked by\n{by}")
        elif status is Status.UNCERTAIN:
            ids = ", ".join(questions.get(found.change, ())[:_NAMED])
            ET.SubElement(case, "skipped", message=f"uncertain until answered: {ids}")
        elif status is Status.UNFINISHED:
            ET.SubElement(case, "skipped", message="in progress itself")
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
