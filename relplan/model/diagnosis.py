"""Why a team releases in lock-step: four questions and their answers."""

from enum import StrEnum

from relplan.model.edge import Cause
from relplan.model.evidence import Evidence
from relplan.model.value import value


class Verdict(StrEnum):
    """Whether a coupling has to be."""

    FORCED = "forced by architecture"
    """What is shared, or called, ties the services; to part them is engineering."""
    ARTIFICIAL = "artificial"
    """Process, or how the work was cut, ties them; each could go alone if these let it."""
    ABSENT = "not the case"
    UNKNOWN = "cannot be told"
    """What would tell is not declared and was not found: never taken for a no."""


@value()
class Ground:
    """One thing that an answer rests on."""

    text: str
    """A full sentence that names who and what."""
    coupling: str = ""
    """The contract, feature, gate or unit that it is about; empty: none."""
    services: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@value()
class Answer:
    """The answer to the question after one cause."""

    cause: Cause
    question: str
    verdict: Verdict
    edges: int
    """Of this cause, among those that hold changes together or back."""
    edge_share: float
    """Of all such edges that have a cause, 0 to 1."""
    days: float
    """Waiting days that would be gone without this cause."""
    day_share: float
    """Of all waiting days, 0 to 1. Shares may add up to more or less than 1: two causes can hold
    one change, and then only both together let it go."""
    grounds: tuple[Ground, ...]
    """The weightiest first."""
    remedies: tuple[str, ...]
    """Full sentences; empty where there is nothing to remedy."""


@value()
class Diagnosis:
    """The four answers for a workspace, or for one batch."""

    batch: str
    """Its id; empty: the whole workspace."""
    changes: int
    services: tuple[str, ...]
    waiting_days: float
    verdict: Verdict
    """Of the lock-step as a whole: whether it is left with gates waived and features flagged."""
    summary: str
    """A full sentence that says the verdict and why."""
    answers: tuple[Answer, ...]
    """Always four, in the order of docs/semantics.md's causes."""
