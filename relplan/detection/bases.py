"""Finds where the open changes of a service left what is there already."""

from collections import defaultdict
from collections.abc import Sequence

from relplan.model.change import Change
from relplan.model.scan import ServiceRecord
from relplan.sources.git.refs import commit_of
from relplan.sources.git.safe import Git
from relplan.sources.git.trees import merge_bases


def bases_of(git: Git, record: ServiceRecord, changes: Sequence[Change]) -> dict[str, str]:
    """Return for each open change's commit what it is to be compared with.

    What stands off production is compared with that, all else with where it left its line: main
    mostly, and what another line has beside main is not the change's own.
    """
    bases: dict[str, str] = {}
    by_line: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        if change.merged:
            continue
        if change.off:
            bases[change.commit] = record.read_from
        else:
            by_line[change.line].append(change.commit)
    for line, tips in by_line.items():
        bases.update(merge_bases(git, _tip(git, record, line), tips))
    return bases


def _tip(git: Git, record: ServiceRecord, line: str) -> str:
    """Return the newest commit of a line; of main, where that cannot be told."""
    if line in ("", record.main_name):
        return record.main_commit
    beside = record.main.removesuffix(record.main_name)
    for full in (f"{beside}{line}", f"refs/heads/{line}"):
        commit = commit_of(git, full)
        if commit is not None:
            return commit
    return record.main_commit
