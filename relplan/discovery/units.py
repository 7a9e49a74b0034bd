"""Finds units: services that one pipeline, chart or stack deploys together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from relplan.discovery.called import Called, Hit
from relplan.discovery.found import FoundService, FoundUnit, Sign
from relplan.discovery.naming import unique
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
from relplan.model.spelling import kebab
from relplan.sources.deployments.matching import remote_path
from relplan.sources.git.main_tree import Tree, open_tree
from relplan.sources.pipelines.bundles import Bundle, Holder, bundles_in
from relplan.sources.pipelines.deploying import Deployed, deployed, scripts_to_deploy
from relplan.sources.pipelines.facts import Deploy, Pipeline, Target
from relplan.sources.pipelines.files import Files
from relplan.sources.pipelines.tools import as_far_as_bounds, pipelines_of
from relplan.sources.provenance import Provenance, provenance_of

_GENERIC = frozenset(
    "deploy deployment release ci cd main master build pipeline workflow workflows production prod"
    " publish default ci-cd cicd base overlays k8s kubernetes chart charts helm terraform infra"
    " manifests gitops stack docker-compose compose all apps services default steps jenkinsfile"
    " deploy-all helmfile staging merge push docker jenkins helm-chart".split()
)
"""Names that say nothing: the repository's says more."""
_LOCAL = re.compile(
    r"(?:^|[/._-])(?:local|localhost|dev|development|tests?|e2e|examples?|samples?|demo|minikube|kind"
    r"|tilt|preview|review|sandbox|playground|devcontainer|tutorial|k3d|ci)(?:[/._-]|$)"
)
_MOST_UNITS = 40
_MOST_SCRIPTS = 30
_MOST_SIGNS = 12
_MOST_COMMANDS = 3


@dataclass(slots=True)
class Repository:
    """One repository, and how to look into it; its files are read as long as its tree is."""

    tree: Tree
    files: Files
    holder: Holder
    called: Called
    pipelines: list[tuple[Pipeline, list[Deployed]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the pipelines; what the images are called that they build is known from then on."""
        for pipeline in pipelines_of(self.files):
            jobs = [deployed(job, self.files) for job in pipeline.jobs]
            self.pipelines.append((pipeline, jobs))
            for image in (image for job in jobs for image in job.built):
                self.called.add_image(self.folder, image)

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
        hits = (self.called.by_name(self.folder, name) for name in target.names)
        found = [_seen(hit, target) for hit in hits if hit is not None]
        for path in target.paths:
            held = list(self._seen_in(self.holder.held(path, chosen=target.chosen)))
            known = {one.service for one in held}
            service = self.called.by_path(self.folder, path)
            if service and service not in known:
                held.append(Seen(service, True, target.place))
            for seen in held:
                seen.by = target.place if seen.place != target.place else None
            found += _apart(held)
        if deploy.doubt:
            for seen in found:
                seen.sure, seen.doubt = False, deploy.doubt
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
                yield _seen(hit, target)

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
            seen.sure, seen.doubt = False, "each has a version of its own here"
    return held


def _seen(hit: Hit, target: Target) -> Seen:
    doubt = target.doubt if hit.sure else f"{hit.service} may be called otherwise"
    return Seen(hit.service, not doubt, target.place, target.version, doubt=doubt)


def find_units(
    services: Sequence[FoundService], repositories: Iterable[Path], taken: Iterable[str] = ()
) -> list[FoundUnit]:
    """Return the units that the files of *repositories* show; no name is one of *taken*."""
    trees = [open_tree(repository) for repository in repositories]
    remotes = {tree.repository: remote_path(tree.remote).rpartition("/")[2] for tree in trees}
    called = Called(services, remotes)
    known = []
    for tree in trees:
        with tree:
            files = Files(tree.files.keys(), tree.read)
            names = {tree.repository.name.removesuffix(".git"), remotes[tree.repository]}
            holder = Holder(files, frozenset(names - {""}))
            known.append(Repository(tree, files, holder, called))
    found: list[tuple[Repository, Tied]] = []
    for here in known:
        with here.tree:
            found += [(here, tied) for tied in ties_in(here) if len(tied.services) > 1]
    return named_units(found, set(taken))


def ties_in(here: Repository) -> Iterator[Tied]:
    """Yield the services that pipelines, GitOps tools and files of one repository tie."""
    done: set[str] = set()
    for read in (_by_pipelines, _by_scripts, _by_bundles):
        yield from as_far_as_bounds(read(here, done))


def _by_pipelines(here: Repository, done: set[str]) -> Iterator[Tied]:
    """Yield what jobs deploy at one go; *done* gets the scripts that they run, what they apply."""
    for pipeline, jobs in here.pipelines:
        if pipeline.is_preview:
            continue
        for job in jobs:
            done |= job.scripts
            done.update(path for deploy in job.deploys for path in deploy.target.paths)
        for tied in ties_of(jobs, here.services_in):
            tied.name = pipeline.name
            yield tied


def _by_scripts(here: Repository, done: set[str]) -> Iterator[Tied]:
    """Yield what scripts deploy that no pipeline here runs: a person may."""
    for job in islice(scripts_to_deploy(here.files), _MOST_SCRIPTS):
        if job.path not in done and not _is_local(job.path):
            for tied in ties_of([deployed(job, here.files)], here.services_in):
                tied.perhaps |= tied.sure
                tied.sure = {}
                tied.why = "it is not seen who runs this script"
                yield tied


def _by_bundles(here: Repository, done: set[str]) -> Iterator[Tied]:
    """Yield what files hold that GitOps tools apply for sure, or that nobody is seen to apply."""
    for bundle in bundles_in(here.files, here.holder):
        is_done = bundle.path in done or f"{bundle.path}/Chart.yaml" in done
        # A product may be called as an example is: "shop-demo".
        if not (is_done or _is_local(here.called.without_repositories(bundle.path))):
            tied = Tied(environments=environments_of("", bundle.told), name=bundle.name)
            tied.add(here.held_in(bundle), sure=bundle.applied)
            if not bundle.applied:
                tied.why = f"nobody here is seen to apply this {bundle.kind}"
            yield settled(tied)


def _is_local(path: str) -> bool:
    return provenance_of(path) > Provenance.COPY or _LOCAL.search(path.lower()) is not None


def _merged(found: list[tuple[Repository, Tied]]) -> list[tuple[Repository, Tied]]:
    """Leave out what another one says as well: of the same services, or of more of them."""
    found.sort(key=lambda one: _rank(one[1]))
    kept: list[tuple[Repository, Tied]] = []
    for here, tied in found:
        same = next((other for _, other in kept if _is_same(other, tied)), None)
        if same is not None:
            same.environments = _both(same.environments, tied.environments)
        elif not any(_says_more(other, tied) for _, other in kept):
            kept.append((here, tied))
    return kept


def _rank(tied: Tied) -> tuple[int, int, bool]:
    """Order by how much is tied; what is said of production names and shows it first."""
    return -len(tied.sure), -len(tied.services), PRODUCTION not in tied.environments


def _is_same(one: Tied, other: Tied) -> bool:
    """Tell whether two are of the same services; what is sure, of no more beside those."""
    if one.sure.keys() != other.sure.keys():
        return False
    return one.services == other.services or (bool(one.sure) and other.services <= one.services)


def _says_more(one: Tied, other: Tied) -> bool:
    """Tell whether *one* says all that *other* says, as surely, and where that does."""
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
        doubted = tied.why and tied.perhaps and number == 0
        shown = f"{text} ({tied.why})" if doubted else text
        plain = "".join(sign for sign in shown if sign.isprintable())
        if place.path.isprintable():
            evidence = Evidence(
                "unit-file", plain, here.name, here.tree.commit, place.path, place.line
            )
            yield Sign(evidence, confidence)
