"""Tekton and Argo Workflows: tasks in a cluster that run scripts, one after the other."""

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.facts import Job, Pipeline, Step
from relplan.sources.pipelines.files import Files
from relplan.sources.pipelines.places import text_line

_MOST_LOOKED_INTO = 3_000
_MOST_FILES = 500
_MOST = 200
_DEEPEST = 5
_FILLED = re.compile(r"\$\((?:params|inputs\.params)\.([\w.-]+)\)|\{\{\s*([\w.-]+)\s*\}\}")
_TEKTON, _ARGO = "tekton.dev", "argoproj.io"
_SHELLS = frozenset({"sh", "bash", "/bin/sh", "/bin/bash"})

Pointer = tuple[str, ...]
Values = Mapping[str, str]
Found = tuple[Document, Pointer, dict[str, Any]]


def tekton(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of Tekton; tasks of this repository are put in."""
    known = list(_kinds(files, _TEKTON, ("Task", "ClusterTask", "Pipeline", "PipelineRun")))
    tasks = {_name(data): (document, ("spec",), data) for document, _, data in known}
    for document, _, data in known:
        kind = data.get("kind")
        at: Pointer = ("spec",)
        spec = table(data.get("spec"))
        if kind == "PipelineRun":
            at, spec = ("spec", "pipelineSpec"), table(spec.get("pipelineSpec"))
        if kind in ("Pipeline", "PipelineRun") and items(spec.get("tasks")):
            jobs = list(_tekton_jobs(files, document, at, spec, tasks))
            yield Pipeline(_name(data), document.path, jobs)


def _tekton_jobs(
    files: Files,
    document: Document,
    at: Pointer,
    spec: Mapping[str, Any],
    tasks: Mapping[str, Found],
) -> Iterator[Job]:
    shared = _defaults(spec)
    for number, item in enumerate(items(spec.get("tasks"))[:_MOST]):
        task, pointer = table(item), (*at, "tasks", str(number))
        name = word(task.get("name"))
        job = Job(name, document.path, document.line(pointer))
        job.needs = {one for one in items(task.get("runAfter")) if isinstance(one, str)}
        job.guards = tuple(one_line(str(one)) for one in items(task.get("when"))[:_MOST])
        given = {
            word(table(one).get("name")): _filled(scalar(table(one).get("value")), shared)
            for one in items(task.get("params"))[:_MOST]
        }
        called = tasks.get(word(table(task.get("taskRef")).get("name")))
        own = table(task.get("taskSpec"))
        if own:
            job.steps = list(_steps(files, document, (*pointer, "taskSpec"), own, given))
        elif called is not None and files.spend(1_000):
            where, below, data = called
            job.steps = list(_steps(files, where, below, table(data.get("spec")), given))
        yield job


def _steps(
    files: Files, document: Document, at: Pointer, spec: Mapping[str, Any], given: Values
) -> Iterator[Step]:
    values = {**_defaults(spec), **given}
    for number, item in enumerate(items(spec.get("steps"))[:_MOST]):
        yield from _container(files, document, (*at, "steps", str(number)), table(item), values)


def _defaults(spec: Mapping[str, Any]) -> dict[str, str]:
    return {
        word(table(one).get("name")): scalar(table(one).get("default"))
        for one in items(spec.get("params"))[:_MOST]
        if "default" in table(one)
    }


def _container(
    files: Files, document: Document, at: Pointer, one: Mapping[str, Any], values: Values
) -> Iterator[Step]:
    """Yield what a container runs: a script, or a command with its arguments."""
    key = "script" if one.get("script") else "source"
    script = word(one.get(key))
    line = text_line(files, document, (*at, key)) if script else document.line(at)
    words = [scalar(each) for name in ("command", "args") for each in items(one.get(name))[:_MOST]]
    if not script and words[:1] and words[0] in _SHELLS and len(words) > 2:
        script = words[2]
        below = (*at, "args", str(2 - len(items(one.get("command")))))
        line = text_line(files, document, below) if document.line(below) else line
    elif not script:
        script = shlex.join(words)
    env = [table(each) for each in items(one.get("env"))[:_MOST]]
    variables = {word(each.get("name")): _filled(scalar(each.get("value")), values) for each in env}
    if script:
        filled = _filled(script, values)
        yield Step(filled, document.path, line, variables=tuple(variables.items()))


def _filled(text: str, values: Values) -> str:
    """Put known parameters in; the shell's sign stands for others."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2].removeprefix("inputs.parameters.")
        known = values.get(name)
        return f"${{{re.sub(r'[^A-Za-z0-9_]', '_', name)}}}" if known is None else known

    return _FILLED.sub(value, text) if len(text) < 100_000 else text


def argo_workflows(files: Files) -> Iterator[Pipeline]:
    """Yield the workflows of Argo from their entry points."""
    wanted = ("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow")
    for document, _, data in _kinds(files, _ARGO, wanted):
        at: Pointer = ("spec",)
        spec = table(data.get("spec"))
        if data.get("kind") == "CronWorkflow":
            at, spec = ("spec", "workflowSpec"), table(spec.get("workflowSpec"))
        templates = {
            word(table(one).get("name")): (str(number), table(one))
            for number, one in enumerate(items(spec.get("templates"))[:_MOST])
        }
        workflow = _Workflow(files, document, (*at, "templates"), templates)
        given = _parameters(spec.get("arguments"), "workflow.parameters.", {})
        jobs = list(workflow.jobs(word(spec.get("entrypoint")), "", given, (), set(), 0))
        yield Pipeline(_name(data), document.path, jobs)


class _Workflow:
    def __init__(
        self,
        files: Files,
        document: Document,
        at: Pointer,
        templates: Mapping[str, tuple[str, dict[str, Any]]],
    ) -> None:
        self._files, self._document, self._at = files, document, at
        self._templates = templates

    def jobs(
        self,
        name: str,
        title: str,
        values: Values,
        guards: tuple[str, ...],
        needs: set[str],
        depth: int,
    ) -> Iterator[Job]:
        """Yield the jobs of a template: its own, or those of its steps and tasks."""
        number, template = self._templates.get(name, ("", {}))
        if not template or depth > _DEEPEST or not self._files.spend(1_000):
            return
        values = {**_parameters(template.get("inputs"), "", {}), **values}
        at = (*self._at, number)
        before = set(needs)
        for group in items(template.get("steps"))[:_MOST]:
            made: list[Job] = []
            for one in map(table, items(group)[:_MOST]):
                made += self._called(one, title, values, guards, before, depth)
            before |= {job.name for job in made}
            yield from made
        tasks = [table(one) for one in items(table(template.get("dag")).get("tasks"))[:_MOST]]
        ends: dict[str, set[str]] = {}
        for one in tasks:
            after = {word(need) for need in items(one.get("dependencies"))}
            after |= set(re.findall(r"[A-Za-z][\w-]*", word(one.get("depends"))))
            waits = before.union(*(ends.get(need, set()) for need in after))
            made = list(self._called(one, title, values, guards, waits, depth))
            ends[word(one.get("name"))] = {job.name for job in made}
            yield from made
        for key in ("container", "script"):
            if table(template.get(key)):
                job = Job(title or name, self._document.path, self._document.line(at))
                job.guards, job.needs, job.told = guards, set(needs), (name,)
                job.steps = list(
                    _container(
                        self._files, self._document, (*at, key), table(template[key]), values
                    )
                )
                yield job

    def _called(
        self,
        one: Mapping[str, Any],
        title: str,
        values: Values,
        guards: tuple[str, ...],
        needs: set[str],
        depth: int,
    ) -> Iterator[Job]:
        own = (_filled(word(one["when"]), values),) if word(one.get("when")) else ()
        made: dict[str, Job] = {}
        for item in items(one.get("withItems"))[:_MOST] or [None]:
            known = {**values, **_item(item)}
            given = {**known, **_parameters(one.get("arguments"), "", known)}
            name = f"{title}/{word(one.get('name'))}"
            called = word(one.get("template"))
            for job in self.jobs(called, name, given, (*guards, *own), needs, depth + 1):
                # Those of all items run at one go, as a matrix does.
                if job.name in made:
                    made[job.name].steps += job.steps
                else:
                    made[job.name] = job
        yield from made.values()


def _item(item: Any) -> dict[str, str]:
    if isinstance(item, dict):
        return {f"item.{key}": scalar(value) for key, value in item.items()}
    return {} if item is None else {"item": scalar(item)}


def _parameters(given: Any, prefix: str, values: Values) -> dict[str, str]:
    return {
        f"{prefix}{word(table(one).get('name'))}": _filled(
            scalar(table(one).get("value", table(one).get("default"))), values
        )
        for one in items(table(given).get("parameters"))[:_MOST]
        if "value" in table(one) or "default" in table(one)
    }


def _kinds(files: Files, group: str, kinds: tuple[str, ...]) -> Iterator[Found]:
    """Yield the objects of these kinds in the repository's files."""
    found = [path for path in sorted(files.paths) if path.endswith((".yaml", ".yml"))]
    for path in [one for one in found[:_MOST_LOOKED_INTO] if group in files.text(one)][
        :_MOST_FILES
    ]:
        for document in files.documents(path):
            data = table(document.data)
            if group in word(data.get("apiVersion")) and data.get("kind") in kinds:
                yield document, (), data


def _name(data: Mapping[str, Any]) -> str:
    metadata = table(data.get("metadata"))
    return word(metadata.get("name")) or word(metadata.get("generateName")).strip("-")


READERS = (tekton, argo_workflows)
