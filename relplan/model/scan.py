"""What is read from a repository, and what is remembered of the last time."""

from dataclasses import dataclass

from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.model.production import Production

DEFAULT_RELEASE_TAG = "v*"


@dataclass(frozen=True, slots=True)
class ServiceRoot:
    """Where a service's history is, as relplan.toml says; the source reads it from there."""

    service: str
    repository: str
    """Absolute path of the repository: a work tree, one of several, or a bare repository."""
    path: str = "."
    """The service's folder in the repository, with ``/``; ``.`` is all of it."""
    main: str = ""
    """The main branch's name; empty: origin/HEAD's, else main, else master."""
    release_tag: str = DEFAULT_RELEASE_TAG
    """Glob of the tags that mark releases."""
    deployed: str = ""
    """The revision in production; empty: the newest release tag reachable from main."""
    running: Production | None = None
    """What deployment files say; `deployed` outweighs it, and it the release tag."""
    runs_elsewhere: tuple[str, ...] = ()
    """Commits that other environments run: what any of them lacks is read, too."""


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How histories are read, for all services."""

    issue_key: str = r"[A-Z][A-Z0-9]+-\d+"
    stale_after_days: int = 90
    """Open branches whose tip is older are left out; 0 keeps all."""


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something a person should know that stops nothing: what, and where it stands."""

    text: str
    evidence: Evidence | None = None
    change: str = ""
    """Id of the change it is about; empty: its service as a whole, so each scan says it anew."""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """Where the last scan of a service ended, so that the next one reads only what is new."""

    service: str
    settings: str
    """Fingerprint of the ServiceRoot and ScanSettings it was read with; another: read anew."""
    main: str
    """Full name of the ref taken as main, such as ``refs/remotes/origin/main``."""
    main_commit: str
    baseline: str
    """What the baseline was taken from: the revision, the tag, or the first commit's hash."""
    baseline_commit: str
    newest_merged: str = ""
    """Id of the newest merged change; empty: there is none."""


@dataclass(frozen=True, slots=True)
class ServiceScan:
    """What one scan read of one service."""

    record: ServiceRecord
    merged: tuple[Change, ...] = ()
    """Oldest first. With *appended*, only those after the last scan's newest."""
    appended: bool = False
    """Whether *merged* goes behind what the store has, rather than in its place."""
    open: tuple[Change, ...] = ()
    """Always all of them, in the place of what the store has."""
    notices: tuple[Notice, ...] = ()
    """Those of *merged* and *open*; those of earlier merged changes stay."""


@dataclass(frozen=True, slots=True)
class RepositoryRecord:
    """What the store remembers of a repository."""

    repository: str
    signature: str
    """Of its refs: as long as it is the same, there is nothing new."""
    services: tuple[ServiceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class RepositoryScan:
    """What one scan read of one repository."""

    repository: str
    signature: str
    services: tuple[ServiceScan, ...] = ()
    unchanged: bool = False
    """Nothing moved since the last scan: *services* is empty, there is nothing to save."""


@dataclass(frozen=True, slots=True)
class RepositoryFailure:
    """A repository that could not be read; what the store has of it stays, marked as stale."""

    repository: str
    services: tuple[str, ...]
    message: str
