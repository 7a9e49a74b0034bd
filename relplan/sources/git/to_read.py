"""What is to be read of a service: its lines, what runs, and from where on."""

from collections.abc import Sequence
from dataclasses import dataclass

from relplan.model.production import Production
from relplan.model.scan import ServiceRecord, ServiceRoot
from relplan.sources.git.history import History, first_parents, reachable
from relplan.sources.git.lines import left_alone, main_branch, other_lines
from relplan.sources.git.production import find_production
from relplan.sources.git.refs import Ref, Refs, is_ancestor
from relplan.sources.git.reverts import reaches_back
from relplan.sources.git.safe import Git, GitError, ScanCancelledError
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


def to_read(
    git: Git,
    refs: Refs,
    root: ServiceRoot,
    fingerprint: str,
    last: ServiceRecord | None,
    tags: Sequence[Tag],
    oldest: int,
) -> ToRead:
    """Return what is to be read of *root*; *last* is where its last scan ended.

    Lines whose newest commit is older than *oldest*, in seconds since 1970, are left alone.
    Raises SourceError.
    """
    main = main_branch(git, refs, root)
    found = find_production(git, root, main.ref, tags)
    since = _since(git, root, found.production.commit)
    lines, old = other_lines(git, refs, main.ref, root.lines, oldest)
    doubt = f"{root.service}: {main.doubt}" if main.doubt else ""
    notes = (doubt, *found.notes, left_alone(root, old))
    if last is not None and not (
        not lines
        and since == last.read_from
        and found.production.commit == last.baseline_commit
        and _goes_on(git, last, main.ref)
    ):
        last = None
    return ToRead(
        root, fingerprint, main.ref, tuple(lines), found.production, since, last,
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


def common_bounds(git: Git, services: Sequence[ToRead]) -> list[str]:
    """Return the newest commit that all services' bounds contain, if any."""
    if not all(service.bounds for service in services):
        return []
    every = dict.fromkeys(bound for service in services for bound in service.bounds)
    base = git.attempt("merge-base", "--octopus", *every)
    return [base] if base else []


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
