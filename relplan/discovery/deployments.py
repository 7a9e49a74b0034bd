"""Finds the files that say what runs, in any repository, and the environments that they are of."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from relplan.discovery.found import FoundDeployments, FoundService, Sign
from relplan.model.counting import counted
from relplan.model.evidence import Evidence
from relplan.model.production import PRODUCTION
from relplan.model.scan import ServiceRoot
from relplan.sources.configuring import serves_nothing
from relplan.sources.deployments import (
    GENERATOR,
    Matcher,
    Reading,
    Statement,
    Subject,
    environments_in,
    may_be_mine,
    read_statements,
)
from relplan.sources.deployments.deployed import evidence_of, loosely, matcher_of
from relplan.sources.git.main_tree import Tree, open_tree
from relplan.sources.provenance import Provenance, provenance_of

_MOST_FILES = 20_000
"""Files of one repository that are looked through; few of them need to be understood."""
_MOST_NOTES = 20
_NOT_LOOKED_INTO = re.compile(
    r"(?:^|/)(?:\.[^/]+|templates|crds?|charts/[^/]+/values\.ya?ml)(?:/|$)"
)
_LOCAL = re.compile(r"(?:^|/)(?:[\w.-]*compose[\w.-]*|values\.ya?ml|Chart\.yaml)$")
"""What without an environment is for a developer's own machine, or a default."""
_MOVING = frozenset({"", "latest", "main", "master", "dev", "local"})
_GENERATED = b"ApplicationSet"


@dataclass(slots=True)
class Manifests:
    """All deployment files that were found."""

    tables: list[FoundDeployments] = field(default_factory=list)
    notes: list[Sign] = field(default_factory=list)
    """What names services and cannot be taken."""
    serving_nothing: set[Path] = field(default_factory=set)
    """Repositories that hold deployment files of others, and nothing that could run itself."""


def find_deployments(services: Iterable[FoundService], repositories: Sequence[Path]) -> Manifests:
    """Return the deployment files of *repositories* that name some of *services*."""
    roots = [
        ServiceRoot(service.name, str(service.repository), service.path) for service in services
    ]
    trees = [open_tree(repository) for repository in repositories]
    matcher = matcher_of(roots, {str(tree.repository): tree.remote for tree in trees})
    found = Manifests()
    for tree in trees:
        own = {root.service for root in roots if root.repository == str(tree.repository)}
        with tree:
            _look(tree, matcher, own, found)
    found.tables.sort(key=lambda table: (table.environment != PRODUCTION, table.environment))
    return found


def _look(tree: Tree, matcher: Matcher, own: Collection[str], found: Manifests) -> None:
    name = tree.repository.name
    by_environment: dict[str, FoundDeployments] = {}
    globs: dict[str, set[str]] = defaultdict(set)
    nowhere: dict[str, Sign] = {}
    unclear: dict[str, list[Sign]] = defaultdict(list)
    others = owns = False
    for path, reading in _readings(tree, matcher):
        in_path = environments_in([path], matcher.names)
        for line, what in reading.doubts:
            sign = Sign(Evidence("deployment", what, name, tree.commit, path, line))
            unclear[what].append(sign)
        for statement in reading.statements:
            match = matcher.match(statement)
            service = match.service
            if match.maybe and _environment(statement, in_path) and len(found.notes) < _MOST_NOTES:
                others = True
                text = loosely(statement, match.maybe)
                found.notes.append(
                    Sign(replace(evidence_of(statement, name, tree.commit), text=text))
                )
            if not service:
                continue
            others = others or service not in own
            owns = owns or service in own
            sign = Sign(evidence_of(statement, name, tree.commit))
            environment = _environment(statement, in_path)
            if not environment:
                if _is_worth_a_note(statement):
                    nowhere.setdefault(path.rpartition("/")[0], sign)
                continue
            table = by_environment.setdefault(
                environment, FoundDeployments(tree.repository, environment, ())
            )
            table.runs.append((service, statement.version, sign))
            globs[environment].add(_glob(path, matcher.names) if in_path else path)
    found.notes += [_once(signs) for what, signs in unclear.items() if GENERATOR in what]
    for environment, table in by_environment.items():
        table.files = tuple(sorted(globs[environment]))
        found.tables.append(table)
    found.notes += [_note(sign.evidence) for sign in list(nowhere.values())[:1]]
    if others and not owns and serves_nothing(tree.files):
        found.serving_nothing.add(tree.repository)


def _readings(tree: Tree, matcher: Matcher) -> Iterator[tuple[str, Reading]]:
    """Yield what the files say that may be about a service of *matcher*."""
    for path in _candidates(tree):
        content = tree.read(path)
        if _GENERATED in content or matcher.may_be_in(path, content):
            yield path, read_statements(path, content)


def _candidates(tree: Tree) -> list[str]:
    found = [
        path
        for path in sorted(tree.files)
        if may_be_mine(path)
        and not _NOT_LOOKED_INTO.search(path)
        and _is_own(path)
        and not _tries_a_chart(path, tree.files)
    ]
    return found[:_MOST_FILES]


def _tries_a_chart(path: str, files: Collection[str]) -> bool:
    """Tell whether a file has values that a chart is only tried with: ``ci/…``."""
    chart, in_ci, _ = path.rpartition("/ci/")
    return bool(in_ci) and f"{chart}/Chart.yaml" in files


def _is_own(path: str) -> bool:
    provenance = provenance_of(path)
    if provenance <= Provenance.COPY or _LOCAL.search(path):
        return provenance <= Provenance.COPY
    return provenance is Provenance.TEST and environments_in([path]) == ("test",)


def _environment(statement: Statement, in_path: tuple[str, ...]) -> str:
    """Return the environment that a statement and its path agree on; empty: none, or several."""
    named = set(statement.environments) | set(in_path)
    return named.pop() if len(named) == 1 else ""


def _is_worth_a_note(statement: Statement) -> bool:
    return (
        statement.subject is Subject.IMAGE
        and statement.version.lower() not in _MOVING
        and not _LOCAL.search(statement.path)
    )


def _note(evidence: Evidence) -> Sign:
    text = (
        f"{evidence.repository} names versions of services ({evidence.text}), but not where they"
        " run; if that is production, add a [[deployments]] with its files to relplan.toml"
    )
    return Sign(replace(evidence, text=text))


def _once(signs: Sequence[Sign]) -> Sign:
    """Say once what is so in many files: a repository is written in one manner."""
    evidence = signs[0].evidence
    more = f", and so in {counted(len(signs) - 1, 'more file')}" if len(signs) > 1 else ""
    return Sign(replace(evidence, text=f"{evidence.text}{more}"))


def _glob(path: str, names: frozenset[str]) -> str:
    """Return a glob for *path* and its like: what stands for a service in it stands for any."""
    *folders, file = path.split("/")
    stem, dot, ending = file.partition(".")
    if not names.isdisjoint({stem.lower(), *re.split(r"[-_]", stem.lower())}):
        file = f"*{dot}{ending}"
    return "/".join([*("*" if part.lower() in names else part for part in folders), file])


def running(tables: Iterable[FoundDeployments]) -> Iterator[tuple[str, str, str, Sign]]:
    """Yield (environment, service, version, where it stands), each version of a service once."""
    for table in tables:
        seen = set()
        for service, version, sign in sorted(table.runs, key=lambda found: found[:2]):
            if (service, version) not in seen:
                seen.add((service, version))
                yield table.environment, service, version, sign
