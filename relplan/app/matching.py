"""Finds the pending changes that a review on a forge is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from relplan.model.change import Change
from relplan.model.errors import SourceError
from relplan.model.review import Review
from relplan.model.scan import ServiceRoot
from relplan.sources.git.names import web_addresses
from relplan.sources.git.refs import read_refs
from relplan.sources.git.safe import Git


class Matcher:
    """Matches reviews with changes.

    By commit, by Change-Id, by the name of the branch: each within the services whose repository
    has a remote that is the review's; where none has, within those that have no remote at all.
    """

    def __init__(self, roots: Iterable[ServiceRoot], changes: Iterable[Change]) -> None:
        """Index *changes*, and read the remotes of the repositories of *roots*."""
        self._roots = {root.service: root for root in roots}
        self._changes = {change.id: change for change in changes}
        remotes = {root.repository: _slugs(root.repository) for root in self._roots.values()}
        self._slugs = {name: remotes[root.repository] for name, root in self._roots.items()}
        self._by_key: dict[str, list[Change]] = defaultdict(list)
        self._by_branch: dict[str, list[Change]] = defaultdict(list)
        for change in self._changes.values():
            for key in {change.commit, *change.aliases}:
                self._by_key[key].append(change)
            if not change.merged:
                for branch in _branches(change):
                    self._by_branch[branch].append(change)

    def match(self, review: Review) -> Sequence[Change] | str:
        """Return the changes of *review*; where there is none, or it is not clear, say why."""
        services = self._services(review)
        for candidates in self._candidates(review):
            found = [change for change in candidates if change.service in services]
            repositories = {self._roots[change.service].repository for change in found}
            if len(repositories) == 1:
                return sorted(found, key=lambda change: change.id)
            if found:
                ids = ", ".join(sorted(change.id for change in found))
                return f"it could be about {ids}: its repository is not told by any remote"
        if not services:
            return f"no service's repository has {review.repository} as a remote"
        if review.branch:
            return f"no open change is called {review.branch}, nor has its commit"
        return "no pending change has its commit or Change-Id"

    def services_of(self, review: Review, changes: Collection[str]) -> frozenset[str]:
        """Return the services that *review* is about: those of *changes*, or of its repository."""
        if changes:
            return frozenset(self._changes[name].service for name in changes)
        return frozenset(self._of_repository(review))

    def main_of(self, service: str) -> str:
        """Return the name that relplan.toml gives the main branch; empty: it gives none."""
        return self._roots[service].main

    def title_of(self, change: str) -> str:
        """Return the title of the change with this id."""
        return self._changes[change].title

    def _candidates(self, review: Review) -> Iterable[Sequence[Change]]:
        """Yield the changes that each kind of name leads to, the surest kind first.

        An open review is about open changes only: a branch just begun stands on a commit of main.
        """
        keys = (review.commit, review.merge_commit, review.change_id)
        for key in keys:
            named = self._by_key.get(key, ()) if key else ()
            yield [change for change in named if not change.merged or review.state == "merged"]
        # Once it is over, a branch may have been begun anew under the same name.
        if review.branch and not review.closed and review.state != "merged":
            yield self._by_branch.get(review.branch, ())

    def _services(self, review: Review) -> Collection[str]:
        """Return the services that *review* may be about."""
        if not review.repository:
            return self._roots.keys()
        own = self._of_repository(review)
        return own or [name for name in self._roots if not self._slugs[name]]

    def _of_repository(self, review: Review) -> list[str]:
        wanted = review.repository.lower()
        return [name for name in self._roots if wanted and wanted in self._slugs[name]]


def _slugs(repository: str) -> frozenset[str]:
    """Return the paths of all of a repository's remotes: of a fork, one is what it was made of."""
    try:
        urls = [url for _, url in read_refs(Git(repository)).remote_urls]
    except SourceError:
        return frozenset()
    paths = {address.split("/", 3)[3].lower() for address in web_addresses(urls)}
    # Gerrit's address for who is signed in begins with `a/`.
    return frozenset(paths | {path.removeprefix("a/") for path in paths})


def _branches(change: Change) -> Iterable[str]:
    """Return the names of an open change's branch, with and without its remote's."""
    prefix = f"{change.service}:"
    names = {name.removeprefix(prefix) for name in change.aliases if name.startswith(prefix)}
    return sorted({change.branch, *names})
