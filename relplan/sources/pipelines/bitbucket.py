"""Bitbucket Pipelines: lists of steps, by branch, by tag, or started by a person."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step
from relplan.sources.pipelines.files import Files
from relplan.sources.pipelines.places import text_line
from relplan.sources.pipelines.ready_made import used

_PATH = "bitbucket-pipelines.yml"
_MOST = 300

Pointer = tuple[str, ...]


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines: steps run one after the other, in ``parallel`` beside each other."""
    read = files.table(_PATH)
    if read is None:
        return
    document, data = read
    given = table(data.get("pipelines"))
    lists: list[tuple[Pointer, str, Any]] = [(("default",), "", given.get("default"))]
    for kind in ("branches", "tags", "custom", "pull-requests"):
        for name, listed in list(table(given.get(kind)).items())[:_MOST]:
            lists.append(((kind, name), name, listed))
    for at, name, listed in lists:
        jobs = list(_Steps(files, document).jobs(("pipelines", *at), items(listed), name))
        title = name if at[0] == "custom" else ""
        yield Pipeline(title, _PATH, jobs, at[0] == "pull-requests")


class _Steps:
    def __init__(self, files: Files, document: Document) -> None:
        self._files, self._document = files, document

    def jobs(self, at: Pointer, listed: list[Any], told: str) -> Iterator[Job]:
        before: set[str] = set()
        for number, item in enumerate(listed[:_MOST]):
            one, pointer = table(item), (*at, str(number))
            made: list[Job] = []
            for name, below, step, guards, environment in self._inner(pointer, one):
                job = Job(f"{name} ({number + 1}.{len(made) + 1})", self._document.path, 0)
                job.line = self._document.line(below)
                job.guards, job.needs = (*guards, *_conditions(step)), set(before)
                job.environment = word(step.get("deployment")) or environment
                job.is_button = step.get("trigger") == "manual"
                job.told = (name, told)
                job.steps = list(self._script(below, step))
                made.append(job)
                if "stage" in one:
                    before = {*before, job.name}  # the next one in it waits for it
            before |= {job.name for job in made}
            yield from made

    def _inner(
        self, at: Pointer, one: Mapping[str, Any]
    ) -> Iterator[tuple[str, Pointer, Mapping[str, Any], tuple[str, ...], str]]:
        """Yield the steps of an item: the one, those beside each other, or those of a stage."""
        kind = next((key for key in ("step", "parallel", "stage") if key in one), "")
        if kind == "step":
            step = table(one["step"])
            yield word(step.get("name")) or "step", (*at, "step"), step, (), ""
            return
        body = one.get(kind)
        below: Pointer = (*at, kind) if isinstance(body, list) else (*at, kind, "steps")
        whole = table(body)
        environment = word(whole.get("deployment"))
        listed = items(body) or items(whole.get("steps"))
        for number, item in enumerate(listed[:_MOST]):
            step = table(table(item).get("step"))
            place = (*below, str(number), "step")
            yield word(step.get("name")) or "step", place, step, _conditions(whole), environment

    def _script(self, at: Pointer, step: Mapping[str, Any]) -> Iterator[Step | Deploy]:
        """Yield the commands as one script, and the pipes, in their order."""
        lines: list[tuple[int, str]] = []
        for number, item in enumerate(items(step.get("script"))[:_MOST]):
            pointer = (*at, "script", str(number))
            if isinstance(item, str):
                lines.append((text_line(self._files, self._document, pointer), item))
                continue
            pipe = table(item)
            line = self._document.line(pointer)
            name = word(pipe.get("pipe")).partition(":")[0]
            given = {key: scalar(value) for key, value in table(pipe.get("variables")).items()}
            text = one_line(f"pipe: {name} {' '.join(map(str, list(given.values())[:6]))}")
            found = used(name, given, Place(self._document.path, line, text), self._files)
            yield found or Step(f"# {name}", self._document.path, line)
        script = ""
        for line, text in lines:
            script += "\n" * max(line - lines[0][0] - script.count("\n"), 0) + text + "\n"
        if lines:
            yield Step(script, self._document.path, lines[0][0])


def _conditions(step: Mapping[str, Any]) -> tuple[str, ...]:
    said = step.get("condition")
    return (json.dumps(said, sort_keys=True, default=str)[:2_000],) if said else ()
