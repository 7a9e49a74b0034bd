"""Reads which changes each past release of a service was the first to hold, as if it were pending.

What is read is what a scan would have read on the eve of the release: the commits that it contains
and no release made before it does, reverts within them cancelled, trailers read; less what the
release before had under another id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from relplan.model.change import Change
from relplan.model.counting import joined
from relplan.model.production import KnownBy, Production
from relplan.model.scan import ScanSettings, ServiceRoot
from relplan.sources.git.changes import Reader
from relplan.sources.git.claims import Claims, claims_at
from relplan.sources.git.history import History as Commits
from relplan.sources.git.history import reachable, read_history
from relplan.sources.git.issue_keys import IssueKeys
from relplan.sources.git.lines import main_branch
from relplan.sources.git.names import home_page, web_addresses
from relplan.sources.git.past import Group, made_at, release_groups
from relplan.sources.git.refs import Ref, Refs, read_refs
from relplan.sources.git.safe import Git, oids
from relplan.sources.git.tags import Tag, read_tags
from relplan.sources.git.trunks import Trunks
from relplan.sources.git.versions import version_of

LINE = "main"
"""What the line of a past release is called: which branch it was made from is not known."""
_MOST = 20_000
"""Commits of one service's releases that are read; what goes beyond is left unread, and said."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A past release of a service with the changes that it was the first to hold."""

    service: str
    tag: str
    commit: str
    """Full hash."""
    date: int
    """When it was made, in seconds since 1970."""
    before: str
    """Full hash of the release that ran until then."""
    changes: tuple[Change, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class History:
    """The past releases of the services of one repository."""

    releases: tuple[Shipped, ...]
    """By service, the oldest first."""
    main: str
    """Full hash of the main branch's tip; empty: there is no commit yet."""
    notes: tuple[str, ...] = ()
    """What was not read, in full sentences."""


def read_held(
    git: Git, roots: Sequence[ServiceRoot], settings: ScanSettings, since: int, most: int
) -> History:
    """Read what the releases of *roots*, which share a repository, held.

    Of each those made from *since* on, in seconds since 1970, but not more than the newest *most*.
    Raises SourceError where the repository cannot be read, or this is cancelled.
    """
    refs = read_refs(git)
    if not refs.branches and git.attempt("rev-parse", "-q", "--verify", "HEAD") is None:
        return History((), "")
    main = main_branch(git, refs, roots[0]).ref.commit
    if git.text("rev-parse", "--is-shallow-repository").strip() == "true":
        of = joined([root.service for root in roots])
        note = f"{of}: a shallow clone does not tell what past releases held"
        return History((), main, (f"{note}; run `git fetch --unshallow --tags` there",))
    claims, _ = claims_at(git, refs, roots)
    reading = _Reading(git, refs, claims, settings)
    releases: list[Shipped] = []
    tags = read_tags(git)
    notes: list[str] = []
    groups = list(release_groups(roots, tags))
    tagged = {root.service for group in groups for root in group.roots}
    notes += (
        f"{root.service} has no release that `release_tag` fits, so nothing is known of its past"
        for root in roots
        if root.service not in tagged
    )
    for group in groups:
        wanted, left_out = _bounded(git, group, since, most)
        releases += reading.releases(group, wanted)
        notes += left_out
    order = {root.service: number for number, root in enumerate(roots)}
    releases.sort(key=lambda one: order[one.service])
    return History(tuple(releases), main, tuple(notes))


def _bounded(git: Git, group: Group, since: int, most: int) -> tuple[Sequence[Tag], list[str]]:
    """Return those of a group's releases that are read, and what is said of the others.

    The oldest that there is, is never among them: nobody knows what ran before it.
    """
    wanted = [tag for tag in group.tags[1:] if made_at(tag) >= since][-most:]
    names = joined([root.service for root in group.roots])
    notes: list[str] = []
    while wanted and _commits(git, group, wanted) > _MOST:
        left = wanted[len(wanted) // 2 + 1 :] if len(wanted) > 1 else []
        first = left[0].name if left else "the next one"
        notes = [f"{names}: more than {_MOST:,} commits, so releases before {first} are unread"]
        wanted = left
    return wanted, notes


def _commits(git: Git, group: Group, wanted: Sequence[Tag]) -> int:
    old = group.tags[: group.tags.index(wanted[0])]
    names = [*(tag.commit for tag in wanted), *(f"^{tag.commit}" for tag in old)]
    return int(git.text("rev-list", "--count", "--stdin", stdin=oids(names)))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the releases of one repository."""

    git: Git
    refs: Refs
    claims: Claims
    settings: ScanSettings

    def releases(self, group: Group, wanted: Sequence[Tag]) -> Iterator[Shipped]:
        """Yield what each of *wanted* held, of each service of *group*."""
        if not wanted:
            return
        first = group.tags.index(wanted[0])
        old = [tag.commit for tag in group.tags[:first]]
        touched = self.claims.touched if self.claims.wanted else None
        history = read_history(self.git, [tag.commit for tag in wanted], old, touched)
        shipped: set[str] = set()
        for place, tag in enumerate(wanted, first):
            before = _before(tag, group.tags[:place])
            for root in group.roots:
                reader = self._reader(root, history, made_at(tag))
                runs = Production(root.service, before.name, before.commit, KnownBy.RELEASE_TAG)
                trunks = Trunks(
                    self.git, history, root, runs, group.tags, frozenset(shipped), since_last=False
                )
                trunks.read_main(Ref(tag.name, tag.name, "", tag.commit, tag.date), reader, "")
                yield Shipped(
                    root.service,
                    tag.name,
                    tag.commit,
                    made_at(tag),
                    before.commit,
                    tuple(trunks.merged),
                )
            shipped |= reachable(history, [tag.commit])

    def _reader(self, root: ServiceRoot, history: Commits, now: int) -> Reader:
        return Reader(
            service=root.service,
            claim=self.claims.services[root.service],
            issue_keys=IssueKeys(self.settings.issue_key),
            history=history,
            main_name=LINE,
            remotes=tuple(remote for remote, _ in self.refs.remote_urls),
            pages=web_addresses(url for _, url in self.refs.remote_urls),
            now=now,
            home=home_page(self.refs.remote_urls),
        )


def _before(tag: Tag, earlier: Sequence[Tag]) -> Tag:
    """Return the release that ran until *tag* was made: the highest version below its own.

    A fix of an older line follows that line's last release, whatever else had been made by then.
    """
    own = version_of(tag.name).order
    below = [one for one in earlier if version_of(one.name).order < own]
    return max(below, key=lambda one: version_of(one.name).order) if below else earlier[-1]


def commit_at(git: Git, tip: str, moment: int) -> str:
    """Return the newest first-parent commit of *tip* at *moment*; empty: there was none."""
    words = ("rev-list", "-1", "--first-parent", f"--before={moment}", "--end-of-options", tip)
    return git.text(*words, "--").strip()
