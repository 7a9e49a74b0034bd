"""From the steps of a job to what it deploys; scripts that are kept beside it are read along."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import re2

from relplan.sources.deployments.statement import one_line
from relplan.sources.pipelines.cloud_build import submitted
from relplan.sources.pipelines.cluster_tools import built_by
from relplan.sources.pipelines.commands import deployed_by, told_by
from relplan.sources.pipelines.facts import Deploy, Job, Place, Step, Target
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.handed import SHELLS, handed
from relplan.sources.pipelines.options import Named, Options, plain_words
from relplan.sources.pipelines.recipes import recipes, script_of
from relplan.sources.pipelines.shell import Command, commands

_DEEPEST = 5
_MOST = 500
"""Commands of one job that deploy."""
_MOST_SCRIPTS = 60
_DEPLOYING = re.compile(
    r"(?<![a-z])(?:deploy|release|rollout|promote|publish|ship|cd|prod)", re.IGNORECASE
)
_TRYING = re.compile(
    r"(?<![a-z])(?:e2e|tests?|integration|smoke|lint|acceptance|build)(?![a-z])", re.IGNORECASE
)
_TEMPORARY = re.compile(
    r"\bkind create cluster|\bminikube start|\bk3d cluster create|\bctlptl create|kind-action"
    r"|setup-kind|setup-minikube|minikube-action|k3d-action|setup-k3s|microk8s-actions"
    r"|\bsetup-k3d|localstack|\bvcluster create"
)
"""What begins a cluster that ends with its job."""
_ONLY_CHANGED = re2.compile(
    r"\bgit\b[^\n]*\bdiff\b[^\n]*--name-(?:only|status)|\bnx(?:-\w+)? affected|affected:"
    r"|\bturbo\b[^\n]*--(?:filter|affected)[^\n]*\[|\bturbo\b[^\n]*--affected|turbo-ignore"
    r"|\blerna\b[^\n]*--since|\bbazel\b[^\n]* query"
    r"|--filter[= ]['\"]?\.\.\.|paths-filter"
    r"|changed-files|path-filtering|nx-set-shas|git[- ]diff[- ]"
    r"|\brush\b[^\n]*--(?:impacted-by|from)\b"
)
"""What finds out which services changed."""
_COPIES = re.compile(r"\bgit (?:pull|fetch|clone)|\bscp\b|\brsync\b|scp-action|rsync")
_PUSHES = re.compile(r"\bgit push|git-auto-commit|add-and-commit|create-pull-request")


@dataclass(slots=True)
class Deployed:
    """What one job deploys."""

    job: Job
    deploys: list[Deploy] = field(default_factory=list)
    only_changed: bool = False
    """It finds out what changed, and may deploy that alone."""
    scripts: set[str] = field(default_factory=set)
    """Files of the repository that it runs."""
    built: list[Target] = field(default_factory=list)
    """Images that it makes, by their names and what they are made of."""


def deployed(job: Job, files: Files) -> Deployed:
    """Return what *job* deploys; nothing, where it does that to a cluster that ends with it."""
    reader = _Reader(job, files)
    for step in job.steps:
        if isinstance(step, Deploy):
            reader.found.append(step)
        else:
            reader.step(step, 0)
    seen = "\n".join(reader.texts)
    if _TEMPORARY.search(seen):
        return Deployed(job, scripts=reader.scripts, built=reader.built)
    found = [one for one in reader.found if one.target.names or one.target.paths]
    if not _PUSHES.search(seen):
        found = [one for one in found if not one.target.place.text.startswith("kustomize edit")]
    only_changed = _ONLY_CHANGED.search(seen) is not None
    return Deployed(job, found[:_MOST], only_changed, reader.scripts, reader.built[:_MOST])


def is_deployment(job: Job) -> bool:
    """Tell whether a job is called a deployment, not a test."""
    named = " ".join((job.name, *job.told))
    return _DEPLOYING.search(named) is not None and not _TRYING.search(job.name)


@dataclass(slots=True)
class _Reader:
    job: Job
    files: Files
    found: list[Deploy] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    built: list[Target] = field(default_factory=list)
    brings: bool = False
    """It copies files to another machine, or pulls them there."""
    _open: list[tuple[str, ...]] = field(default_factory=list)
    scripts: set[str] = field(default_factory=set)
    """Files of the repository that it runs."""
    _scripts: int = 0

    def step(self, step: Step, depth: int) -> None:
        if depth > _DEEPEST or len(self.found) > _MOST or not self.files.spend(len(step.text)):
            return
        self.texts.append(step.text)
        self.brings = self.brings or _COPIES.search(step.text) is not None
        for command in commands(step.text, dict(step.variables), step.folder, self.files.glob):
            self._command(command, step, depth)

    def _command(self, command: Command, step: Step, depth: int) -> None:
        # Each run of a matrix has variables of its own.
        own = (f"{guard}{step.run}" if "$" in guard else guard for guard in command.guards)
        guards = (*step.guards, *own)
        texts = handed(command, step, self.files)
        for text in texts:
            self.step(replace(text, guards=guards, run=step.run), depth + 1)
        if texts:
            return
        image = built_by(command)
        if image is not None and not step.remote:
            self._add_image(image, command, step)
            return
        named = deployed_by(command)
        if named is not None:
            self._add(named, command, step, guards)
            return
        for script in self._called(command, step):
            key = (script.path, *command.words)
            if key not in self._open and self._scripts < _MOST_SCRIPTS:
                self._scripts += 1
                self.scripts.add(script.path)
                self._open.append(key)
                inner = replace(script, guards=guards, remote=step.remote, run=step.run)
                self.step(inner, depth + 1)
                self._open.pop()

    def _add(self, named: Named, command: Command, step: Step, guards: tuple[str, ...]) -> None:
        doubt = named.doubt
        if named.in_deploy_job and not step.remote and not is_deployment(self.job):
            return
        paths = []
        for path in named.paths if named.whole else ():
            if step.remote:
                place = self._brought(path)
                if place and not self.brings:
                    doubt = "the file on the machine may be another one"
            else:
                place = joined(command.folder, path) if command.folder else ""
            if place and "*" in place:
                paths += self.files.glob(place)
            elif place and (place in self.files.paths or self.files.is_folder(place)):
                paths.append(place)
        place_of = Place(step.path, step.line + command.line - 1, one_line(" ".join(command.words)))
        names = tuple(name for name in named.names if name and name != ".")
        chosen = tuple(
            (option, joined(command.folder, value) if option == "values" else value)
            for option, value in named.chosen
        )
        target = Target(names, tuple(paths), place_of, chosen=chosen)
        self.found.append(Deploy(target, guards, told_by(command), doubt))

    def _add_image(self, image: Named, command: Command, step: Step) -> None:
        paths = (joined(command.folder, path) for path in image.paths if command.folder)
        place = Place(step.path, step.line + command.line - 1, one_line(" ".join(command.words)))
        self.built.append(Target(image.names, tuple(filter(None, paths)), place))

    def _brought(self, path: str) -> str:
        """Return the file here that has the name of one on another machine."""
        name = posixpath.basename(path)
        if name in self.files.paths:
            return name
        alike = [one for one in self.files.paths if one.endswith(f"/{name}")]
        return alike[0] if len(alike) == 1 else ""

    def _called(self, command: Command, step: Step) -> Iterator[Step]:
        """Yield the script of this repository that a command runs."""
        words = plain_words(command.words)
        if not words or step.remote:
            return
        if words[0] == "make":
            options = Options(words[1:], frozenset({"-C", "-f", "--directory"}))
            folder = joined(command.folder, next(iter(options.all("-C", "--directory")), "."))
            yield from self._made(folder or ".", options.words, command)
            return
        if words[0] in ("npm", "yarn", "pnpm", "bun"):
            yield from self._packaged(words, command)
            return
        if words[:3] == ("gcloud", "builds", "submit"):
            yield from submitted(words[3:], command.folder, self.files)
            return
        rest = words[1:] if words[0] in SHELLS else words
        rest = tuple(word for n, word in enumerate(rest) if n or not word.startswith("-"))
        if not rest or ("/" not in rest[0] and words[0] not in SHELLS):
            return
        path = joined(command.folder, rest[0]) if command.folder else ""
        if path in self.files.paths:
            args = {str(n): word for n, word in enumerate(rest[1:10], 1)}
            args |= {"@": " ".join(rest[1:]), "*": " ".join(rest[1:])}
            variables = {**dict(command.variables), **args}
            yield Step(self.files.text(path), path, 1, command.folder, (), tuple(variables.items()))
        elif _DEPLOYING.search(posixpath.basename(rest[0])) and rest[1:]:
            place = Place(step.path, step.line + command.line - 1, one_line(" ".join(words)))
            names = tuple(word for word in rest[1:] if not word.startswith("-"))
            doubt = f"{rest[0]} cannot be followed"
            self.found.append(Deploy(Target(names, (), place), step.guards, (), doubt))

    def _made(self, folder: str, targets: Iterable[str], command: Command) -> Iterator[Step]:
        for name in ("Makefile", "makefile", "GNUmakefile"):
            path = joined(folder, name)
            text = self.files.text(path)
            if text:
                wanted = [one for one in targets if "=" not in one]
                given = dict(one.split("=", 1) for one in targets if "=" in one)
                variables = {**command.variables, **given}
                for line, recipe in recipes(text, wanted):
                    yield Step(recipe, path, line, folder, (), tuple(variables.items()))
                return

    def _packaged(self, words: tuple[str, ...], command: Command) -> Iterator[Step]:
        rest = [word for word in words[1:] if word not in ("run", "-s", "--silent")]
        folder = command.folder
        options = Options(rest, frozenset({"-C", "--prefix", "--dir", "--cwd", "-w", "--filter"}))
        below = options.all("-C", "--prefix", "--dir", "--cwd")
        if below:
            folder = joined(folder, below[0])
        if not options.words or not folder:
            return
        path = joined(folder, "package.json")
        script, line = script_of(self.files.text(path), options.words[0])
        if script:
            yield Step(script, path, line, folder, (), tuple(command.variables.items()))


def scripts_to_deploy(files: Files) -> Iterator[Job]:
    """Yield the scripts of a repository that are called a deployment, each as a job of its own."""
    for path in sorted(files.paths):
        name = posixpath.basename(path)
        if name.endswith((".sh", ".bash")) and "deploy" in name.lower():
            folder = posixpath.dirname(path) or "."
            # It may be run from where it is, or from the top: what is not there is not found.
            text = files.text(path)
            steps = [Step(text, path, 1, where) for where in dict.fromkeys((".", folder))]
            yield Job(name, path, 1, list(steps))
