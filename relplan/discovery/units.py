"""Finds units: services that one pipeline, chart or stack deploys together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from relplan.discovery.called import Called
from relplan.discovery.found import FoundService, FoundUnit, Sign
from relplan.discovery.naming import kebab, unique
from relplan.discovery.together import (
    Seen,
    Tied,
    environments_of,
    loose,
    settled,
    ties_of,
)
from relplan.model.evidence import Confidence, Evidence
from relplan.model.production import PRODUCTION
from relplan.sources.deployments.matching import remote_path
from relplan.sources.git.main_tree import Tree, open_tree
from relplan.sources.pipelines import azure, github, gitlab, jenkins, others
from relplan.sources.pipelines.bundles import Bundle, Holder, bundles_in
from relplan.sources.pipelines.deploying import deployed
from relplan.sources.pipelines.facts import Deploy, Pipeline, Target
from relplan.sources.pipelines.files import Files
from relplan.sources.provenance import Provenance, provenance_of

_GENERIC = frozenset(
    "deploy deployment release ci cd main master build pipeline workflow workflows production prod"
    " publish default ci-cd cicd base overlays k8s kubernetes chart charts helm terraform infra"
    " manifests gitops stack docker-compose compose all apps services default steps jenkinsfile"
    " deploy-all helmfile staging merge push docker".split()
)
"""Names that say nothing: the repository's says more."""
_LOCAL = re.compile(
    r"(?:^|[/._-])(?:local|localhost|dev|development|tests?|e2e|examples?|samples?|demo|minikube|kind"
    r"|tilt|preview|review|sandbox|playground|devcontainer|tutorial|k3d|ci)(?:[/._-]|$)"
)
_MOST_UNITS = 40
_MOST_SIGNS = 12
_MOST_COMMANDS = 3


@dataclass(slots=True)
class Repository:
    """One repository, and how to look into it; its files are read as long as its tree is."""

    tree: Tree
    files: Files
    holder: Holder
    called: Called

    @property
    def folder(self) -> Path:
        """Return where it is."""
        return self.tree.repository

    @property
    def name(self) -> str:
        """Return what it is called on disk."""
        return self.folder.name.removesuffix(".git")

    def services_in(self, deploy: Deploy) -> list[Seen]:
        """Return the services that a command deploys."""
        target = deploy.target
        found = [
            Seen(hit.service, hit.sure, target.place)
            for name in target.names
            if (hit := self.called.by_name(self.folder, name)) is not None
        ]
        for path in target.paths:
            held = list(self._seen_in(self.holder.held(path)))
            known = {one.service for one in held}
            service = self.called.by_path(self.folder, path)
            if service and service not in known:
                held.append(Seen(service, True, target.place))
            for seen in held:
                seen.by = target.place if seen.place != target.place else None
            found += _apart(held)
        if deploy.doubt:
            for seen in found:
                seen.sure = False
        return found

    def _seen_in(self, held: Iterable[Target]) -> Iterator[Seen]:
        for target in held:
            paths = (self.called.by_path(self.folder, path) for path in target.paths)
            service = next(filter(None, paths), "")
            if service:
                yield Seen(service, True, target.place, target.version)
                continue
            hits = (self.called.by_name(self.folder, name) for name in target.names)
            for hit in loose(filter(None, hits))[:1]:
                yield Seen(hit.service, hit.sure, target.place, target.version)

    def held_in(self, bundle: Bundle) -> list[Seen]:
        """Return the services that a bundle holds."""
        return _apart(list(self._seen_in(bundle.held)))


def _apart(held: list[Seen]) -> list[Seen]:
    """Doubt what holds services of versions that are each written by themselves, and differ.

    One line of it can be changed, and nothing else is deployed then.
    """
    versions = {seen.service: seen.version for seen in held if seen.version}
    if len(set(versions.values())) > 1:
        for seen in held:
            seen.sure = False
    return held


def find_units(
    services: Sequence[FoundService], repositories: Iterable[Path], taken: Iterable[str] = ()
) -> list[FoundUnit]:
    """Return the units that the files of *repositories* show; no name is one of *taken*."""
    trees = [open_tree(repository) for repository in repositories]
    remotes = {tree.repository: remote_path(tree.remote).rpartition("/")[2] for tree in trees}
    called = Called(services, remotes)
    found: list[tuple[Repository, Tied]] = []
    for tree in trees:
        files = Files(tree.files.keys(), tree.read)
        here = Repository(tree, files, Holder(files), called)
        with tree:
            found += [(here, tied) for tied in ties_in(here) if len(tied.services) > 1]
    return named_units(found, set(taken))


def ties_in(here: Repository) -> Iterator[Tied]:
    """Yield the services that pipelines, GitOps tools and files of one repository tie."""
    applied: set[str] = set()
    for pipeline in pipelines_of(here.files):
        if pipeline.is_preview:
            continue
        jobs = [deployed(job, here.files) for job in pipeline.jobs]
        for job in jobs:
            applied.update(path for deploy in job.deploys for path in deploy.target.paths)
        for tied in ties_of(jobs, here.services_in):
            tied.name = pipeline.name
            yield tied
    for bundle in bundles_in(here.files, here.holder):
        if bundle.path in applied or f"{bundle.path}/Chart.yaml" in applied or _is_local(bundle):
            continue
        seen = here.held_in(bundle)
        tied = Tied(environments=environments_of("", bundle.told), name=bundle.name)
        tied.add(seen, sure=bundle.applied)
        if not bundle.applied:
            tied.why = f"nobody here is seen to apply this {bundle.kind}"
        yield settled(tied)


def pipelines_of(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of a repository, of whichever tool."""
    readers = (github, gitlab, jenkins, azure)
    yield from chain.from_iterable(reader.pipelines(files) for reader in readers)
    yield from chain(others.circleci(files), others.buildkite(files), others.drone(files))


def _is_local(bundle: Bundle) -> bool:
    return (
        provenance_of(bundle.path) > Provenance.COPY
        or _LOCAL.search(bundle.path.lower()) is not None
    )


def _merged(found: list[tuple[Repository, Tied]]) -> list[tuple[Repository, Tied]]:
    """Leave out what another one says as well: of the same services, or of more of them."""
    found.sort(key=lambda one: (-len(one[1].sure), -len(one[1].services)))
    kept: list[tuple[Repository, Tied]] = []
    for here, tied in found:
        for _, other in kept:
            if _says_it(other, tied):
                if other.sure.keys() == tied.sure.keys() and tied.sure:
                    other.environments = _both(other.environments, tied.environments)
                break
        else:
            kept.append((here, tied))
    return kept


def _says_it(one: Tied, other: Tied) -> bool:
    """Tell whether *one* says all that *other* says, as surely, and where that does."""
    if other.sure and other.sure.keys() == one.sure.keys() and other.services <= one.services:
        return True
    # What is only suspected asks of production first of all.
    wanted = set(other.environments) or ({PRODUCTION} if not other.sure else set())
    where = not one.environments or (bool(wanted) and wanted <= set(one.environments))
    return where and other.sure.keys() <= one.sure.keys() and other.services <= one.services


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other})) if one and other else ()


def named_units(found: Iterable[tuple[Repository, Tied]], taken: set[str]) -> list[FoundUnit]:
    """Return what was found as units, each once, of names that are not *taken*."""
    units = []
    for here, tied in _merged(list(found))[:_MOST_UNITS]:
        name = kebab(tied.name)
        if name in _GENERIC or not name:
            name = kebab(here.name) or "unit"
        name = unique(name, here.name, taken)
        taken.add(name)
        unit = FoundUnit(name, here.folder, sorted(tied.sure), sorted(tied.perhaps))
        unit.environments = tied.environments
        unit.signs = list(_signs(here, tied))
        units.append(unit)
    return sorted(units, key=lambda unit: unit.name)


def _signs(here: Repository, tied: Tied) -> Iterator[Sign]:
    """Yield the commands, and where each service stands."""
    sure = Confidence.DETECTED if tied.sure else Confidence.GUESSED
    lines = [(place.text, place, sure) for place in tied.commands[:_MOST_COMMANDS]]
    for held, confidence in (
        (tied.sure, Confidence.DETECTED),
        (tied.perhaps, Confidence.GUESSED),
    ):
        for service, places in sorted(held.items()):
            lines += [(f"{service}: {place.text}", place, confidence) for place in places[:1]]
    for number, (text, place, confidence) in enumerate(lines[:_MOST_SIGNS]):
        shown = f"{text} ({tied.why})" if tied.why and number == 0 else text
        plain = "".join(sign for sign in shown if sign.isprintable())
        if place.path.isprintable():
            evidence = Evidence(
                "unit-file", plain, here.name, here.tree.commit, place.path, place.line
            )
            yield Sign(evidence, confidence)
