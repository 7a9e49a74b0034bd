"""What an item says: its title, why it is worth it, when it is done, and how to get there."""

from collections.abc import Iterator

from relplan.model.backlog import Gain, Task
from relplan.model.counting import counted, joined, largest_goes
from relplan.model.scenario import CouplingKind, Mark
from relplan.planning.backlog.units import apart_when, take_apart
from relplan.planning.backlog.work import Work

_QUIET_DAYS = 14
"""Days without a call after which an old version may go."""


def title(work: Work) -> str:
    """Return what is to be done, as the title of a ticket."""
    coupling = work.coupling
    if coupling.kind is CouplingKind.FEATURE:
        return f"Put {coupling.name} behind a feature flag"
    if coupling.kind is CouplingKind.CONTRACT:
        flagged = f"Put the change of {coupling.name} behind a feature flag"
        return (
            flagged
            if work.mark is Mark.FLAGGED
            else work.coupling.advice.title.format(name=coupling.name)
        )
    if coupling.kind is CouplingKind.UNIT:
        return f"Deploy {joined(coupling.services)} each by itself, out of {coupling.name}"
    if coupling.is_joint:
        between = f" between {joined(work.others)}" if work.others else ""
        return f"Replace the joint gate {coupling.name} by contract tests{between}"
    return f"Automate the approval {coupling.name}"


def why_now(gain: Gain) -> str:
    """Say what the item brings, in figures; honestly, where it brings nothing by itself."""
    if not gain.changes:
        return "By itself it frees nothing: it gains only together with the others of this list."
    teams = f" of {counted(len(gain.teams), 'team')}" if gain.teams else ""
    saved = gain.waiting_days_saved
    batch = largest_goes(gain.largest_batch_before, gain.largest_batch_after)
    days = f" Finished work has waited {saved:,.0f} days for it." if saved >= 0.5 else ""
    return f"It frees {counted(len(gain.changes), 'change')}{teams}; {batch}.{days}"


def criteria(work: Work) -> Iterator[str]:
    """Yield what must hold when it is done, each to be checked."""
    name = work.coupling.name
    match work.coupling.kind, work.mark:
        case CouplingKind.CONTRACT, Mark.VERSIONED:
            yield from _of_version(work)
        case CouplingKind.GATE, _:
            yield from _of_gate(work)
        case CouplingKind.UNIT, _:
            yield from apart_when(work)
        case _:
            for service in work.services:
                yield f"With the flag off, {service} behaves in production as before."
            yield "The flag can be flipped in production without a deployment, and back."
            yield "Both sides of the flag are tested in each build."
            yield f"Each of {joined(work.services)} has been deployed by itself, in any order."
    yield (
        f"`relplan plan --mark {name}={work.mark}` shows the batches that this list promises, and"
        f" `relplan mark {name} {work.mark}` records that it is done."
    )


def tasks(work: Work) -> Iterator[Task]:
    """Yield the steps in order, each with who does it."""
    match work.coupling.kind, work.mark:
        case CouplingKind.CONTRACT, Mark.VERSIONED:
            yield from _expand_migrate_contract(work)
        case CouplingKind.GATE, _:
            yield from _replace_gate(work)
        case CouplingKind.UNIT, _:
            yield from take_apart(work)
        case _:
            yield from _flag(work)


def _of_version(work: Work) -> Iterator[str]:
    name, provider = work.coupling.name, work.provider
    for consumer in work.others:
        yield (
            f"The version of {consumer} that is in production passes its contract test against the"
            f" new {provider}, in the build of {provider}."
        )
    for part in work.parts:
        yield f"{part} works as before for those who have not moved."
    yield f"{provider} can be deployed, and rolled back, without deploying {joined(work.others)}."
    yield (
        f"Calls of the old version of {name} are counted, and it goes only after {_QUIET_DAYS} days"
        " without one."
    )


def _of_gate(work: Work) -> Iterator[str]:
    name = work.coupling.name
    if work.coupling.is_joint:
        for service in work.others:
            yield f"A contract test in the build of {service} covers what {name} tests of it."
        yield "A break put in on purpose is caught by the build of the service that made it."
        yield (
            f"Two releases have gone out without {name} and without a fault that it would"
            " have found."
        )
    else:
        yield f"What {name} looks at is checked in each build, and a failure stops the release."
        yield "Who released what, when and on which evidence is recorded and can be audited."


def _expand_migrate_contract(work: Work) -> Iterator[Task]:
    advice = work.coupling.advice
    parts = f" ({', '.join(work.parts)})" if work.parts else ""

    def said(text: str) -> str:
        return text.format(name=work.coupling.name, parts=parts, days=_QUIET_DAYS)

    yield Task("expand", said(advice.expand), work.provider, work.team_of.get(work.provider, ""))
    for consumer in work.others:
        yield Task("migrate", said(advice.migrate), consumer, work.team_of[consumer])
    yield Task(
        "contract",
        said(advice.contract),
        work.provider,
        work.team_of.get(work.provider, ""),
        irreversible=True,
    )


def _flag(work: Work) -> Iterator[Task]:
    name = work.coupling.name
    for service in work.services:
        text = f"Put the part of {service} in {name} behind the flag, off by default."
        yield Task("add flag", text, service, work.team_of[service])
    for service in work.services:
        text = f"Deploy {service} by itself, with the flag off, and watch it."
        yield Task("deploy dark", text, service, work.team_of[service])
    yield Task("flip", f"Turn the flag on once all of {joined(work.services)} are out.")
    for service in work.services:
        # Code comes back by a revert; what a schema has dropped does not.
        dropped = work.coupling.advice.holds_data and service == work.provider
        text = f"Take the flag and the old way out of {service}."
        yield Task("remove", text, service, work.team_of[service], irreversible=dropped)
    if work.coupling.kind is CouplingKind.FEATURE:
        yield Task(
            "re-slice vertically",
            "Cut the next work of this kind by behaviour, so that one team can ship each slice.",
        )


def _replace_gate(work: Work) -> Iterator[Task]:
    name, team = work.coupling.name, work.gate_team
    if not work.coupling.is_joint:
        yield Task("list", f"Write down what {name} looks at and what it ever stopped.", "", team)
        yield Task("automate", "Check each of it in the build of the services.", "", team)
        yield Task("record", "Keep an audit trail of each release in place of the signature.")
        yield Task("retire", f"Take {name} away for changes that pass the checks.", "", team)
        return
    yield Task("list", f"Write down which faults {name} has caught, by pair of services.", "", team)
    for service in work.others:
        text = f"Test the contracts of {service} with its partners in its own build."
        yield Task("replace by a contract test", text, service, work.team_of[service])
    yield Task(
        "run both", f"Run {name} beside these tests until they catch what it does.", "", team
    )
    yield Task("retire", f"Take {name} away; keep it for a look after the release.", "", team)
