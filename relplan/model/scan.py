"""What is read from a repository, and what is remembered of the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from relplan.model.change import Change
from relplan.model.evidence import Evidence
from relplan.model.issue_key import DEFAULT_ISSUE_KEY
from relplan.model.past import PastRelease, ServicePast
from relplan.model.production import KnownBy, Production
from relplan.model.value import value

DEFAULT_RELEASE_TAG = "v[0-9]*"


@dataclass(frozen=True, slots=True)
class ServiceRoot:
    """Where a service's history is, as relplan.toml says; the source reads it from there."""

    service: str
    repository: str
    """Absolute path of the repository: a work tree, one of several, or a bare repository."""
    path: str = "."
    """The service's folder in the repository, with ``/``; ``.`` is all of it."""
    main: str = ""
    """The main branch's name; empty: origin/HEAD's where it is not stale, else main, master."""
    release_tag: str = DEFAULT_RELEASE_TAG
    """Glob of the tags that mark releases."""
    deployed: str = ""
    """The revision that relplan.toml says runs; empty: it says none."""
    deployed_line: int = field(default=0, compare=False)
    """Where relplan.toml says so, counted from 1; 0: nobody knows."""
    answered: str = ""
    """Who answered that `deployed` runs, in words; empty: relplan.toml says so."""
    running: Production | None = None
    """What deployment files say; `deployed` outweighs it, and it the release tag."""
    runs_elsewhere: tuple[str, ...] = ()
    """Commits that other environments run: what any of them lacks is read, too."""
    lines: tuple[str, ...] = ()
    """Globs of the branches, beside main, that it is deployed from."""
    inputs: tuple[str, ...] = ()
    """Folders, files and globs from the repository's top that it is built from, beside its own
    folder and what build files say; one that begins with ``!`` takes back what they say."""


@value()
class ScanSettings:
    """How histories are read, for all services."""

    issue_key: str = DEFAULT_ISSUE_KEY
    stale_after_days: int = 90
    """Open branches whose tip is older are left out; 0 keeps all."""
    branches: tuple[str, ...] = ()
    """Globs of branches; ``!`` before one leaves out. They come after the defaults; the last that
    fits decides."""
    past: bool = True
    """Whether to read which issue keys past releases held."""


class WhyNot(StrEnum):
    """Why a branch is no open change."""

    EXCLUDED = "excluded"
    """`branches` in relplan.toml leaves it out."""
    LINE = "line"
    """Something else is deployed from it, or from what it stands on: a maintenance branch, say."""
    BOT = "bot"
    QUEUE = "queue"
    """A merge queue tries what is to be merged."""
    PAGES = "pages"
    HELPER = "helper"
    """A tool that keeps stacks of changes needs it."""
    BACKUP = "backup"
    STALE = "stale"
    MERGED = "merged"
    """It has no commit that main has not."""
    EMPTY = "empty"
    """It has nothing but merges of what is known otherwise, as branches of environments have."""
    LANDED = "landed"
    """All of it is on main under other ids: squashed, rebased, picked."""
    UNRELATED = "unrelated"
    """It has no history in common with main."""
    CLOSED = "closed"
    """The forge says that its pull request was closed."""


@value(order=True)
class LeftOut:
    """A branch that is no open change."""

    branch: str
    """With the remote's name in front for a remote-tracking one."""
    why: WhyNot
    detail: str = ""
    """What shows it: the glob that fits, a commit of main, a review."""


@value(order=True)
class Notice:
    """Something a person should know that stops nothing: what, and where it stands."""

    text: str
    evidence: Evidence | None = None
    change: str = ""
    """Id of the change it is about; empty: its service as a whole, so each scan says it anew."""


@value()
class ServiceRecord:
    """Where the last scan of a service ended, so that the next one reads only what is new."""

    service: str
    settings: str
    """Fingerprint of the ServiceRoot and ScanSettings it was read with, and, after a space, of its
    inputs where there are any; another: read anew."""
    main: str
    """Full name of the ref taken as main, such as ``refs/remotes/origin/main``."""
    main_commit: str
    baseline: str
    """The revision in production, as its source names it: a tag, a branch, a commit."""
    baseline_commit: str
    newest_merged: str = ""
    """Id of the newest merged change; empty: there is none."""
    known_by: KnownBy = KnownBy.RELEASE_TAG
    """How it is known what is in production."""
    evidence: tuple[Evidence, ...] = ()
    """What shows that it is in production."""
    since: str = ""
    """The commit from which on it was read, where an environment runs something older than
    production does; empty: production's."""

    @property
    def read_from(self) -> str:
        """The commit that need not be read, nor what it contains."""
        return self.since or self.baseline_commit

    @property
    def main_name(self) -> str:
        """The name of the main branch, without its remote's."""
        kind, _, name = self.main.removeprefix("refs/").partition("/")
        return name.partition("/")[2] if kind == "remotes" else name

    @property
    def production(self) -> Production | None:
        """What runs; None where the repository has no commit yet."""
        if not self.baseline_commit:
            return None
        return Production(
            self.service, self.baseline, self.baseline_commit, self.known_by, self.evidence
        )  # fmt: skip


@value()
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
    left_out: tuple[LeftOut, ...] = ()
    """The branches that are no open changes, always all of them."""


@dataclass(frozen=True, slots=True)
class RepositoryRecord:
    """What the store remembers of a repository."""

    repository: str
    signature: str
    """Of its refs: as long as it is the same, there is nothing new."""
    services: tuple[ServiceRecord, ...] = ()
    scanned_at: int = field(default=0, compare=False)
    """The moment as of which it was read, in seconds since 1970; no part of what was read."""
    past: tuple[PastRelease, ...] = field(default=(), compare=False)
    """The past releases that were read, those of a service oldest first; what they held is left
    out, and so are they but for a scan."""
    landed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What was told of branches, as `RepositoryScan` has it; left out but for a scan."""


@dataclass(frozen=True, slots=True)
class RepositoryScan:
    """What one scan read of one repository."""

    repository: str
    signature: str
    services: tuple[ServiceScan, ...] = ()
    unchanged: bool = False
    """Nothing moved since the last scan: *services* is empty, there is nothing to save."""
    past: tuple[ServicePast, ...] = ()
    """Of the services of whose past there is something new."""
    landed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What was told, or recalled, of branches that landed under other ids, in words of the source
    alone and by names for all that it follows from; in the place of what the store has."""


@value()
class RepositoryFailure:
    """A repository that could not be read; what the store has of it stays, marked as stale."""

    repository: str
    services: tuple[str, ...]
    message: str
