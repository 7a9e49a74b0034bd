"""CircleCI, Buildkite, Drone, Travis, CodeBuild: lists of steps, jobs that wait for each other."""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.expressions import condition, filled, flattened, runs_of
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step, Target
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.places import text_line

_MOST = 300
_DEEPEST = 6

Pointer = tuple[str, ...]


def circleci(files: Files) -> Iterator[Pipeline]:
    """Yield the workflows of CircleCI."""
    for path in (".circleci/config.yml", ".circleci/continue_config.yml"):
        read = files.table(path)
        if read is not None:
            for name, workflow in table(read[1].get("workflows")).items():
                jobs = list(_Circle(files, *read).jobs(table(workflow)))
                yield Pipeline(name, path, jobs[:_MOST])


class _Circle:
    def __init__(self, files: Files, document: Document, data: Mapping[str, Any]) -> None:
        self._files, self._document, self._data = files, document, data

    def jobs(self, workflow: Mapping[str, Any]) -> Iterator[Job]:
        shared = condition(_plain(workflow.get("when") or workflow.get("unless")), {})
        for item in items(workflow.get("jobs"))[:_MOST]:
            name, given = next(iter(table(item).items()), (word(item), {}))
            given = table(given)
            data = table(table(self._data.get("jobs")).get(name))
            guards = (*shared, *condition(_plain(given.get("filters")), {}))
            for run in runs_of({"matrix": table(table(given.get("matrix")).get("parameters"))}, {}):
                values = _arguments(data, given, {})
                values |= {f"parameters.{k.partition('.')[2]}": v for k, v in run.items()}
                called = filled(word(given.get("name")) or name, values)
                line = self._document.line(("jobs", name))
                job = Job(called, self._document.path, line, [], set(), guards, "", False, (name,))
                job.needs = {word(one) for one in items(given.get("requires"))}
                job.steps = list(self._steps(data, ("jobs", name, "steps"), values, 0))
                if not data and "/" in name and "deploy" in name:
                    job.steps = list(_orb(name, given, Place(self._document.path, line, name)))
                yield job

    def _steps(
        self, data: Mapping[str, Any], at: Pointer, values: Mapping[str, str], depth: int
    ) -> Iterator[Step | Deploy]:
        commands = table(self._data.get("commands"))
        for place, item in enumerate(items(data.get("steps"))):
            name, given = next(iter(table(item).items()), (word(item), {}))
            pointer = (*at, str(place))
            if name == "run":
                text = word(given) or word(table(given).get("command"))
                below = (*pointer, "run", *(("command",) if isinstance(given, dict) else ()))
                work = filled(word(table(given).get("working_directory")) or ".", values)
                line = text_line(self._files, self._document, below)
                folder = joined(".", work.removeprefix("~/project/")) or "."
                yield Step(filled(text, values), self._document.path, line, folder)
            elif name in ("when", "unless") and depth < _DEEPEST:
                guard = condition(filled(_plain(table(given).get("condition")), values), {})
                for step in self._steps(table(given), (*pointer, name, "steps"), values, depth + 1):
                    yield _guarded(step, guard)
            elif name in commands and depth < _DEEPEST and self._files.spend(1_000):
                body = table(commands[name])
                inner = _arguments(body, table(given), values)
                yield from self._steps(body, ("commands", name, "steps"), inner, depth + 1)
            elif ("/" in name and "deploy" in name) or name.endswith("update-service"):
                place_of = Place(self._document.path, self._document.line(pointer), name)
                filled_in = {k: filled(scalar(v), values) for k, v in table(given).items()}
                yield from _orb(name, filled_in, place_of)


def _guarded(step: Step | Deploy, guards: tuple[str, ...]) -> Step | Deploy:
    if isinstance(step, Step):
        return Step(
            step.text, step.path, step.line, step.folder, (*guards, *step.guards), step.variables
        )
    return Deploy(step.target, (*guards, *step.guards), step.told, step.doubt)


_ORB_NAMES = (
    "service", "service-name", "family", "container-image-name-updates", "release-name", "app-name",
    "app_name", "application-name", "function-name", "deployment-name", "resource-name", "chart",
)  # fmt: skip


def _orb(name: str, given: Mapping[str, Any], place: Place) -> Iterator[Deploy]:
    names = [scalar(given.get(key)).removeprefix("deployment/") for key in _ORB_NAMES]
    found = tuple(filter(None, names))
    text = one_line(f"{place.text} {' '.join(found)}")
    if found:
        yield Deploy(Target(found, (), Place(place.path, place.line, text)))


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)[:2_000] if value else ""


def _arguments(
    data: Mapping[str, Any], given: Mapping[str, Any], values: Mapping[str, str]
) -> dict[str, str]:
    found = {
        f"parameters.{name}": scalar(table(one).get("default"))
        for name, one in table(data.get("parameters")).items()
        if "default" in table(one)
    }
    for name, value in given.items():
        found |= {
            key: filled(text, values)
            for key, text in flattened(f"parameters.{name}", value).items()
        }
    return found


def buildkite(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of Buildkite."""
    for path in files.inside(".buildkite"):
        read = files.table(path) if path.endswith((".yml", ".yaml")) else None
        if read is not None and items(read[1].get("steps")):
            name = posixpath.basename(path).partition(".")[0]
            name = "" if name == "pipeline" else name.removeprefix("pipeline.")
            yield Pipeline(name, path, list(_buildkite_jobs(files, *read)))


def _buildkite_jobs(files: Files, document: Document, data: Mapping[str, Any]) -> Iterator[Job]:
    """Yield the steps; ``wait`` and ``block`` hold up all that stands below them."""
    before: set[str] = set()
    current: set[str] = set()
    ahead: list[tuple[Pointer, Any, tuple[str, ...]]] = [
        (("steps", str(n)), one, ()) for n, one in enumerate(items(data["steps"])[:_MOST])
    ]
    while ahead:
        at, item, guards = ahead.pop(0)
        step = table(item)
        if item in ("wait", "block", "input") or {"wait", "block", "input"} & step.keys():
            before |= current
            current = set()
            continue
        own = (
            *guards,
            *condition(step.get("if"), {}),
            *condition(_plain(step.get("if_changed")), {}),
        )
        if items(step.get("steps")):
            inner: list[tuple[Pointer, Any, tuple[str, ...]]] = [
                ((*at, "steps", str(n)), one, own) for n, one in enumerate(step["steps"][:_MOST])
            ]
            ahead = [*inner, *ahead]
            continue
        name = word(step.get("key")) or word(step.get("label")) or word(step.get("name")) or at[-1]
        job = Job(name, document.path, document.line(at), [], set(before), own)
        after = step.get("depends_on")
        for need in [after] if isinstance(after, str) else items(after):
            job.needs.add(word(need) or word(table(need).get("step")))
        for key in ("command", "commands"):
            job.steps += _scripts(files, document, step.get(key), (*at, key))
        if "monorepo-diff" in _plain(step.get("plugins")):
            job.steps.append(Step("# paths-filter", document.path, job.line))
        current.add(name)
        yield job


def _scripts(files: Files, document: Document, value: Any, at: Pointer) -> Iterator[Step]:
    if isinstance(value, str):
        yield Step(value, document.path, text_line(files, document, at))
        return
    lines = [
        (text_line(files, document, (*at, str(n))), one)
        for n, one in enumerate(items(value))
        if isinstance(one, str)
    ]
    script = ""
    for line, text in lines:
        script += "\n" * max(line - lines[0][0] - script.count("\n"), 0) + text + "\n"
    if lines:
        yield Step(script, document.path, lines[0][0])


def drone(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of Drone; each document is a job, its steps run one after the other."""
    for path in (".drone.yml", ".drone.yaml", ".woodpecker.yml"):
        jobs = []
        for document in files.documents(path):
            data = table(document.data)
            if data.get("kind") not in (None, "pipeline"):
                continue
            job = Job(word(data.get("name")) or "default", path, document.line(()))
            job.guards = condition(_plain(data.get("trigger")), {})
            job.needs = {word(one) for one in items(data.get("depends_on"))}
            for n, item in enumerate(items(data.get("steps"))):
                step = table(item)
                guards = condition(_plain(step.get("when")), {})
                found = _scripts(
                    files, document, step.get("commands"), ("steps", str(n), "commands")
                )
                job.steps += [_guarded(one, guards) for one in found]
            jobs.append(job)
        if jobs:
            yield Pipeline("", path, jobs)


def travis(files: Files) -> Iterator[Pipeline]:
    """Yield the pipeline of Travis: what it deploys by a script."""
    path = ".travis.yml"
    read = files.table(path)
    if read is None:
        return
    document, data = read
    job = Job("deploy", path, document.line(("deploy",)))
    given = data.get("deploy")
    listed = (
        [(("deploy",), given)]
        if isinstance(given, dict)
        else [(("deploy", str(n)), one) for n, one in enumerate(items(given)[:_MOST])]
    )
    for at, one in listed:
        guards = condition(_plain(table(one).get("on")), {})
        found = _scripts(files, document, table(one).get("script"), (*at, "script"))
        job.steps += [_guarded(step, guards) for step in found]
    for key in ("script", "after_success"):
        job.steps += _scripts(files, document, data.get(key), (key,))
    yield Pipeline("", path, [job])


def codebuild(files: Files) -> Iterator[Pipeline]:
    """Yield what CodeBuild runs: the commands of all phases of one file."""
    found = [one for one in sorted(files.paths) if _BUILDSPEC.fullmatch(posixpath.basename(one))]
    for path in found[:_MOST]:
        read = files.table(path)
        if read is None:
            continue
        job = Job(posixpath.basename(path).partition(".")[0], path, 1, told=(path,))
        for phase, data in list(table(read[1].get("phases")).items())[:_MOST]:
            for key in ("commands", "finally"):
                listed = table(data).get(key)
                job.steps += _scripts(files, read[0], listed, ("phases", phase, key))
        yield Pipeline(posixpath.basename(posixpath.dirname(path)), path, [job])


_BUILDSPEC = re.compile(r"(?:.*[-_.])?buildspec(?:[-_.].*)?\.ya?ml")
READERS = (circleci, buildkite, drone, travis, codebuild)
