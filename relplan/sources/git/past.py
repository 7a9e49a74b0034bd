"""Reads what past releases held: the issue keys of the changes that each was the first to contain.

That is what it contains and no release made before it does. What a release holds that goes back to
the beginning of a history, or of what is read, cannot be told: nobody knows what shipped before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from relplan.model.change import FeatureSlice
from relplan.model.evidence import ISSUE_KEY, Confidence, Evidence
from relplan.model.past import PastRelease, ServicePast
from relplan.model.scan import RepositoryRecord, ServiceRoot, ServiceScan
from relplan.sources.git.claims import Claims
from relplan.sources.git.history import Commit, History, brought_in, read_history
from relplan.sources.git.issue_keys import IssueKeys, is_repeating_branch, repeats
from relplan.sources.git.names import merged_names
from relplan.sources.git.revert_claims import claim_of
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import Tag, releases
from relplan.sources.git.text import EVIDENCE
from relplan.sources.git.versions import version_of

_COMMITS = 2_000
"""The newest commits of a repository that are looked at, and the newest releases of a service."""
_SLICES = 1_000
"""Issue keys that one release is taken to hold."""
_IMPORTED = 30 * 86_400
"""Seconds after its commit from which on a tag tells when tags were made, not when it shipped."""

Known = Mapping[str, Sequence[PastRelease]]
"""The releases, by service, whose past earlier scans have read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Services whose releases are the same tags."""

    roots: Sequence[ServiceRoot]
    tags: Sequence[Tag]
    """Oldest first."""


def read_past(
    git: Git,
    roots: Sequence[ServiceRoot],
    tags: Sequence[Tag],
    claims: Claims,
    issue_keys: IssueKeys,
    known: Known,
) -> tuple[ServicePast, ...]:
    """Return what the past releases of the services *roots* held, beyond what is *known* of them.

    One with no new release is not among them. Raises GitError where the history cannot be read.
    """
    if not claims.services:
        return ()  # there is no commit yet
    reading = _Reading(git, claims, issue_keys)
    found: list[ServicePast] = []
    anew: list[Group] = []
    for group in release_groups(roots, tags):
        new = _made_since(group, known)
        more = reading.after(group, new) if new else ()
        if new is None or more is None:
            anew.append(group)
        else:
            found += more
    return (*found, *(reading.all_of(anew) if anew else ()))


def known_past(services: Sequence[ServiceScan], previous: RepositoryRecord | None) -> Known:
    """Return what an earlier scan has read of those *services* that are read as they were then."""
    if previous is None:
        return {}
    before = {one.service: one.settings for one in previous.services}
    same = {
        one.record.service
        for one in services
        if one.record.settings == before.get(one.record.service)
    }
    known: dict[str, list[PastRelease]] = defaultdict(list)
    for release in previous.past:
        if release.service in same:
            known[release.service].append(release)
    return known


def release_groups(roots: Sequence[ServiceRoot], tags: Sequence[Tag]) -> Iterator[Group]:
    """Yield the services whose releases are the same tags, with these; not those without any."""
    by_pattern: dict[str, list[ServiceRoot]] = defaultdict(list)
    for root in roots:
        by_pattern[root.release_tag].append(root)
    for pattern, group in by_pattern.items():
        made = [tag for tag in _told_apart(releases(tags, pattern)[0]) if tag.date]
        made.sort(key=lambda tag: (made_at(tag), version_of(tag.name).order, tag.name))
        if made:
            yield Group(group, made[-_COMMITS:])


def _told_apart(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Yield *tags* without those that follow others: ``v4.0`` where ``v4.0.2`` is that commit, too.

    Such a tag moves with each release of its line, and is none itself.
    """
    by_commit: dict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        by_commit[tag.commit].append(tag)
    for own in by_commit.values():
        for tag in own:
            if not any(_follows(tag, other) for other in own):
                yield tag


def _follows(tag: Tag, other: Tag) -> bool:
    short, full = version_of(tag.name), version_of(other.name)
    longer = len(full.numbers) > len(short.numbers)
    same = full.numbers[: len(short.numbers)] == short.numbers
    return short.prefix == full.prefix and short.plain and longer and same


def made_at(tag: Tag) -> int:
    """Return when a release was made: when it was tagged, but for tags that were made long after.

    These came with a move from another system, or all at once.
    """
    return tag.made if 0 <= tag.made - tag.date <= _IMPORTED else tag.date


def _made_since(group: Group, known: Known) -> Sequence[Tag] | None:
    """Return the releases made since all that are *known*; None: these are not what they were."""
    before = _names(known.get(group.roots[0].service, ()))
    if any(_names(known.get(root.service, ())) != before for root in group.roots):
        return None
    now = [(tag.name, tag.commit) for tag in group.tags]
    old = len(before)
    return group.tags[old:] if before and now[:old] == before else None


def _names(known: Sequence[PastRelease]) -> list[tuple[str, str]]:
    return [(one.tag, one.commit) for one in known]


class _Reading:
    """Reads commits and finds out which release was the first to contain them."""

    def __init__(self, git: Git, claims: Claims, issue_keys: IssueKeys) -> None:
        self._git = git
        self._claims = claims
        self._issue_keys = issue_keys

    def after(self, group: Group, new: Sequence[Tag]) -> list[ServicePast] | None:
        """Return what *new* ones held beyond those before them; None: that is too much to read."""
        history = self._history(new, group.tags[: -len(new)])
        if len(history) >= _COMMITS:
            return None
        return [self._past(root, history, new, appended=True) for root in group.roots]

    def all_of(self, groups: Sequence[Group]) -> list[ServicePast]:
        """Return what all releases held."""
        history = self._history([tag for group in groups for tag in group.tags], ())
        return [
            self._past(root, history, group.tags, appended=False)
            for group in groups
            for root in group.roots
        ]

    def _history(self, tags: Iterable[Tag], before: Iterable[Tag]) -> History:
        touched = self._claims.touched if self._claims.wanted else None
        tips, bounds = [tag.commit for tag in tags], [tag.commit for tag in before]
        return read_history(self._git, tips, bounds, touched, newest=_COMMITS)

    def _past(
        self, root: ServiceRoot, history: History, tags: Sequence[Tag], *, appended: bool
    ) -> ServicePast:
        shipped: set[str] = set()
        found = []
        for tag in tags:
            chain = _chain(history, tag.commit, shipped)
            pieces = list(brought_in(history, reversed(chain), shipped))
            # Of what is read beyond known releases, what was not read is theirs.
            known = _is_whole(history, tag.commit, pieces, unread_shipped=appended)
            slices = tuple(islice(self._slices(root, history, pieces), _SLICES)) if known else ()
            release = PastRelease(root.service, tag.name, tag.commit, made_at(tag), slices, known)
            found.append(release)
        return ServicePast(root.service, tuple(found), appended)

    def _slices(
        self, root: ServiceRoot, history: History, pieces: Sequence[Sequence[str]]
    ) -> Iterator[FeatureSlice]:
        """Yield the issue keys that the changes of a release name, each once.

        They are read as those of what is pending are: a backport or a revert is no slice.
        """
        claim = self._claims.services[root.service]
        gone = set(_taken_back(history, pieces))
        seen: set[str] = set()
        for piece in pieces:
            if not claim.takes(history[piece[0]].paths):
                continue
            for oid, text, line in _naming(history, piece, gone):
                for key in self._issue_keys.find(text):
                    if key not in seen and not (line and _repeats(history[oid])):
                        seen.add(key)
                        evidence = Evidence(ISSUE_KEY, text[:EVIDENCE], root.service, oid, "", line)
                        yield FeatureSlice(key, evidence, Confidence.GUESSED)


def _naming(
    history: History, piece: Sequence[str], gone: Collection[str]
) -> Iterator[tuple[str, str, int]]:
    """Yield what of a change may name issues: (commit, text, line), 0 for a branch's name."""
    first = history[piece[0]]
    branches = tuple(merged_names(first.title, ())) if first.title.startswith("Merge") else ()
    if any(map(is_repeating_branch, branches)):
        return
    for oid in piece:
        if oid not in gone:
            yield oid, history[oid].title, 1
    for name in branches:
        yield first.oid, name, 0


def _repeats(commit: Commit) -> bool:
    return repeats(commit.title, commit.message)


def _chain(history: History, tip: str, shipped: Collection[str]) -> list[str]:
    """Return the first-parent chain from *tip* back to what was shipped before, newest first."""
    chain = []
    oid = tip
    while oid not in shipped and (commit := history.get(oid)) is not None:
        chain.append(oid)
        oid = commit.parents[0] if commit.parents else ""
    return chain


def _is_whole(
    history: History, tip: str, pieces: Sequence[Sequence[str]], *, unread_shipped: bool
) -> bool:
    """Tell whether all that a release holds was read, and something shipped before it."""
    commits = (history[oid] for piece in pieces for oid in piece)
    read_it = unread_shipped or tip in history
    return read_it and all(
        one.parents and (unread_shipped or all(parent in history for parent in one.parents))
        for one in commits
    )


def _taken_back(history: History, pieces: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the commits of a release that others of the same release say by hash to revert."""
    commits = [oid for piece in pieces for oid in piece]
    claims = (claim_of(history[oid]) for oid in commits)
    named = tuple(islice((name for claim in claims if claim for name in claim.named), _SLICES))
    if named:
        yield from (oid for oid in commits if oid.startswith(named))
