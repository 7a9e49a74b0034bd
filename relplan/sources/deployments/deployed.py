"""What runs where, as relplan.toml and the deployment files of the workspace say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import basename

from relplan.model.deployment import DeclaredEnvironment, Deployed, DeploymentFiles
from relplan.model.evidence import Evidence
from relplan.model.globs import pattern_of
from relplan.model.production import Production
from relplan.model.scan import Notice, ServiceRoot
from relplan.sources.deployments import (
    Deployable,
    Matcher,
    Statement,
    environments_in,
    read_statements,
)
from relplan.sources.deployments.resolving import Resolver, Said
from relplan.sources.git.main_tree import Tree, open_tree

_MOST_FILES = 5_000
"""Deployment files of one table that are read."""


def matcher_of(roots: Sequence[ServiceRoot], remotes: Mapping[str, str]) -> Matcher:
    """Return what finds services by the names of images; *remotes* is by repository."""
    holds = defaultdict(set)
    for root in roots:
        holds[root.repository].add(root.service)
    return Matcher(
        Deployable(
            root.service,
            "" if root.path == "." else basename(root.path),
            Path(root.repository).name.removesuffix(".git"),
            remotes.get(root.repository, ""),
            len(holds[root.repository]) == 1,
        )
        for root in roots
    )


def deployed_by_files(
    tables: Iterable[DeploymentFiles],
    environments: Iterable[DeclaredEnvironment],
    roots: Sequence[ServiceRoot],
) -> Deployed:
    """Return what is known to run in each environment.

    Files are read as the main branch of their repository has them. What cannot be read or made
    out is a notice, and stops nothing else.
    """
    reader = _Reader(roots)
    said: dict[str, list[Said]] = defaultdict(list)
    for table in tables:
        said[table.environment] += reader.said(table)
    resolver = Resolver(roots, reader.notices)
    runs: list[Production] = []
    for environment in environments:
        declared = dict(resolver.declared(environment))
        by_file = resolver.by_files(environment.name, said[environment.name], declared)
        runs += [*declared.values(), *by_file]
    runs.sort(key=lambda found: (found.environment, found.service))
    return Deployed(tuple(runs), tuple(dict.fromkeys(reader.notices)))


class _Reader:
    """Reads the files that tables name."""

    def __init__(self, roots: Sequence[ServiceRoot]) -> None:
        self.notices: list[tuple[str, Notice]] = []
        self._trees: dict[str, Tree] = {}
        remotes = {root.repository: self._tree(root.repository).remote for root in roots}
        self._matcher = matcher_of(roots, remotes)

    def said(self, table: DeploymentFiles) -> Iterator[Said]:
        """Yield what the files of *table* say about services of the workspace."""
        tree = self._tree(table.repository)
        name = Path(table.repository).name
        if not tree.commit:
            self._note(
                table.environment,
                f"[[deployments]] {table.repository} has no main branch that can be read, so what"
                f" it says of {table.environment} is not known; correct `repo` in relplan.toml",
            )
            return
        pattern = pattern_of(table.files, ".")
        paths = sorted(path for path in tree.files if pattern.fullmatch(path))
        if not paths:
            self._note(
                table.environment,
                f"[[deployments]] no file of {name} is {' or '.join(table.files)}; correct"
                " `files` in relplan.toml",
            )
        with tree:
            for path in paths[:_MOST_FILES]:
                yield from self._file(table, tree, name, path)

    def _tree(self, repository: str) -> Tree:
        if repository not in self._trees:
            self._trees[repository] = open_tree(Path(repository))
        return self._trees[repository]

    def _file(self, table: DeploymentFiles, tree: Tree, name: str, path: str) -> Iterator[Said]:
        reading = read_statements(path, tree.read(path))
        for line, what in reading.doubts:
            evidence = Evidence("deployment", what, name, tree.commit, path, line)
            text = f"{name}: {path} does not say all that runs in {table.environment}: {what}"
            self._note(table.environment, text, evidence)
        for statement in reading.statements:
            evidence = evidence_of(statement, name, tree.commit)
            if not is_of(statement, table.environment):
                if len(statement.environments) > 1:
                    self._note(table.environment, _torn(statement), evidence)
                continue
            match = self._matcher.match(statement)
            if match.service:
                yield Said(match.service, statement, evidence)
            elif match.maybe:
                self._note(table.environment, loosely(statement, match.maybe), evidence)

    def _note(self, environment: str, text: str, evidence: Evidence | None = None) -> None:
        self.notices.append((environment, Notice(text, evidence)))


def is_of(statement: Statement, environment: str) -> bool:
    """Tell whether a statement in the files of an environment is about that, and no other one.

    What an environment is called that has a name of a team's own, only its files tell.
    """
    mine = environments_in([environment])
    return not statement.environments or not mine or statement.environments == mine


def evidence_of(statement: Statement, repository: str, commit: str) -> Evidence:
    """Return where *statement* stands."""
    return Evidence(
        "deployment", statement.text, repository, commit, statement.path, statement.line
    )


def _torn(statement: Statement) -> str:
    names = " and ".join(statement.environments)
    return f"{statement.names[0]} {statement.version} names {names}, so it is taken for neither"


def loosely(statement: Statement, maybe: Sequence[str]) -> str:
    """Say why *statement* is taken for none of the services that it may be of."""
    name = statement.names[0]
    if len(maybe) > 1:
        return f"{name} may be {' or '.join(maybe)}, so {statement.version} is taken for none"
    return (
        f"{name} is not called as {maybe[0]} is, so {statement.version or 'it'} is not taken for"
        f" {maybe[0]}; if it is, say `deployed` in relplan.toml"
    )
