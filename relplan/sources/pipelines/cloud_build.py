"""Google Cloud Build: files of steps, each a container that is handed its arguments."""

import posixpath
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import scalar
from relplan.sources.pipelines.facts import Job, Pipeline, Step
from relplan.sources.pipelines.files import Files, joined
from relplan.sources.pipelines.options import Options
from relplan.sources.pipelines.places import text_line

_FILE = re.compile(r"(?:.*[-_.])?cloudbuild(?:[-_.].*)?\.(?:ya?ml|json)")
_PROPOSED = re.compile(r"(?:^|[-_./])(?:pr|prs|pull-request|presubmit|preview)(?=[-_./])")
_SHELLS = frozenset({"bash", "sh", "/bin/bash", "/bin/sh"})
_MOST_FILES = 200
_MOST_STEPS = 300


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the builds of a repository: whoever starts one runs all of its steps."""
    found = [path for path in sorted(files.paths) if _FILE.fullmatch(posixpath.basename(path))]
    for path in found[:_MOST_FILES]:
        read = files.table(path)
        if read is not None and items(read[1].get("steps")):
            name = posixpath.basename(path).rpartition(".")[0]
            job = Job(name, path, read[0].line(("steps",)), told=(path,))
            # A trigger runs it from the repository's top; a person may do so where it is.
            for folder in dict.fromkeys((".", posixpath.dirname(path) or ".")):
                job.steps += _steps(files, *read, folder)
            called = name.replace("cloudbuild", "").strip("-_.")
            folder = posixpath.basename(posixpath.dirname(path)).strip(".")
            is_preview = _PROPOSED.search(path) is not None
            yield Pipeline(called or folder.replace("cloudbuild", ""), path, [job], is_preview)


def submitted(words: Sequence[str], folder: str, files: Files) -> Iterator[Step]:
    """Yield the steps of the build that ``gcloud builds submit`` starts with *words*."""
    options = Options(words, _VALUED)
    if options.all("--tag", "-t", "--pack") or not folder:
        return  # an image alone
    path = joined(folder, next(iter(options.all("--config")), "cloudbuild.yaml"))
    source = joined(folder, next(iter(options.words), "."))
    listed = (one for given in options.all("--substitutions") for one in given.split(","))
    pairs = (one.partition("=") for one in listed)
    read = files.included(path)
    if read is not None and source:
        yield from _steps(files, *read, source, {name: value for name, _, value in pairs})


_VALUED = frozenset(
    "--config --substitutions --tag -t --pack --project --region --timeout --machine-type"
    " --gcs-source-staging-dir --gcs-log-dir --ignore-file --worker-pool --disk-size"
    " --service-account --dir --revision --git-source-dir --account --impersonate-service-account"
    " --format --verbosity".split()
)


def _steps(
    files: Files,
    document: Document,
    data: Mapping[str, Any],
    top: str,
    given: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Step]:
    known = {name: scalar(v) for name, v in table(data.get("substitutions")).items()}
    substitutions = {**known, **given}
    for place, item in enumerate(items(data.get("steps"))[:_MOST_STEPS]):
        step, at = table(item), ("steps", str(place))
        folder = joined(top, word(step.get("dir")) or ".")
        env = (scalar(one).partition("=") for one in items(step.get("env")))
        variables = tuple({**substitutions, **{name: value for name, _, value in env}}.items())
        script = word(step.get("script"))
        listed = step.get("args")
        args = [listed] if isinstance(listed, str) else [scalar(one) for one in items(listed)]
        entry = word(step.get("entrypoint"))
        below: tuple[str, ...] = (*at, "script")
        if not script and entry in _SHELLS and args[:1] and re.fullmatch(r"-\w*c", args[0]):
            script = args[1] if len(args) > 1 else ""
            below = (*at, "args", "1")
        if script:
            line = text_line(files, document, below)
        else:
            script = shlex.join(_command(entry, word(step.get("name")), args))
            line = document.line(at)
        # Of a sign that is written twice one is left to the shell.
        yield Step(script.replace("$$", "$"), document.path, line, folder, (), variables)


def _command(entry: str, image: str, args: list[str]) -> list[str]:
    """Return what a container runs: its image is called as the program that it holds."""
    if entry:
        return [entry, *args]
    program = posixpath.basename(image.partition("@")[0]).partition(":")[0]
    return args if args[:1] == [program] else [program, *args]
