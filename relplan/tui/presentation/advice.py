"""Proposals in words, the same ones that the command line uses."""

from relplan.model.counting import counted, days
from relplan.model.proposal import Proposal


def outcome(found: Proposal) -> str:
    """Say in a sentence whether the marks reach the goal, and if not how far they get."""
    marks = f"{counted(len(found.steps), 'mark')}, {days(found.effort_days)}"
    if found.reached:
        return f"reached with {marks}" if found.steps else "reached without any mark"
    if not found.in_the_way:
        return f"not reached within the effort allowed; the first {marks} of the way:"
    if found.steps:
        return f"no set of marks reaches it; as close as marks get, with {marks}:"
    return "no set of marks reaches it, and none gets closer"


def certainty(found: Proposal) -> str:
    """Say how sure it is that nothing cheaper does as much."""
    if found.optimal:
        return "proven: no cheaper marks do it"
    if found.bound > 0:
        return f"not proven: at least {days(found.bound)} are needed"
    return "not proven: cheaper marks may do it"
