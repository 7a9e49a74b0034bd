"""What a plan and its decisions are in words, the same ones that the command line uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from relplan.model.counting import counted, listed
from relplan.model.decision import DecisionKind, LogEntry
from relplan.model.edge import FEATURE, GATE, MISSING, UNIT, UNKNOWN, UNREAD, Edge
from relplan.model.facts import Caution
from relplan.model.parts import bare_part
from relplan.model.plan import Batch, Status, Unaffected, Why
from relplan.model.question import Question
from relplan.model.scan import RepositoryFailure

if TYPE_CHECKING:
    from relplan.planning.compare import OtherMark
    from relplan.planning.plan import Plan

_MOST_SERVICES = 3
"""That the name of a batch holds."""
_STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def ago(seconds: float) -> str:
    """Say how long ago something was, in the largest unit that fills."""
    for size, unit in _STEPS:
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    return "just now"


def date(at: int) -> str:
    """Return the moment *at*, in seconds since 1970, in local time."""
    return f"{datetime.fromtimestamp(at, UTC).astimezone():%Y-%m-%d %H:%M}"


def described(failure: RepositoryFailure) -> str:
    """Say whose repository could not be read, and why."""
    if failure.message.startswith("service "):  # one of several in a monorepo
        return failure.message
    return f"{', '.join(failure.services)}: {failure.message}"


_NODES = {
    MISSING: "a missing adaptation: {0} has no pending change that adapts {1}",
    FEATURE: "the feature {}",
    GATE: "the gate {}, a step of the process that has not passed",
    UNIT: "the unit {}, one button that deploys several services",
    UNKNOWN: "an unknown change: {}",
    UNREAD: "what could not be read: {}",
}


def describe(plan: Plan, node: str) -> str:
    """Say what a node of the needs graph is."""
    change = plan.changes.get(node)
    if change is not None:
        return f"{node} ({change.state})"
    kind = next(kind for kind in _NODES if node.startswith(kind))
    name = node.removeprefix(kind)
    return _NODES[kind].format(*(name.split("/", 1) if kind == MISSING else (name,)))


def alone_as_hotfix(explanation: Why) -> str:
    """Say that a change could leave its line behind; empty: that would help nothing."""
    if not explanation.hotfix_off:
        return ""
    off = explanation.hotfix_off
    return f"only what is deployed with it holds it up: it could go as a hotfix off {off}"


def excused(found: Unaffected) -> str:
    """Say why a consumer need not adapt to what a change breaks."""
    if found.pin is not None:
        place = f"{found.pin.path}:{found.pin.line}" if found.pin.line else found.pin.path
        return (
            f"{found.consumer} need not adapt to {found.contract}: it takes that by a pin,"
            f" and keeps what it has until it moves the pin ({place}: {found.pin.text})"
        )
    used = f"uses only {listed(found.used)}" if found.used else "uses no part"
    return (
        f"{found.consumer} need not adapt to {found.contract}: it {used},"
        f" not {listed(found.broken)}"
    )


def cautioned(found: Caution) -> str:
    """Say what is risky about a change, and where that stands."""
    parts = f" ({listed(list(map(bare_part, found.parts)))})" if found.parts else ""
    return f"{found.contract}{parts}: {found.evidence.text}"


def remarked(found: OtherMark) -> str:
    """Say how two scenarios mark a coupling differently."""
    return f"{found.coupling}: {found.before or 'no mark'} -> {found.after or 'no mark'}"


def standing(plan: Plan, change: str) -> str:
    """Say in which wave and batch *change* is."""
    batch = plan.batch_of[change]
    where = f"wave {batch.wave}, batch {batch.id}"
    if len(batch.changes) > 1:
        where += f" of {counted(len(batch.changes), 'change')}"
    return where


def taken_for_production(question: Question, environment: str) -> str:
    """Say what an open question about *environment* means, and how it is answered."""
    return (
        f"until it is answered, all that they merged counts as in {environment}: say"
        f" `relplan answer {question.id} yes`; or the revision that runs instead of yes, or"
        " `deployed` in relplan.toml, and then `relplan scan`"
    )


def without_hubs(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return *edges* but for those that tie a feature to its slices: these say the same twice."""
    return tuple(edge for edge in edges if not edge.source.startswith(FEATURE))


def named(batch: Batch) -> str:
    """Name a batch by what it holds, which stays while its number changes with every mark."""
    services, more = batch.services, len(batch.services) - _MOST_SERVICES
    if more > 0:
        services = (*services[: _MOST_SERVICES - 1], f"{more + 1} more")
    return " + ".join(services)


def waits(wave: int) -> str:
    """Say what it means to be of the *wave*."""
    if not wave:
        return "waits for no other service"
    return "after, or with, what it needs of the waves before"


def together(plan: Plan, batch: Batch) -> str:
    """Say how the changes of a batch of several go out."""
    return "in lock-step" if plan.in_lockstep(batch) else "in one deployment, with a revert"


def meaning(explanation: Why) -> str:
    """Say what the status of an explained change means for whoever wants to ship it."""
    if explanation.tied and explanation.status in (Status.ORDERED, Status.INDEPENDENT):
        return "it can ship now, in one deployment with what was reverted and its revert"
    if explanation.status is Status.BLOCKED:
        return f"{counted(len(explanation.blockers), 'blocker')} to be done first"
    if explanation.status is Status.UNCERTAIN:
        asked = counted(len(explanation.questions), "open question")
        return f"nothing blocks it for certain, but the answer to {asked} could"
    return _MEANINGS[explanation.status]


_MEANINGS = {
    Status.UNFINISHED: "nothing else blocks it, but it is in progress itself",
    Status.LOCKSTEP: "it can ship now, together with the rest of its batch",
    Status.ORDERED: "it can ship now, after or with what it needs",
    Status.INDEPENDENT: "it can ship now, alone",
}


def describe_entry(entry: LogEntry) -> str:
    """Say what was decided."""
    decision = entry.decision
    match decision.kind:
        case DecisionKind.MARK if decision.value:
            return f"marked {decision.subject} {decision.value}"
        case DecisionKind.MARK:
            return f"took {entry.before} off {decision.subject}"
        case DecisionKind.MOVE:
            to = f"to {decision.detail}" if decision.value else "back to the earliest date"
            return f"moved {decision.subject} {to}"
        case DecisionKind.DISMISSAL:
            verb = "dismissed" if decision.value else "restored"
            return f"{verb} {decision.detail or decision.subject}"
        case DecisionKind.STATE:
            return f"set {decision.subject} {decision.value or 'back'}"
        case DecisionKind.ANSWER:
            verb = f"answered {decision.value}" if decision.value else "withdrew the answer"
            return f"{verb}: {decision.detail}"
