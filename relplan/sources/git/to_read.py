"""What is to be read of a service: its lines, what runs, and from where on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relplan.model.production import KnownBy, Production
from relplan.model.scan import ServiceRecord, ServiceRoot
from relplan.sources.git.errors import GitError, ScanCancelledError
from relplan.sources.git.history import History, first_parents, reachable
from relplan.sources.git.lines import left_alone, main_branch, other_lines
from relplan.sources.git.production import find_production
from relplan.sources.git.refs import Ref, Refs, is_ancestor
from relplan.sources.git.reverts import reaches_back
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import Tag


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is to be read of one service."""

    root: ServiceRoot
    fingerprint: str
    main: Ref
    lines: tuple[Ref, ...]
    """The other branches that it is deployed from."""
    production: Production
    since: str
    """The commit from which on it is read: production's, or an older one that what other
    environments run contains, too."""
    last: ServiceRecord | None
    """Where to go on; None: read anew."""
    notes: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[str, ...]:
        """Commits that need not be read, nor what they contain."""
        last = (self.last.main_commit,) if self.last else ()
        return (self.since, *last)

    @property
    def tips(self) -> tuple[str, ...]:
        """The newest commits of its lines."""
        return tuple(ref.commit for ref in (self.main, *self.lines))


class Found(NamedTuple):
    """What is known of a repository before its services are looked at."""

    refs: Refs
    tags: Sequence[Tag]
    oldest: int
    """Lines whose newest commit is older, in seconds since 1970, are left alone."""


def to_read(
    git: Git,
    found: Found,
    root: ServiceRoot,
    fingerprint: str,
    last: ServiceRecord | None,
    *,
    trusting: bool,
) -> ToRead:
    """Return what is to be read of *root*; *last* is where its last scan ended.

    With *trusting*, a release is taken for one of main's until `is_unrelated` says otherwise.
    Raises SourceError.
    """
    refs, tags, oldest = found
    main = main_branch(git, refs, root)
    runs = find_production(git, root, main.ref, tags, trusting=trusting)
    since = _since(git, root, runs.production.commit)
    lines, old = other_lines(git, refs, main.ref, root.lines, oldest)
    doubt = f"{root.service}: {main.doubt}" if main.doubt else ""
    notes = (doubt, *runs.notes, left_alone(root, old))
    if last is not None and not (
        not lines
        and since == last.read_from
        and runs.production.commit == last.baseline_commit
        and _goes_on(git, last, main.ref)
    ):
        last = None
    return ToRead(
        root, fingerprint, main.ref, tuple(lines), runs.production, since, last,
        tuple(note for note in notes if note),
    )  # fmt: skip


def _since(git: Git, root: ServiceRoot, production: str) -> str:
    """Return from where to read, so that what any environment lacks is seen."""
    behind = [commit for commit in root.runs_elsewhere if not is_ancestor(git, production, commit)]
    if not behind:
        return production
    return git.attempt("merge-base", "--octopus", production, *behind) or production


def _goes_on(git: Git, last: ServiceRecord, main: Ref) -> bool:
    """Tell whether main still contains what it was at the last scan."""
    try:
        return bool(last.main_commit) and is_ancestor(git, last.main_commit, main.commit)
    except ScanCancelledError:
        raise
    except GitError:  # the commit is gone: main was rewritten, and git has tidied up
        return False


def same_bounds(services: Sequence[ToRead]) -> bool:
    """Tell whether all of *services*, of one repository, are read from the same commits on."""
    return all(service.bounds == services[0].bounds for service in services)


def from_production(services: Sequence[ToRead]) -> bool:
    """Tell whether all of *services*, of one repository, are read from one production on."""
    commit = services[0].production.commit
    return all(service.bounds == (commit,) == (service.production.commit,) for service in services)


def may_be_trusted(services: Sequence[ToRead]) -> bool:
    """Tell whether reading, or what was read before, tells if a release is one of main's."""
    return from_production(services) or all(service.last is not None for service in services)


def common_bounds(git: Git, services: Sequence[ToRead]) -> list[str]:
    """Return the newest commit that all services' bounds contain, if any."""
    if not all(service.bounds for service in services):
        return []
    every = dict.fromkeys(bound for service in services for bound in service.bounds)
    base = git.attempt("merge-base", "--octopus", *every)
    return [base] if base else []


def is_unrelated(history: History, service: ToRead) -> bool:
    """Tell whether main shares nothing with its release, up to which *history* was read."""
    main = service.main.commit
    if service.production.by is not KnownBy.RELEASE_TAG or main not in history or service.last:
        return False
    end = first_parents(history, main)[-1]
    if history[end].parents:  # mostly main itself goes on in what production has
        return False
    commits = (history[oid] for oid in reachable(history, [main]))
    return all(parent in history for commit in commits for parent in commit.parents)


def note_what_production_has(git: Git, history: History, service: ToRead) -> None:
    """Note whether main contains production, up to which *history* was read."""
    production, main = service.production.commit, service.main.commit
    commits = (history[oid] for oid in reachable(history, [main]))
    git.contained[production, main] = production == main or any(
        production in commit.parents for commit in commits
    )


def must_be_read_anew(history: History, service: ToRead) -> bool:
    """Tell whether what is new, read as *history*, changes what the last scan has saved."""
    return _rewritten(history, service) or _takes_back_earlier(history, service)


def _rewritten(history: History, service: ToRead) -> bool:
    """Tell whether main no longer goes on, first parent by first parent, from the last scan."""
    if service.last is None or service.main.commit == service.last.main_commit:
        return False
    chain = first_parents(history, service.main.commit)
    ends = history[chain[-1]].parents[:1] if chain else []
    return service.last.main_commit not in (*chain, *ends)


def _takes_back_earlier(history: History, service: ToRead) -> bool:
    """Tell whether what is new on main reverts what an earlier scan has read and saved."""
    if service.last is None or service.main.commit not in history:
        return False
    return reaches_back(history, reachable(history, [service.main.commit]))
