"""The notes of a release: of a window, of a batch, or of all that can go out now."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from relplan.app.bench import Workbench
from relplan.app.names import find_batch, find_window
from relplan.app.timing import concerned, dated, shipping_together
from relplan.model.change import Change
from relplan.model.errors import SourceError
from relplan.model.notes import Contribution, Notes
from relplan.model.scan import ServiceRecord, ServiceRoot
from relplan.model.scenario import Scenario
from relplan.model.schedule import Dated, Schedule
from relplan.planning.notes import Chosen, goes, notes
from relplan.planning.plan import Plan
from relplan.sources.git.claims import folder_of_service
from relplan.sources.git.contributions import Lines, contributions
from relplan.sources.git.safe import Git
from relplan.sources.provenance import Provenance, provenance_of


def release_notes(
    bench: Workbench,
    scenario: Scenario,
    *,
    window: str | None = None,
    batch: str | None = None,
) -> Notes:
    """Return the notes of what goes out in the next occurrence of *window*, or with *batch*.

    *batch* is its id or a change of it. With neither, of all that can be shipped now. Raises
    UnknownNameError.
    """
    return notes_to_read(bench, scenario, window=window, batch=batch)()


def notes_to_read(
    bench: Workbench,
    scenario: Scenario,
    *,
    window: str | None = None,
    batch: str | None = None,
) -> Callable[[], Notes]:
    """Return what makes the same notes: that only asks git, so any thread may do it."""
    plan = bench.plan(scenario)
    made = dated(bench, plan, int(bench.clock()))
    chosen = _chosen(bench, plan, made, window, batch)
    records = [
        record
        for repository in bench.store.repository_records().values()
        for record in repository.services
    ]
    notices, roots = bench.notices(), bench.loaded.roots

    def make() -> Notes:
        told, unread = _told(plan, chosen.dated, roots, records)
        return notes(plan, made, chosen, told, notices, unread)

    return make


def _chosen(
    bench: Workbench, plan: Plan, made: Schedule, window: str | None, batch: str | None
) -> Chosen:
    if batch is not None:
        one = made.of(find_batch(plan, batch).id)
        # Whoever asks for one batch is told why it cannot go yet, where that is so.
        return Chosen(f"Batch {one.batch.id}", [one], one.batch.services, one.at, one.end)
    every = [service.name for service in bench.loaded.workspace.services]
    if window is None:
        out = [one for one in made.batches if goes(plan, one.batch)]
        return Chosen("All that can go out now", out, every, None, None)
    known = find_window(bench.loaded.workspace.windows, window)
    together = shipping_together(made, window)
    at = together[0].at if together else None
    end = together[0].end if together else None
    services = concerned(bench.loaded.workspace, known) or frozenset(every)
    out = [one for one in together if goes(plan, one.batch)]
    return Chosen(f"Window {window}", out, services, at, end)


def _told(
    plan: Plan,
    chosen: Iterable[Dated],
    roots: Iterable[ServiceRoot],
    records: Iterable[ServiceRecord],
) -> tuple[dict[str, Contribution], list[str]]:
    """Ask git about the changes of *chosen*; return the services of which it cannot tell, too."""
    by_service: dict[str, list[Change]] = defaultdict(list)
    for one in chosen:
        for name in one.batch.changes:
            by_service[plan.changes[name].service].append(plan.changes[name])
    of_service = {record.service: record for record in records}
    told: dict[str, Contribution] = {}
    unread = []
    for root in roots:
        changes, record = by_service.get(root.service), of_service.get(root.service)
        if not changes or record is None:
            continue
        tips = {one.id: one.commit for one in plan.changes.values() if one.service == root.service}
        mains = _newest_of_lines(plan, root.service, record.main_commit)
        lines = Lines(folder_of_service(root), record.read_from, mains, tips)
        try:
            told |= contributions(Git(root.repository), lines, changes, _is_migration)
        except SourceError:
            unread.append(root.service)
    return told, unread


def _newest_of_lines(plan: Plan, service: str, main: str) -> tuple[str, ...]:
    """Return the newest commits of a service's main and of the other lines it is deployed from."""
    merged = [one for one in plan.changes.values() if one.service == service and one.merged]
    followed = {change.after for change in merged}
    tips = sorted(change.commit for change in merged if change.id not in followed)
    return tuple(dict.fromkeys(filter(None, (main, *tips))))


def _is_migration(path: str, read: Callable[[], bytes | None]) -> bool:
    """Tell whether a file is a migration, and none of a test's or of somebody else's."""
    # What reads migrations takes long to load, and many changes touch nothing that may be one.
    from relplan.contracts.sql.readers.registry import (  # noqa: PLC0415
        is_migration_path,
        reader_of,
    )

    if provenance_of(path) > Provenance.COPY or not is_migration_path(path):
        return False
    content = read()
    return content is not None and reader_of(path, content) is not None
