"""Puts the notes of a release together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relplan.model.change import Change, EffectKind, FeatureSlice
from relplan.model.evidence import BREAKING_CHANGE, Confidence, Evidence
from relplan.model.facts import Caution
from relplan.model.link import issue_link, link_of
from relplan.model.notes import (
    Addition,
    Break,
    Contribution,
    Fate,
    LeftBehind,
    Migration,
    NotedChange,
    NotedIssue,
    NotedService,
    Notes,
    ServiceNeed,
    WhyLeft,
)
from relplan.model.plan import Batch
from relplan.model.scan import Notice
from relplan.model.schedule import Dated, Schedule
from relplan.model.workspace import FeatureMode
from relplan.planning.notes.breaking import Breaking
from relplan.planning.notes.flags import flags_of_notes
from relplan.planning.notes.needing import needs_of_services
from relplan.planning.notes.people import spellings
from relplan.planning.notes.staying import left_behind
from relplan.planning.notes.titles import kind_of_title
from relplan.planning.plan import Plan
from relplan.planning.runbook.draft import changes_by_service
from relplan.planning.runbook.obstacles import obstacles
from relplan.planning.runbook.wording import revision_of, revision_running

_NOTHING = Contribution()
_OF_BOTS = "[bot]"
"""What forges let the names of programs end with."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What notes are about."""

    title: str
    dated: Sequence[Dated]
    """What goes out."""
    services: Collection[str]
    """Of which to tell what stays behind."""
    at: int | None
    """When it goes out, in seconds since 1970; None: there is no date, or none is meant."""
    end: int | None


def goes(plan: Plan, batch: Batch) -> bool:
    """Tell whether all of *batch* can be shipped now, whatever is answered."""
    return all(plan.status(change).shippable for change in batch.changes)


def notes(
    plan: Plan,
    made: Schedule,
    chosen: Chosen,
    told: Mapping[str, Contribution],
    notices: Iterable[Notice] = (),
    unread: Iterable[str] = (),
) -> Notes:
    """Return the notes of what is *chosen* of *plan*, of which *made* has the dates.

    *told* by change, as far as commits could be read; those of *unread* services could not.
    *notices* of changes are looked through for breaks that name no contract.
    """
    batches = [one.batch for one in chosen.dated]
    going = {name for batch in batches for name in batch.changes}
    by_service = changes_by_service(plan, sorted(going))
    running = {one.service: one for one in plan.snapshot.production}
    needs = needs_of_services(plan, by_service)
    all_changes = [plan.changes[name] for names in by_service.values() for name in names]
    counting = [change for change in all_changes if not change.cancelled]
    told = _known_people(counting, told)
    people = {one for change in counting for one in _authors(change, told)}
    breaks = tuple(_breaks(plan, counting, notices))
    left = left_behind(plan, made, going, chosen.services)
    return Notes(
        title=chosen.title,
        workspace=plan.snapshot.workspace.name,
        environment=plan.snapshot.environment,
        scenario=plan.scenario.name,
        marks=tuple(sorted((name, mark.value) for name, mark in plan.scenario.marks)),
        at=chosen.at,
        end=chosen.end,
        zone=made.calendar.zone,
        batches=tuple(batch.id for batch in batches),
        services=tuple(
            _service(plan, names, revision_running(running.get(service)), needs[service], told)
            for service, names in sorted(by_service.items())
        ),
        issues=tuple(_issues(plan, counting)),
        breaks=breaks,
        migrations=tuple(_migrations(plan, counting, told)),
        flags=flags_of_notes(plan, counting),
        left=left,
        questions=tuple(_questions(plan, breaks, left)),
        obstacles=obstacles(plan, batches),
        unread=tuple(unread),
        contributors=tuple(
            name
            for name in sorted(people, key=str.casefold)
            if not name.casefold().endswith(_OF_BOTS)
        ),
    )


def _service(
    plan: Plan,
    names: Sequence[str],
    running: str,
    needs: tuple[ServiceNeed, ...],
    told: Mapping[str, Contribution],
) -> NotedService:
    service = plan.changes[names[0]].service
    counting = [name for name in names if not plan.changes[name].cancelled]
    return NotedService(
        service,
        plan.team_of(service),
        running,
        revision_of(plan, names),
        tuple(_change(plan, plan.changes[name], told) for name in counting),
        needs,
        tuple(name for name in names if plan.changes[name].cancelled),
    )


def _change(plan: Plan, change: Change, told: Mapping[str, Contribution]) -> NotedChange:
    title = told.get(change.id, _NOTHING).title or change.title
    return NotedChange(
        id=change.id,
        title=title,
        kind=kind_of_title(title),
        commit=change.commit,
        is_merged=change.merged,
        authors=_authors(change, told),
        link=link_of(change),
        issues=tuple(sorted({one.key for one in _slices(plan, change)})),
        additions=tuple(_additions(change)),
        cautions=(*plan.cautions(change.id), *_not_understood(change)),
    )


def _known_people(
    changes: Iterable[Change], told: Mapping[str, Contribution]
) -> Mapping[str, Contribution]:
    """Return *told* of *changes*, in which each person has one name."""
    authors = {change.id: _authors(change, told) for change in changes}
    called = spellings(name for names in authors.values() for name in names)
    return {
        change: replace(
            told.get(change, _NOTHING), authors=tuple(dict.fromkeys(called[name] for name in names))
        )
        for change, names in authors.items()
    }


def _questions(
    plan: Plan, breaks: Iterable[Break], left: Iterable[LeftBehind]
) -> Iterator[tuple[str, str]]:
    """Yield the questions that *breaks* and *left* name, each with its sentence."""
    named = [one.by for one in left if one.why is WhyLeft.UNCERTAIN]
    named += [one.by for each in breaks for one in each.consumers if one.fate is Fate.ASKED]
    for name in sorted({name for names in named for name in names}):
        yield name, plan.graph.questions[name].text


def _authors(change: Change, told: Mapping[str, Contribution]) -> tuple[str, ...]:
    """Return who wrote *change*; where its commits could not be read, who made the last one."""
    return told.get(change.id, _NOTHING).authors or tuple(filter(None, (change.author,)))


def _slices(plan: Plan, change: Change) -> Iterator[FeatureSlice]:
    """Yield what *change* names; keys in subjects and branches only where they mean something."""
    is_off = plan.snapshot.workspace.feature_mode is FeatureMode.OFF
    return (
        one for one in change.features if not is_off or one.confidence is not Confidence.GUESSED
    )


def _additions(change: Change) -> Iterator[Addition]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for effect in sorted(change.effects):
        if effect.kind is EffectKind.EXTENDS and effect.confidence is not Confidence.GUESSED:
            found[effect.contract].update(dict.fromkeys(effect.parts[:1]))
    return (Addition(name, tuple(parts)) for name, parts in found.items())


def _not_understood(change: Change) -> Iterator[Caution]:
    for effect in sorted(change.effects):
        if effect.kind is EffectKind.BREAKS and effect.confidence is Confidence.GUESSED:
            yield Caution(effect.contract, effect.evidence, effect.parts)


def _breaks(plan: Plan, changes: Iterable[Change], notices: Iterable[Notice]) -> Iterator[Break]:
    """Yield the breaks of contracts, then what says that it breaks something, and not what."""
    breaking = Breaking(plan)
    unnamed = {change.id: change for change in changes}
    for change in changes:
        for one in breaking.of(change):
            unnamed.pop(change.id, None)
            yield one
    for notice in notices:
        found = notice.evidence
        if notice.change in unnamed and found is not None and found.rule == BREAKING_CHANGE:
            yield Break(notice.change, "", (), (found,), ())


def _issues(plan: Plan, changes: Iterable[Change]) -> Iterator[NotedIssue]:
    going = {change.id for change in changes}
    members: dict[str, list[str]] = defaultdict(list)
    sure = {feature.key for feature in plan.snapshot.workspace.features}
    for change in plan.changes.values():
        for one in () if change.cancelled else _slices(plan, change):
            members[one.key].append(change.id)
            sure |= {one.key} if one.confidence is not Confidence.GUESSED else set()
    address = plan.snapshot.workspace.issue_url
    for key, names in sorted(members.items()):
        out = tuple(name for name in names if name in going)
        left = tuple(name for name in names if name not in going)
        if out:
            yield NotedIssue(key, issue_link(address, key), key in sure, out, left)


def _migrations(
    plan: Plan, changes: Iterable[Change], told: Mapping[str, Contribution]
) -> Iterator[Migration]:
    data = {one.name for one in plan.snapshot.workspace.contracts if one.advice.holds_data}
    for change in changes:
        drops: dict[str, list[Evidence]] = defaultdict(list)
        for effect in sorted(change.effects):
            is_sure = effect.confidence is not Confidence.GUESSED
            if effect.kind is EffectKind.BREAKS and effect.contract in data and is_sure:
                drops[effect.evidence.path].append(effect.evidence)
        for path in sorted({*told.get(change.id, _NOTHING).migrations, *drops} - {""}):
            yield Migration(change.service, change.id, path, tuple(drops.get(path, ())))
