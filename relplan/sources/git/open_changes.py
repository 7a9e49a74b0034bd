"""The open changes of a repository, and the branches that are none, each with its reason."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relplan.model.review import ReviewLink
from relplan.model.scan import LeftOut, WhyNot
from relplan.sources.git.branches import Branch, Names, beginnings, open_branches
from relplan.sources.git.errors import GitError
from relplan.sources.git.filters import NameFilter, is_tried
from relplan.sources.git.history import History
from relplan.sources.git.refs import Ref, is_ancestor
from relplan.sources.git.reverts import reverts_within
from relplan.sources.git.safe import Git
from relplan.sources.git.squash.found import Landed
from relplan.sources.git.squash.memory import Memory
from relplan.sources.git.squash.telling import landed_on_main

_LINE = re.compile(
    r"(?:(?:releases?|rel|maint(?:enance)?|stable|support|hotfixes|branch)[-_/.])?"
    r"v?\d+(?:[._-]\d+)*(?:[._-]x)*",
    re.IGNORECASE,
)
"""How people call the branch that goes on from a release: ``release/1.4``, ``2.x``, ``stable-3``.
By its name alone no branch is a line; one that goes on from a release may as well be a fix."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides about branches before their histories are read."""

    main: Ref
    lines: frozenset[str]
    """Full names of the refs that something is deployed from."""
    names: NameFilter
    oldest: int
    """Branches whose tips are older, in seconds since 1970, are stale."""
    default_remote: str
    reviews: tuple[ReviewLink, ...] = ()
    """What a forge's printout says is over: merged or closed."""
    cut_off: bool = False
    """Whether it is a shallow clone: that two have nothing in common cannot be told there."""

    def label(self, ref: Ref) -> str:
        """Return the name under which a branch is listed: the default remote goes without."""
        plain = ref.remote in ("", self.default_remote)
        return ref.name if plain else f"{ref.remote}/{ref.name}"

    def before_reading(self, ref: Ref) -> LeftOut | None:
        """Return why a branch is left out without a look at its history; None: it is not."""
        label = self.label(ref)
        if ref.full in self.lines:
            return LeftOut(label, WhyNot.LINE)
        found = self.names.of(ref)
        if found is not None:
            return LeftOut(label, found.why, found.detail)
        if 0 < ref.date < self.oldest:
            return LeftOut(label, WhyNot.STALE)
        return None

    def is_main(self, ref: Ref) -> bool:
        """Tell whether a branch is main, or has the same tip under the same name."""
        same = ref.commit == self.main.commit and ref.name == self.main.name
        return same or ref.full == self.main.full

    def to_read(self, refs: Iterable[Ref]) -> list[Ref]:
        """Return the branches whose histories tell whether they are open changes."""
        return [ref for ref in refs if not self.is_main(ref) and self.before_reading(ref) is None]


@dataclass(slots=True)
class OpenChanges:
    """The branches of a repository, sorted out."""

    branches: list[Branch] = field(default_factory=list)
    left_out: tuple[LeftOut, ...] = ()
    twins: dict[str, tuple[Ref, str]] = field(default_factory=dict)
    """By a branch's tip, the older counterpart and how much that has which the branch lacks."""


class Sorter:
    """Sorts the branches of a repository out for one main."""

    def __init__(
        self,
        git: Git,
        history: History,
        rules: Rules,
        on_main: Collection[str],
        released: Mapping[str, str],
        memory: Memory,
        beside: str = "",
    ) -> None:
        """Take what was read: *on_main* is what main and production contain.

        *released* are release tags by their commits; *memory* is of what was told of branches
        before; *beside* is the commit in production, where main does not contain it.
        """
        self._git = git
        self._history = history
        self._rules = rules
        self._on_main = on_main
        self._released = released
        self._memory = memory
        self._beside = beside
        self._out: dict[str, LeftOut] = {}
        self._kept: set[str] = set()

    def sort(self, refs: Sequence[Ref]) -> OpenChanges:
        """Return the open changes of *refs*."""
        found = []
        for ref in refs:
            if self._rules.is_main(ref):
                continue
            left = self._rules.before_reading(ref) or self._by_history(ref)
            if left is None:
                found.append(ref)
            elif ref.name != self._rules.main.name or left.why is not WhyNot.MERGED:
                self._out.setdefault(left.branch, left)
        landed = self._landed(found)
        begun = beginnings(self._history, self._on_main, landed.commits)
        found = [ref for ref in found if not self._has_landed(ref, landed, begun)]
        names = Names(self._rules.default_remote)
        branches = open_branches(found, self._history, self._on_main, landed.commits, names)
        made = OpenChanges([branch for branch in branches if not self._is_nothing(branch)])
        reverts = reverts_within(self._git, self._history, [b.own for b in made.branches])
        for branch, within in zip(made.branches, reverts, strict=True):
            branch.within = within
        made.twins = dict(self._twins(names, made.branches))
        kept = {name for branch in made.branches for name in (branch.name, *branch.aliases)}
        made.left_out = tuple(sorted(left for name, left in self._out.items() if name not in kept))
        return made

    def _by_history(self, ref: Ref) -> LeftOut | None:
        label = self._rules.label(ref)
        if ref.commit not in self._history or ref.commit in self._on_main:
            return LeftOut(label, WhyNot.MERGED)
        asked_for = self._rules.names.asked_for(ref.name)
        if not asked_for and is_tried(ref.name, self._history[ref.commit].title):
            return LeftOut(label, WhyNot.QUEUE, self._history[ref.commit].title)
        beyond = self._beyond(ref.commit)
        if not self._rules.cut_off and self._is_unrelated(beyond):
            return LeftOut(label, WhyNot.UNRELATED)
        tag = next((self._released[oid] for oid in beyond if oid in self._released), "")
        if not tag and _LINE.fullmatch(ref.name) and self._goes_on_beside(beyond):
            tag = self._released.get(self._beside, self._beside[:10])
        if tag and not asked_for:
            return LeftOut(label, WhyNot.LINE, f"it holds {tag}, which main does not")
        return self._over(ref)

    def _goes_on_beside(self, beyond: Iterable[str]) -> bool:
        """Tell whether commits go on from what is in production and was not released from main."""
        return bool(self._beside) and any(
            self._beside in self._history[oid].parents for oid in beyond
        )

    def _over(self, ref: Ref) -> LeftOut | None:
        """Return the review that was closed at this tip, unless another of it is open."""
        about = [link for link in self._rules.reviews if link.commit == ref.commit]
        if about and all(link.closed for link in about):
            return LeftOut(self._rules.label(ref), WhyNot.CLOSED, about[0].url)
        return None

    def _beyond(self, tip: str) -> list[str]:
        found: dict[str, None] = {}
        ahead = [tip]
        while ahead:
            oid = ahead.pop()
            if oid in self._history and oid not in self._on_main and oid not in found:
                found[oid] = None
                ahead += self._history[oid].parents
        return list(found)

    def _is_unrelated(self, beyond: Collection[str]) -> bool:
        mine = set(beyond)
        return not any(parent not in mine for oid in mine for parent in self._history[oid].parents)

    def _landed(self, found: Sequence[Ref]) -> Landed:
        refs = sorted(found, key=lambda ref: ref.date, reverse=True)
        main = self._rules.main.commit
        return landed_on_main(
            self._git,
            self._history,
            self._on_main,
            main,
            [ref.commit for ref in refs],
            self._told(main),
            self._memory,
        )

    def _told(self, main: str) -> dict[str, str]:
        """Return the heads of the reviews that were merged into main, and as which commits."""
        return {
            link.commit: link.merge_commit
            for link in self._rules.reviews
            if link.merged
            and link.commit in self._history
            and link.commit not in self._on_main
            and self._is_on_main(link.merge_commit, main)
        }

    def _is_on_main(self, commit: str, main: str) -> bool:
        if not commit:
            return False
        if commit in self._history:
            return commit in self._on_main
        try:
            return is_ancestor(self._git, commit, main)
        except GitError:  # it was not fetched
            return False

    def _has_landed(self, ref: Ref, landed: Landed, begun: Collection[str]) -> bool:
        if ref.commit not in begun:
            return False
        label = self._rules.label(ref)
        by = landed.by.get(ref.commit, "")
        self._out.setdefault(label, LeftOut(label, WhyNot.LANDED, f"as {by[:10]}" if by else ""))
        return True

    def _is_nothing(self, branch: Branch) -> bool:
        """Tell whether a branch has nothing of its own but merges of what is known otherwise."""
        own = [self._history[oid] for oid in branch.own]
        if any(len(commit.parents) < 2 for commit in own):
            return False
        why = WhyNot.EMPTY if own else WhyNot.LANDED
        detail = f"it only merges, last: {own[0].title}" if own else ""
        for name in (branch.name, *branch.aliases):
            self._out.setdefault(name, LeftOut(name, why, detail))
        return True

    def _twins(
        self, names: Names, branches: Iterable[Branch]
    ) -> Iterator[tuple[str, tuple[Ref, str]]]:
        """Yield where the older of two counterparts has commits that the newer one lacks."""
        tips = {branch.tip for branch in branches}
        for newer, older in names.twins:
            if newer.commit in tips and (lacking := self._lacking(newer, older)):
                yield newer.commit, (older, lacking)

    def _lacking(self, newer: Ref, older: Ref) -> str:
        """Count the commits of *older* that are not in *newer*, nor on main, by their patches."""
        try:
            text = self._git.text(
                "rev-list", "--cherry-pick", "--right-only", "--no-merges", "--count",
                f"{newer.commit}...{older.commit}", f"^{self._rules.main.commit}",
            )  # fmt: skip
        except GitError:
            return "commits, which cannot be compared here,"
        count = text.split()[0] if text else "0"
        return "" if count == "0" else f"{count} commit{'' if count == '1' else 's'}"


def over(reviews: Iterable[ReviewLink], service: str) -> tuple[ReviewLink, ...]:
    """Return the reviews with a known head that may be about *service*, in a settled order."""
    return tuple(
        sorted(
            (
                link
                for link in reviews
                if link.commit and (not link.services or service in link.services)
            ),
            key=lambda link: link.url,
        )
    )
