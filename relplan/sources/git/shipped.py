"""Finds out which dependencies that match no pending change are in production already."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from relplan.model.errors import SourceError
from relplan.model.scan import RepositoryRecord, ServiceRecord, ServiceRoot
from relplan.sources.git.errors import GitError
from relplan.sources.git.refs import Ref, commit_of, is_ancestor, read_refs
from relplan.sources.git.safe import LOG_OPTIONS, Git
from relplan.sources.git.text import decode

_CHANGE_ID = re.compile(r"I[0-9a-f]{40}")
_HASH = re.compile(r"[0-9a-fA-F]{4,64}")
_AT_ONCE = 500
"""Change-Ids that one walk through a history looks for."""


def shipped_refs(
    refs: Collection[str], roots: Sequence[ServiceRoot], records: Mapping[str, RepositoryRecord]
) -> frozenset[str]:
    """Return those of *refs* that the baseline of the service they name contains.

    A Gerrit Change-Id is looked for in all baselines. What cannot be told is left out. *records*
    are by repository.
    """
    found: set[str] = set()
    for root in roots:
        record = _record(root, records)
        if record is not None and record.read_from:
            try:
                found.update(_in_baseline(refs, root, record.read_from))
            except SourceError:  # the scan has said so already
                continue
    ids = sorted(ref for ref in refs if _CHANGE_ID.fullmatch(ref))
    for repository, baseline in _baselines(roots, records):
        wanted = [ref for ref in ids if ref not in found]
        for start in range(0, len(wanted), _AT_ONCE):
            try:
                found.update(_change_ids(repository, baseline, wanted[start : start + _AT_ONCE]))
            except SourceError:
                continue
    return frozenset(found)


def _record(root: ServiceRoot, records: Mapping[str, RepositoryRecord]) -> ServiceRecord | None:
    record = records.get(root.repository)
    services = record.services if record else ()
    return next((service for service in services if service.service == root.service), None)


def _baselines(
    roots: Sequence[ServiceRoot], records: Mapping[str, RepositoryRecord]
) -> list[tuple[str, str]]:
    """Return (repository, baseline), each once."""
    pairs = (
        (root.repository, record.read_from)
        for root in roots
        if (record := _record(root, records)) is not None and record.read_from
    )
    return list(dict.fromkeys(pairs))


def _in_baseline(refs: Collection[str], root: ServiceRoot, baseline: str) -> Iterator[str]:
    """Return the refs ``SERVICE@SHA`` and ``SERVICE:BRANCH`` of a service that it has released."""
    git = Git(root.repository)
    branches: tuple[Ref, ...] | None = None
    for ref in sorted(refs):
        name = ref.removeprefix(root.service)
        if name == ref or name[:1] not in ("@", ":"):
            continue
        if name[0] == "@":
            if _HASH.fullmatch(name[1:]) and _contains(git, name[1:], baseline):
                yield ref
            continue
        if branches is None:
            branches = read_refs(git).branches
        tips = {b.commit for b in branches if name[1:] in (b.name, f"{b.remote}/{b.name}")}
        if tips and all(_contains(git, tip, baseline) for tip in tips):
            yield ref


def _contains(git: Git, revision: str, baseline: str) -> bool:
    try:
        commit = commit_of(git, revision)
        return commit is not None and is_ancestor(git, commit, baseline)
    except GitError:
        return False


def _change_ids(repository: str, baseline: str, wanted: Sequence[str]) -> set[str]:
    """Return the Change-Ids that a commit in production has: one walk for all of them."""
    if not wanted:
        return set()
    patterns = [f"--grep=Change-Id: {change_id}" for change_id in wanted]
    raw = Git(repository).run(
        "log", "-z", "--fixed-strings", *patterns, "--format=%B", *LOG_OPTIONS, baseline
    )
    lines = (line.strip() for line in decode(raw).replace("\0", "\n").split("\n"))
    seen = {line.removeprefix("Change-Id: ") for line in lines if line.startswith("Change-Id: ")}
    return seen.intersection(wanted)
