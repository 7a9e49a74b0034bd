"""Finds out which merged reviews are merged here, too: their branches are no longer pending."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from relplan.model.errors import SourceError
from relplan.model.review import ReviewLink
from relplan.model.scan import RepositoryRecord
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.refs import is_ancestor, read_refs
from relplan.sources.git.safe import Git
from relplan.store import Store
from relplan.workspace import LoadedWorkspace


def look_for_landed(loaded: LoadedWorkspace, store: Store) -> None:
    """Save which reviews were merged by a commit that is in their repository's branches here.

    A merge that was not fetched yet leaves the branch pending, as far as anybody can see here.
    """
    links = store.reviews()
    if any(link.merged for link in links):
        store.save_landed(landed(loaded, store.repository_records(), links))


def landed(
    loaded: LoadedWorkspace, records: dict[str, RepositoryRecord], links: Iterable[ReviewLink]
) -> frozenset[str]:
    """Return the URLs of those of *links* whose merge commit is on the branch it was meant for."""
    wanted: dict[str, list[ReviewLink]] = defaultdict(list)
    for link in links:
        if link.merged and link.merge_commit:
            services = [root for root in loaded.roots if root.service in link.services]
            for repository in {root.repository for root in services or loaded.roots}:
                wanted[repository].append(link)
    found: set[str] = set()
    for repository, asked in sorted(wanted.items()):
        record = records.get(repository)
        try:
            found.update(_in_repository(repository, record, asked))
        except ScanCancelledError:
            raise
        except SourceError:  # the scan has said so already
            continue
    return frozenset(found)


def _in_repository(
    repository: str, record: RepositoryRecord | None, links: Iterable[ReviewLink]
) -> Iterator[str]:
    git = Git(repository)
    branches = read_refs(git).branches
    services = record.services if record else ()
    mains = {service.main_commit for service in services} - {""}
    for link in links:
        tips = mains | {ref.commit for ref in branches if link.target and ref.name == link.target}
        if any(_contains(git, tip, link.merge_commit) for tip in sorted(tips)):
            yield link.url


def _contains(git: Git, tip: str, commit: str) -> bool:
    try:
        return is_ancestor(git, commit, tip)
    except ScanCancelledError:
        raise
    except SourceError:  # the commit is not here
        return False
