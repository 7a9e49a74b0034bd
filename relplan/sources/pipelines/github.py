"""GitHub Actions: workflows, with local reusable workflows and composite actions put in."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.expressions import condition, filled, flattened, runs_of
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.places import text_line
from relplan.sources.pipelines.ready_made import used

FOLDER = ".github/workflows"
_PROPOSED = frozenset({"pull_request", "pull_request_target", "merge_group", "pull_request_review"})
_OF_RUN = re.compile(r"\b(?:steps|env|hashFiles|job)\b")
"""Conditions of which each run of a matrix has its own."""
_ONLY_ASKED = re.compile(r"\$\{\{[^{}]*\}\}")
"""An input that is known to nobody who only reads the file, such as a secret: it is not shown."""
_DEEPEST = 4
_MOST_JOBS = 300

Values = Mapping[str, str]


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the workflows that something starts by itself."""
    for path in files.inside(FOLDER):
        read = files.table(path) if path.endswith((".yml", ".yaml")) else None
        if read is None or not isinstance(read[1].get("jobs"), dict):
            continue
        triggers = _triggers(read[1].get("on", read[1].get("true")))
        if triggers == {"workflow_call"}:
            continue
        name = word(read[1].get("name")) or posixpath.basename(path).partition(".")[0]
        jobs = list(_Workflow(files, *read).jobs({}, (), 0))
        yield Pipeline(name, path, jobs[:_MOST_JOBS], bool(triggers) and triggers <= _PROPOSED)


def _triggers(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    found = value if isinstance(value, dict) else items(value)
    return {one for one in found if isinstance(one, str)}


def _branches(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the only branch whose pushes start a workflow: it may be an environment's."""
    triggers = table(data.get("on", data.get("true")))
    listed = items(table(triggers.get("push")).get("branches"))
    return tuple(map(scalar, listed)) if len(listed) == 1 else ()


class _Workflow:
    """One file, with what is handed to it."""

    def __init__(self, files: Files, document: Document, data: Mapping[str, Any]) -> None:
        self._files = files
        self._document = document
        self._data = data

    def jobs(self, inputs: Values, guards: tuple[str, ...], depth: int) -> Iterator[Job]:
        listed = table(self._data.get("jobs"))
        ends: dict[str, set[str]] = {}
        shared = {**inputs, **flattened("env", self._data.get("env"))}
        for name in list(listed)[:_MOST_JOBS]:
            found = list(self._job(name, table(listed[name]), shared, guards, depth))
            ends[name] = {job.name for job in found}
            yield from self._linked(found, table(listed[name]), ends)

    def _linked(
        self, found: list[Job], data: Mapping[str, Any], ends: Mapping[str, set[str]]
    ) -> Iterator[Job]:
        given = data.get("needs")
        for need in [given] if isinstance(given, str) else items(given):
            for job in found:
                job.needs |= ends.get(need, {need}) if isinstance(need, str) else set()
        yield from found

    def _job(
        self,
        name: str,
        data: Mapping[str, Any],
        shared: Values,
        guards: tuple[str, ...],
        depth: int,
    ) -> Iterator[Job]:
        line = self._document.line(("jobs", name))
        by_environment: dict[str, Job] = {}
        runs = runs_of(data.get("strategy"), shared)
        for number, run in enumerate(runs, 1):
            mark = f" (run {number})" if len(runs) > 1 else ""
            values = {**shared, **run, **flattened("env", data.get("env"))}
            values = {key: filled(value, values) for key, value in values.items()}
            own = condition(data.get("if"), values)
            if isinstance(data.get("uses"), str):
                yield from self._called(name, data, values, (*guards, *own), depth)
                continue
            given = data.get("environment")
            environment = filled(word(given) or word(table(given).get("name")), values)
            names = (word(data.get("name")), word(self._data.get("name")), self._document.path)
            told = (*names, *_branches(self._data))
            job = by_environment.setdefault(
                environment,
                Job(name, self._document.path, line, [], set(), (), environment, False, told),
            )
            for step in self._steps(("jobs", name, "steps"), data, values, 0):
                inner = [f"{one}{mark}" if _OF_RUN.search(one) else one for one in step.guards]
                known = replace(step, guards=(*guards, *own, *inner))
                job.steps.append(replace(known, run=mark) if isinstance(known, Step) else known)
        yield from by_environment.values()

    def _called(
        self,
        name: str,
        data: Mapping[str, Any],
        values: Values,
        guards: tuple[str, ...],
        depth: int,
    ) -> Iterator[Job]:
        """Yield the jobs of a reusable workflow of this repository."""
        path = joined(".", data["uses"].partition("@")[0])
        read = self._files.included(path) if depth < _DEEPEST else None
        if read is None:
            return
        inputs = _inputs(read[1], data.get("with"), values)
        for job in _Workflow(self._files, *read).jobs(inputs, guards, depth + 1):
            job.name = f"{name} / {job.name}"
            job.needs = {f"{name} / {need}" for need in job.needs}
            job.told = (*job.told, name)
            yield job

    def _steps(
        self, at: tuple[str, ...], data: Mapping[str, Any], values: Values, depth: int
    ) -> Iterator[Step | Deploy]:
        shared = [table(table(one.get("defaults")).get("run")) for one in (data, self._data)]
        default = next(filter(None, (word(one.get("working-directory")) for one in shared)), ".")
        for place, item in enumerate(items(data.get("steps"))):
            step = table(item)
            guards = condition(step.get("if"), values)
            known = {**values, **flattened("env", step.get("env"))}
            known = {key: filled(value, known) for key, value in known.items()}
            folder = filled(word(step.get("working-directory")) or default, known)
            pointer = (*at, str(place))
            if isinstance(step.get("run"), str):
                line = text_line(self._files, self._document, (*pointer, "run"))
                variables = tuple(
                    (key.removeprefix("env."), value)
                    for key, value in known.items()
                    if key.startswith("env.")
                )
                text = filled(step["run"], known)
                yield Step(
                    text, self._document.path, line, joined(".", folder) or "", guards, variables
                )
            elif isinstance(step.get("uses"), str):
                yield from self._used(step, pointer, known, guards, depth)

    def _used(
        self,
        step: Mapping[str, Any],
        at: tuple[str, ...],
        values: Values,
        guards: tuple[str, ...],
        depth: int,
    ) -> Iterator[Step | Deploy]:
        uses = step["uses"]
        if uses.startswith("./"):
            yield from self._local(joined(".", uses), step, values, guards, depth)
            return
        line = self._document.line((*at, "uses"))
        text = one_line(f"uses: {uses.partition('@')[0]} {_shown(step.get('with'), values)}")
        given = {
            key: filled(scalar(value), values) for key, value in table(step.get("with")).items()
        }
        found = used(uses, given, Place(self._document.path, line, text), self._files, guards)
        if found is not None:
            yield found
        else:  # whatever finds out what changed is seen by its name
            yield Step(f"# {uses}", self._document.path, line)

    def _local(
        self,
        folder: str,
        step: Mapping[str, Any],
        values: Values,
        guards: tuple[str, ...],
        depth: int,
    ) -> Iterator[Step | Deploy]:
        """Yield the steps of an action of this repository, or of a workflow named like one."""
        paths = [f"{folder}/action.yml", f"{folder}/action.yaml"]
        read = next(filter(None, map(self._files.included, paths)), None)
        if read is None or depth > _DEEPEST:
            return
        runs = table(read[1].get("runs"))
        inputs = _inputs(read[1], step.get("with"), values)
        inner = _Workflow(self._files, read[0], runs)
        for found in inner._steps(("runs", "steps"), runs, inputs, depth + 1):
            yield replace(found, guards=(*guards, *found.guards))


def _inputs(data: Mapping[str, Any], given: Any, values: Values) -> dict[str, str]:
    """Return what a workflow or an action is handed, and its defaults."""
    triggers = table(data.get("on", data.get("true")))
    declared = table(data.get("inputs")) or table(
        table(triggers.get("workflow_call")).get("inputs")
    )
    found = {
        f"inputs.{name}": scalar(table(one).get("default"))
        for name, one in declared.items()
        if "default" in table(one)
    }
    for name, value in table(given).items():
        text = filled(scalar(value), values)
        if text or name in declared:
            found[f"inputs.{name}"] = text
    return found


def _shown(given: Any, values: Values) -> str:
    said = ((key, filled(scalar(value), values)) for key, value in table(given).items())
    shown = [f"{key}={value}" for key, value in said if value and not _ONLY_ASKED.fullmatch(value)]
    return " ".join(shown[:6])
