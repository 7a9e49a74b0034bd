"""GitLab CI: jobs with ``extends``, stages, rules, and included files of the repository."""

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import scalar
from relplan.sources.pipelines.facts import Job, Pipeline, Step
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.places import text_line
from relplan.sources.pipelines.shell import expanded

_TOP = (".gitlab-ci.yml", ".gitlab-ci.yaml")
_NO_JOBS = frozenset(
    "stages variables include default workflow image services before_script after_script cache"
    " pages spec".split()
)
_STAGES = [".pre", "build", "test", "deploy", ".post"]
_MOST_FILES = 40
_MOST_JOBS = 300
_MOST_RUNS = 50
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class _Written:
    """A job as it stands in a file."""

    document: Document
    pointer: tuple[str, ...]
    data: Mapping[str, Any]


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the pipeline, and those of files that its jobs trigger."""
    for path in _TOP:
        if path in files.paths:
            yield from _pipeline(files, path, posixpath.basename(path), 0)
            return


def _pipeline(files: Files, path: str, name: str, depth: int) -> Iterator[Pipeline]:
    read = _Configuration(files, path)
    yield Pipeline("" if depth == 0 else name, path, list(read.jobs()))
    if depth < 2:
        for key, written in read.written.items():
            trigger = table(written.data.get("trigger")).get("include")
            listed = [trigger] if isinstance(trigger, str) else items(trigger)
            for one in listed[:_MOST_FILES]:
                other = joined(".", (word(one) or word(table(one).get("local"))).lstrip("/"))
                if other in files.paths and other != path:
                    yield from _pipeline(files, other, key, depth + 1)


class _Configuration:
    """A file with all that it includes."""

    def __init__(self, files: Files, path: str) -> None:
        self._files = files
        self.written: dict[str, _Written] = {}
        self._top: dict[str, Any] = {}
        ahead, seen = [path], set[str]()
        while ahead and len(seen) < _MOST_FILES:
            here = ahead.pop(0)
            read = None if here in seen else files.table(here)
            seen.add(here)
            if read is None:
                continue
            document, data = read
            for key, value in data.items():
                if key in _NO_JOBS:
                    self._top.setdefault(key, value)
                elif isinstance(value, dict):
                    self.written.setdefault(key, _Written(document, (key,), value))
            ahead += self._included(data.get("include"))

    def _included(self, value: Any) -> Iterator[str]:
        for one in [value] if isinstance(value, str | dict) else items(value):
            named = word(one) or word(table(one).get("local"))
            place = joined(".", named.lstrip("/"))
            if "*" in place:
                yield from self._files.glob(place)
            elif place in self._files.paths:
                yield place

    def jobs(self) -> Iterator[Job]:
        """Yield the jobs; each waits for all of the stages before, unless it says for which."""
        stages = [one for one in items(self._top.get("stages")) if isinstance(one, str)] or _STAGES
        made: list[tuple[int, Job, Any]] = []
        for name in islice(self.written, _MOST_JOBS):
            if name.startswith("."):
                continue
            data = self._whole(name)
            stage = word(data.get("stage"))
            wanted = stage or "test"
            number = stages.index(wanted) if wanted in stages else len(stages)
            made += [(number, job, data.get("needs")) for job in self._job(name, stage, data)]
        for number, job, needs in made:
            if isinstance(needs, list):
                job.needs = {word(one) or word(table(one).get("job")) for one in needs}
            else:
                job.needs = {other.name for before, other, _ in made if before < number}
            yield job

    def _whole(self, name: str) -> dict[str, Any]:
        """Return a job with all that it extends put in, its own keys over theirs."""
        chain: list[str] = []
        ahead = [name]
        while ahead and len(chain) < _DEEPEST:
            here = ahead.pop(0)
            written = self.written.get(here)
            if written is None or here in chain:
                continue
            chain.append(here)
            above = written.data.get("extends")
            listed = [above] if isinstance(above, str) else list(reversed(items(above)))
            ahead = [*[one for one in listed if isinstance(one, str)], *ahead]
        made: dict[str, Any] = {}
        for here in reversed(chain):
            for key, value in self.written[here].data.items():
                shared = table(made.get(key)) if key == "variables" else {}
                made[key] = {**shared, **table(value)} if shared else value
                made[f"{key} of"] = here
        return made

    def _job(self, name: str, stage: str, data: Mapping[str, Any]) -> Iterator[Job]:
        written = self.written[name]
        line = written.document.line(written.pointer)
        given = data.get("environment")
        environment = word(given) or word(table(given).get("name"))
        guards, is_button = _rules(data)
        shared = {**_variables(self._top.get("variables")), **_variables(data.get("variables"))}
        made: dict[str, Job] = {}
        for run in _runs(table(data.get("parallel")).get("matrix")):
            known = {**shared, **run}
            where = expanded(environment, known)
            job = made.setdefault(
                where,
                Job(
                    name, written.document.path, line, [], set(), guards, where, is_button, (stage,)
                ),
            )
            for key in ("before_script", "script"):
                owner = self.written.get(data.get(f"{key} of", ""))
                if owner is not None:
                    job.steps += self._steps(owner, key, tuple(known.items()))
        yield from made.values()

    def _steps(
        self, owner: _Written, key: str, variables: tuple[tuple[str, str], ...]
    ) -> Iterator[Step]:
        """Yield one script: what one line enters or sets, the next one finds."""
        pointer = (*owner.pointer, key)
        lines: list[tuple[int, str]] = []
        value = owner.data.get(key)
        if isinstance(value, str):
            lines.append((text_line(self._files, owner.document, pointer), value))
        for place, item in enumerate(items(value)):
            at = text_line(self._files, owner.document, (*pointer, str(place)))
            lines += [(at, text) for text in self._texts(item, 0)]
        if not lines:
            return
        first, script = lines[0][0], ""
        for at, text in lines:
            script += "\n" * max(at - first - script.count("\n"), 0) + text + "\n"
        yield Step(script, owner.document.path, first, ".", (), variables)

    def _texts(self, item: Any, depth: int) -> Iterator[str]:
        """Yield the commands in an item; ``!reference [.job, script]`` is followed."""
        if isinstance(item, str):
            yield item
        elif isinstance(item, list) and depth < _DEEPEST:
            known = self.written.get(item[0]) if len(item) == 2 and _is_text(item) else None
            for one in items(known.data.get(item[1])) if known is not None else item:
                yield from self._texts(one, depth + 1)


def _is_text(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _variables(value: Any) -> dict[str, str]:
    return {
        name: scalar(one) or scalar(table(one).get("value")) for name, one in table(value).items()
    }


def _runs(matrix: Any) -> Iterator[dict[str, str]]:
    found = False
    for one in items(matrix)[:_MOST_RUNS]:
        axes = {
            key: value if isinstance(value, list) else [value] for key, value in table(one).items()
        }
        for combination in islice(product(*axes.values()), _MOST_RUNS):
            found = True
            yield {key: scalar(value) for key, value in zip(axes, combination, strict=True)}
    if not found:
        yield {}


def _rules(data: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """Return the conditions of a job, and whether a person starts it."""
    rules = items(data.get("rules"))
    manual = data.get("when") == "manual" or (
        bool(rules) and any(table(rule).get("when") == "manual" for rule in rules)
    )
    said = {key: data[key] for key in ("rules", "only", "except") if data.get(key)}
    if not said:
        return (), manual
    return (json.dumps(said, sort_keys=True, default=str)[:2_000],), manual
