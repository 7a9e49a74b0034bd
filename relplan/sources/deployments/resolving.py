"""From what deployment files say to commits of the services' repositories."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from relplan.model.deployment import DeclaredEnvironment
from relplan.model.errors import SourceError
from relplan.model.evidence import Evidence
from relplan.model.production import PRODUCTION, KnownBy, Production
from relplan.model.scan import Notice, ServiceRoot
from relplan.sources.deployments import Statement, Subject
from relplan.sources.git.deployed import find_version, tags_of
from relplan.sources.git.errors import ScanCancelledError
from relplan.sources.git.refs import commit_of, is_ancestor
from relplan.sources.git.safe import Git

_Asking = Callable[[Git], str]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about a service, in the environment that it is about."""

    service: str
    statement: Statement
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Resolved:
    said: Said
    commit: str


class Resolver:
    """Finds the commits of versions in the services' repositories."""

    def __init__(self, roots: Sequence[ServiceRoot], notices: list[tuple[str, Notice]]) -> None:
        """Look in the repositories of *roots*; what cannot be found is added to *notices*."""
        self._roots = {root.service: root for root in roots}
        self._tags: dict[str, dict[str, str]] = {}
        self._notices = notices

    def declared(self, environment: DeclaredEnvironment) -> Iterator[tuple[str, Production]]:
        """Yield what relplan.toml says of an environment; production's own way is its service's."""
        if environment.name == PRODUCTION:
            return
        answered = dict(environment.answered)
        for service, revision in environment.deployed:
            root = self._roots[service]
            commit = _quietly(root, partial(_commit_of, revision))
            if commit:
                evidence = (
                    Evidence("answer", answered[service])
                    if service in answered
                    else Evidence("deployed", f"deployed = {revision}", path="relplan.toml")
                )
                yield (
                    service,
                    Production(
                        service, revision, commit, KnownBy.DEPLOYED, (evidence,), environment.name
                    ),
                )
            else:
                text = (
                    f"[environments.{environment.name}] {service}: {revision!r} is no revision of"
                    f" {root.repository}; correct it, or fetch the tags"
                )
                self._notices.append((environment.name, Notice(text)))

    def by_files(
        self, environment: str, said: Iterable[Said], declared: Collection[str]
    ) -> Iterator[Production]:
        """Yield what files say of the services that are not *declared*."""
        ordered = sorted(said, key=lambda one: (one.service, one.evidence))
        for service, group in groupby(ordered, key=lambda one: one.service):
            root = self._roots[service]
            is_said = bool(root.deployed) and environment == PRODUCTION
            if service not in declared and not is_said:
                runs = self._one(environment, root, list(group))
                if runs is not None:
                    yield runs

    def _one(self, environment: str, root: ServiceRoot, said: Sequence[Said]) -> Production | None:
        """Return what files say of a service; None: nothing that can be resolved, or too much."""
        images = [one for one in said if one.statement.subject is Subject.IMAGE]
        kept = images or list(said)
        kept = [
            one for one in kept if not any(o.statement.overrides(one.statement) for o in kept)
        ] or kept
        found, failed = [], []
        for one in kept:
            commit, why = self._commit(root, one.statement.version)
            if commit:
                found.append(_Resolved(one, commit))
            else:
                failed.append((one, why))
        for one, why in failed:
            text = (
                f"{root.service}: what runs in {environment} is not known from"
                f" '{one.statement.text}': {why}"
            )
            self._notices.append((environment, Notice(text, one.evidence)))
        if failed or not found:  # what is not understood may be another version
            return None
        return self._agreed(environment, root, found)

    def _agreed(
        self, environment: str, root: ServiceRoot, found: Sequence[_Resolved]
    ) -> Production | None:
        """Return what all say, or the oldest, which all others contain: it runs everywhere."""
        oldest = found[0]
        commits = {one.commit for one in found}
        if len(commits) > 1:
            containing = [one for one in found if self._is_in_all(root, one.commit, commits)]
            versions = ", ".join(dict.fromkeys(one.said.statement.version for one in found))
            what = f"{root.service}: {environment} is said to run {versions}"
            if not containing:
                text = f"{what}, and none of them contains the others, so none is taken"
                self._notices.append((environment, Notice(text, found[0].said.evidence)))
                return None
            oldest = containing[0]
            text = f"{what}; {oldest.said.statement.version}, which all contain, is taken"
            self._notices.append((environment, Notice(text, oldest.said.evidence)))
        evidence = tuple(one.said.evidence for one in found if one.commit == oldest.commit)
        version = oldest.said.statement.version
        return Production(
            root.service, version, oldest.commit, KnownBy.DEPLOYMENT_FILE, evidence, environment
        )

    def _is_in_all(self, root: ServiceRoot, commit: str, others: Iterable[str]) -> bool:
        def ask(git: Git) -> str:
            return "yes" if all(is_ancestor(git, commit, other) for other in others) else ""

        return bool(_quietly(root, ask))

    def _commit(self, root: ServiceRoot, version: str) -> tuple[str, str]:
        why = ""

        def ask(git: Git) -> str:
            nonlocal why
            if root.repository not in self._tags:
                self._tags[root.repository] = tags_of(git)
            tags = self._tags[root.repository]
            found = find_version(git, tags, version, root.service, root.release_tag)
            why = found.why
            return found.commit

        return _quietly(root, ask), why or f"{root.repository} cannot be read"


def has_revision(root: ServiceRoot, revision: str) -> bool:
    """Tell whether *revision* is one of the repository of *root*."""
    return bool(_quietly(root, partial(_commit_of, revision)))


def _commit_of(revision: str, git: Git) -> str:
    return commit_of(git, revision) or ""


def _quietly(root: ServiceRoot, ask: _Asking) -> str:
    """Ask git; a repository that cannot be read is the scan's to complain about."""
    try:
        return ask(Git(root.repository))
    except ScanCancelledError:
        raise
    except (SourceError, OSError):
        return ""
