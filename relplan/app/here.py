"""Which changes a person means who stands in a folder and names none."""

import os
from pathlib import Path

from relplan.app.bench import Workbench
from relplan.model.errors import NothingPendingError, RelplanError
from relplan.model.scan import ServiceRoot
from relplan.planning.plan import Plan
from relplan.sources.git.locate import branch_name, current_branch
from relplan.sources.git.signature import common_folder

_SHOWN = 6
"""Folders that one line of an error names."""


def changes_here(bench: Workbench, plan: Plan, folder: Path) -> tuple[str, ...]:
    """Return the changes of the branch that is checked out in *folder*, one for each service there.

    On main that is the newest merged change. Raises RelplanError where *folder* is in no service,
    NothingPendingError where nothing is pending on its branch.
    """
    place = folder.absolute()
    if not any(_is_repository(above) for above in (place, *place.parents)):
        raise _outside(bench, place)
    repository, inside, branch = current_branch(place)
    roots = [root for root in bench.loaded.roots if _holds(root, repository, inside)]
    if not roots:
        raise _outside(bench, place)
    if not branch:
        raise RelplanError(f"no branch is checked out in {repository}", "name a change")
    mains = _mains(bench)
    found = [
        change
        for root in roots
        for change in _of_branch(plan, root.service, branch, mains.get(root.service, ""))
    ]
    if not found:
        what = f"nothing is pending on branch {branch} of {', '.join(r.service for r in roots)}"
        raise NothingPendingError(what, _how_come(bench))
    return tuple(found)


def _outside(bench: Workbench, place: Path) -> RelplanError:
    inside = (Path(root.repository) / root.path for root in bench.loaded.roots)
    folders = sorted({_seen_from(place, folder) for folder in inside})
    more = " …" if len(folders) > _SHOWN else ""
    what = f"{place} is in none of the workspace's services"
    where = f"{', '.join(folders[:_SHOWN])}{more}"
    return RelplanError(what, f"name a change, or stand in the folder of a service: {where}")


def _seen_from(place: Path, folder: Path) -> str:
    try:
        return os.path.relpath(folder, place)
    except ValueError:  # on another drive
        return str(folder)


def _how_come(bench: Workbench) -> str:
    days = bench.loaded.scan.stale_after_days
    left_out = f"; branches older than {days} days are left out" if days else ""
    return f"if that is not so, run `relplan scan`{left_out}"


def _is_repository(folder: Path) -> bool:
    try:
        return common_folder(folder) is not None
    except OSError:  # what may not be looked into is git's to complain about
        return True


def _mains(bench: Workbench) -> dict[str, str]:
    """Return the name of each service's main branch, as the last scan found it."""
    records = bench.store.repository_records().values()
    return {
        service.service: _short(service.main) for record in records for service in record.services
    }


def _short(ref: str) -> str:
    """Return the branch's name that a local one and the remote's share."""
    if ref.startswith("refs/remotes/"):
        return ref.removeprefix("refs/remotes/").partition("/")[2]
    return branch_name(ref)


def _holds(root: ServiceRoot, repository: str, inside: str) -> bool:
    """Tell whether a folder *inside* a work tree, maybe one of several, can belong to *root*."""
    own = common_folder(Path(root.repository))
    if own is None or own != common_folder(Path(repository)):
        return False
    if root.path == "." or inside == ".":
        return True
    return Path(inside).is_relative_to(root.path) or Path(root.path).is_relative_to(inside)


def _of_branch(plan: Plan, service: str, branch: str, main: str) -> list[str]:
    name = f"{service}:{branch}"
    if name in plan.changes:
        return [name]
    aliases = [change.id for change in plan.changes.values() if name in change.aliases]
    if aliases:
        return aliases
    merged = [change for change in plan.changes.values() if change.service == service]
    merged = [change for change in merged if change.merged]
    if branch == main and merged:
        return [max(merged, key=lambda change: plan.trunk_position[change.id]).id]
    return []
