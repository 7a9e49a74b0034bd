"""Real repositories from a few lines, and what `init` finds in them."""

from collections.abc import Mapping
from pathlib import Path

from relplan.discovery import Discovered, FoundContract, discover
from relplan.model.evidence import Confidence
from relplan.sources.git import find_repositories
from tests.sources.git.git_repo import GitRepo

Files = Mapping[str, str]


def repository(folder: Path, files: Files) -> GitRepo:
    """Build a repository of one commit."""
    repo = GitRepo(folder)
    for path, text in files.items():
        repo.write(path, text)
    repo.commit("Begin", "README.md", "one\n")
    return repo


def found_in(folder: Path, repositories: Mapping[str, Files]) -> Discovered:
    """Return what is found in new repositories of these files."""
    for name, files in repositories.items():
        repository(folder / name, files)
    return look(folder)


def look(folder: Path) -> Discovered:
    """Return what is found in the repositories that are there."""
    return discover(folder, find_repositories(folder), lambda repository, doing: None)


def contract(found: Discovered, name: str) -> FoundContract:
    """Return a contract by its name."""
    return {one.name: one for one in found.contracts}[name]


def ties(found: Discovered) -> dict[str, tuple[str, list[str]]]:
    """Return provider and consumers of each contract, those that are sure."""
    return {
        one.name: (one.provider, sorted(one.consumers.keys() - one.known(Confidence.GUESSED)))
        for one in found.contracts
    }


def guesses(found: Discovered, name: str) -> list[str]:
    """Return who may consume a contract."""
    return contract(found, name).known(Confidence.GUESSED)


def rules(found: Discovered, name: str, consumer: str) -> list[str]:
    """Return what shows that *consumer* uses a contract."""
    return [sign.evidence.rule for sign in contract(found, name).consumers[consumer]]


def calls(found: Discovered) -> dict[str, list[str]]:
    """Return whom each service calls, where it calls anybody."""
    return {one.name: sorted(one.calls) for one in found.services if one.calls}
