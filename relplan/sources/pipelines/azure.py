"""Azure Pipelines: stages, jobs and deployments, with templates of the repository put in."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.expressions import condition, filled, flattened, runs_of
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.places import text_line
from relplan.sources.pipelines.ready_made import used

_NAME = re.compile(r"(?:^|/)(?:azure-pipelines?|\.azure-pipelines|\.vsts-ci)[\w.-]*\.ya?ml$")
_FOLDERS = re.compile(
    r"(?:^|/)(?:\.azuredevops|\.azure-pipelines|azure-pipelines|\.pipelines|pipelines)/"
)
_TRIGGERED = frozenset({"trigger", "schedules", "resources", "pr"})
_EACH = re.compile(r"\$\{\{\s*each\s+(\w+)\s+in\s+(parameters\.\w+)\s*\}\}")
_IF = re.compile(r"\$\{\{\s*(?:if|elseif|else)\b(.*)\}\}")
_SCRIPTS = ("script", "bash", "pwsh", "powershell")
_HOOKS = ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic")
_DEEPEST = 6
_MOST_FILES = 60
_MOST_JOBS = 300

Values = Mapping[str, Any]
Pointer = tuple[str, ...]


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines; a file that is only a template of others is none."""
    paths = [one for one in sorted(files.paths) if _is_mine(one)]
    for path in paths[:_MOST_FILES]:
        read = files.table(path)
        if read is None or not {"stages", "jobs", "steps"} & read[1].keys():
            continue
        if "parameters" in read[1] and not _TRIGGERED & read[1].keys():
            continue
        triggers = read[1].get("trigger"), read[1].get("pr")
        reader = _Reader(files)
        jobs = list(reader.top(*read))
        name = posixpath.basename(posixpath.dirname(path)) if "/" in path else ""
        yield Pipeline(name, path, jobs[:_MOST_JOBS], triggers[0] == "none" and bool(triggers[1]))


def _is_mine(path: str) -> bool:
    return _NAME.search(path) is not None or (
        path.endswith((".yml", ".yaml")) and _FOLDERS.search(path) is not None
    )


class _Scope(NamedTuple):
    """Where something stands, and what is known there."""

    document: Document
    at: Pointer
    values: Values
    guards: tuple[str, ...] = ()
    depth: int = 0
    """How many templates, loops and choices are around it."""

    def below(self, *steps: str) -> "_Scope":
        """Return what stands inside of it."""
        return self._replace(at=(*self.at, *steps))

    def under(self, *guards: str) -> "_Scope":
        """Return the same under further conditions."""
        return self._replace(guards=(*self.guards, *guards))


class _Reader:
    def __init__(self, files: Files) -> None:
        self._files = files

    def top(self, document: Document, data: Mapping[str, Any]) -> Iterator[Job]:
        """Yield the jobs of all stages; a stage waits for the one before unless it says else."""
        scope = _Scope(document, (), _parameters(data, {}, {}))
        if "stages" in data:
            before: set[str] = set()
            by_stage: dict[str, set[str]] = {}
            for one, here in self._listed(data, scope.below("stages")):
                name = filled(word(one.get("stage")) or scalar(one.get("stage")), here.values)
                found = list(self._jobs(one, here, name))
                after = one.get("dependsOn")
                if after is None:
                    needs = before
                else:
                    listed = [after] if isinstance(after, str) else items(after)
                    needs = {n for s in listed for n in by_stage.get(str(s), set())}
                for job in found:
                    job.needs |= needs
                by_stage[name] = before = {job.name for job in found}
                yield from found
        elif "jobs" in data:
            yield from self._jobs(data, scope, "")
        else:
            job = Job("steps", document.path, 1)
            job.steps = list(self._steps(data, scope.below("steps")))
            yield job

    def _jobs(self, stage: Mapping[str, Any], scope: _Scope, name: str) -> Iterator[Job]:
        scope = scope.under(*condition(stage.get("condition"), scope.values))
        for one, here in self._listed(stage, scope.below("jobs")._replace(depth=0)):
            own = word(one.get("deployment")) or word(one.get("job")) or "job"
            known = here.values
            called = f"{name} / {filled(own, known)}" if name else filled(own, known)
            given = one.get("environment")
            environment = filled(word(given) or word(table(given).get("name")), known)
            told = (name, word(one.get("displayName")), word(stage.get("displayName")))
            job = Job(
                called, here.document.path, here.document.line(here.at), [], set(),
                (*here.guards, *condition(one.get("condition"), known)), environment, False, told,
            )  # fmt: skip
            after = one.get("dependsOn")
            for need in [after] if isinstance(after, str) else items(after):
                job.needs.add(f"{name} / {need}" if name else str(need))
            for run in _runs(one.get("strategy"), known):
                for pointer, data in _bodies(one, here.at):
                    at, values = (*pointer, "steps"), {**known, **run}
                    job.steps += self._steps(data, _Scope(here.document, at, values))
            yield job

    def _steps(self, data: Mapping[str, Any], scope: _Scope) -> Iterator[Step | Deploy]:
        for step, here in self._listed(data, scope):
            path, known = here.document.path, here.values
            own = (*here.guards, *condition(step.get("condition"), known))
            folder = joined(".", filled(word(step.get("workingDirectory")) or ".", known))
            for key in _SCRIPTS:
                if isinstance(step.get(key), str):
                    line = text_line(self._files, here.document, (*here.at, key))
                    text = _macros(filled(step[key], known), known)
                    yield Step(text, path, line, folder, own)
            if isinstance(step.get("task"), str):
                given = {k: filled(scalar(v), known) for k, v in table(step.get("inputs")).items()}
                line = here.document.line((*here.at, "task"))
                shown = " ".join(f"{key}={value}" for key, value in list(given.items())[:6])
                text = one_line(f"task: {step['task']} {shown}")
                place = Place(path, line, text)
                found = used(step["task"], given, place, self._files, own, folder)
                if found is not None:
                    yield found

    def _listed(
        self, data: Mapping[str, Any], scope: _Scope
    ) -> Iterator[tuple[dict[str, Any], _Scope]]:
        """Yield what a list holds, with templates put in and loops over parameters unrolled."""
        key, values = scope.at[-1], scope.values
        for place, item in enumerate(items(data.get(key))):
            one, here = table(item), scope.below(str(place))
            if scope.depth > _DEEPEST:
                return
            first = next(iter(one), "")
            loop, choice = _EACH.fullmatch(first.strip()), _IF.fullmatch(first.strip())
            if loop:
                for value in items(values.get(loop[2]))[:50]:
                    known = {**values, **flattened(loop[1], value)}
                    yield from self._moved(one[first], key, first, here._replace(values=known))
            elif choice:
                guard = condition(choice[1], values) or ("else",)
                yield from self._moved(one[first], key, first, here.under(*guard))
            elif isinstance(one.get("template"), str):
                yield from self._template(one, key, here)
            else:
                yield one, here

    def _moved(
        self, listed: Any, key: str, first: str, scope: _Scope
    ) -> Iterator[tuple[dict[str, Any], _Scope]]:
        """Yield what is *listed* below a loop or a choice, whose own key is *first*."""
        inner = scope._replace(at=(key,), depth=scope.depth + 1)
        for one, here in self._listed({key: listed}, inner):
            is_own = here.document is scope.document
            yield one, here._replace(at=(*scope.at, first, *here.at[1:])) if is_own else here

    def _template(
        self, one: Mapping[str, Any], key: str, scope: _Scope
    ) -> Iterator[tuple[dict[str, Any], _Scope]]:
        named = filled(one["template"], scope.values)
        if "@" in named and not named.endswith("@self"):
            return
        named = named.removesuffix("@self")
        path = named.lstrip("/") if named.startswith("/") else joined(
            posixpath.dirname(scope.document.path), named
        )  # fmt: skip
        read = self._files.included(path)
        if read is not None:
            known = _parameters(read[1], table(one.get("parameters")), scope.values)
            there = _Scope(read[0], (key,), known, scope.guards, scope.depth + 1)
            yield from self._listed(read[1], there)


def _bodies(one: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, Mapping[str, Any]]]:
    """Yield where the steps of a job stand: of a deployment, in the hooks of its strategy."""
    if "steps" in one:
        yield at, one
    for name, strategy in table(one.get("strategy")).items():
        for hook in _HOOKS:
            if hook in table(strategy):
                yield (*at, "strategy", name, hook), table(table(strategy)[hook])


def _runs(strategy: Any, values: Values) -> list[dict[str, str]]:
    """Return the variables of each run of a matrix: it has a name a run."""
    matrix = table(table(strategy).get("matrix"))
    named = [flattened("matrix", one) for one in matrix.values() if isinstance(one, dict)]
    found = [{key.removeprefix("matrix."): value for key, value in one.items()} for one in named]
    return found[:50] or runs_of(None, {})


def _macros(text: str, values: Values) -> str:
    """Put variables in that are written as ``$(name)``."""

    def value(match: re.Match[str]) -> str:
        return str(values.get(match[1], match[0]))

    return re.sub(r"\$\((\w+)\)", value, text)


def _parameters(data: Mapping[str, Any], given: Mapping[str, Any], values: Values) -> Values:
    """Return the parameters of a file by name: those handed to it, else their defaults."""
    declared = data.get("parameters")
    found: dict[str, Any] = {}
    for one in items(declared):
        name = word(table(one).get("name"))
        if name and "default" in table(one):
            found |= _parameter(name, table(one)["default"])
    for name, default in table(declared).items():
        found |= _parameter(name, default)
    for name, value in given.items():
        text = filled(value, values) if isinstance(value, str) else value
        found |= _parameter(name, text)
    listed = data.get("variables")
    for name, value in table(listed).items():
        found |= {name: scalar(value), f"variables.{name}": scalar(value)}
    return found


def _parameter(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {f"parameters.{name}": value}
    return dict(flattened(f"parameters.{name}", value))
