"""Spinnaker: pipelines as JSON or YAML, and as files of Dinghy, which are JSON with templates."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from relplan.contracts.reading.documents import Document
from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import Image, one_line, scalar
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Target
from relplan.sources.pipelines.files import Files, joined

_MINE = re.compile(r"(?:^|[/._-])(?:spinnaker|spin|dinghyfile|pacrd)(?:[/._-]|$)", re.IGNORECASE)
_JSON = re.compile(r"pipelines?(?:[-_.].*)?\.json|.*[-_.]pipeline\.json", re.IGNORECASE)
_ENDS = (".json", ".yml", ".yaml", ".tpl")
_TEMPLATE = re.compile(r"\{\{([^{}]{0,4000})\}\}")
_WORDS = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
_COMMENT = re.compile(r"^\s*(?:#|//).*$", re.MULTILINE)
_MOST_FILES = 100
_MOST = 300
_WORKLOADS = frozenset("Deployment StatefulSet DaemonSet CronJob ReplicaSet Rollout".split())
_SERVER_GROUPS = frozenset({"deploy", "createServerGroup", "deployService", "rollingRedBlack"})
_DEPLOYING = re.compile(r"(?<![a-z])deploy|k8s?\.deploy", re.IGNORECASE)
_NAMED = frozenset("app application service servicename manifestname cluster deployment".split())


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of a repository."""
    found = [path for path in sorted(files.paths) if _is_mine(path)]
    for path in found[:_MOST_FILES]:
        for document in _documents(files, path):
            data = table(document.data)
            spec = table(data.get("spec")) if "pacrd" in word(data.get("apiVersion")) else {}
            inner = table(data.get("pipeline"))
            listed = [
                (("pipelines", str(n)), one) for n, one in enumerate(_list(data, "pipelines"))
            ]
            for at, one in ((("spec",), spec), (("pipeline",), inner), ((), data), *listed):
                jobs = list(_jobs(files, document, at, table(one)))
                if jobs:
                    name = word(table(one).get("name")) or word(table(one).get("application"))
                    yield Pipeline(name, path, jobs)


def _is_mine(path: str) -> bool:
    name = posixpath.basename(path)
    if name.lower().startswith("dinghyfile"):
        return True
    return name.endswith(_ENDS) and bool(_MINE.search(path) or _JSON.fullmatch(name))


def _documents(files: Files, path: str) -> list[Document]:
    text = files.text(path)
    if '"stages"' not in text and "stages:" not in text:
        return []
    if "{{" not in text and not posixpath.basename(path).startswith("dinghyfile"):
        return list(files.documents(path))
    return files.documents_of(path, _without_templates(text))


def _without_templates(text: str) -> str:
    """Put a plain value in the place of each template, so that the rest can be read."""
    pieces, at, is_text = [], 0, False
    plain = _COMMENT.sub("", text).replace("\t", "  ")
    for match in _TEMPLATE.finditer(plain):
        before = plain[at : match.start()]
        is_text ^= len(re.findall(r'(?<!\\)"', before)) % 2 == 1
        pieces += [before, "${template}" if is_text else _module(match[1])]
        at = match.end()
    return "".join((*pieces, plain[at:]))


def _module(template: str) -> str:
    """Return a template as a value; a module, with what it is given, as a stage."""
    words = [one[0] or one[1] for one in _WORDS.findall(template)[:60]]
    if words[:1] not in (["module"], ["local_module"]) or len(words) < 2:
        return "" if words[:1] in (["if"], ["range"], ["end"], ["else"]) else '"${template}"'
    given = dict(zip(words[2::2], words[3::2], strict=False))
    stage = {"type": "module", "module": words[1], "given": given}
    return yaml.safe_dump(stage, default_flow_style=True, width=100_000).strip()


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    return items(data.get(key))[:_MOST]


def _jobs(
    files: Files, document: Document, at: tuple[str, ...], data: Mapping[str, Any]
) -> Iterator[Job]:
    """Yield a job for each stage; those below a judgement are kept apart from those above it."""
    stages = [table(one) for one in _list(data, "stages")]
    if data.get("disabled") is True or not any(word(one.get("type")) for one in stages):
        return
    needs = {
        _id(number, one): {scalar(need) for need in _list(one, "requisiteStageRefIds")}
        for number, one in enumerate(stages)
    }
    judged = {
        _id(number, one) for number, one in enumerate(stages) if one.get("type") == "manualJudgment"
    }
    artifacts = _artifacts(data, stages)
    for number, stage in enumerate(stages):
        line = document.line((*at, "stages", str(number)))
        name = word(stage.get("name")) or word(stage.get("type"))
        own = _id(number, stage)
        waits = sorted(judged & _above(own, needs))
        guards = tuple(f"judgement {one}" for one in waits)
        enabled = table(stage.get("stageEnabled"))
        if word(enabled.get("expression")):
            guards = (*guards, one_line(word(enabled["expression"])))
        job = Job(own, document.path, line, [], set(needs[own]), guards, told=(name,))
        place = Place(document.path, line, one_line(f"stage {name}"))
        properties = {**stage, **table(stage.get("properties"))}
        job.steps = list(_deploys(files, properties, artifacts, place))
        yield job


def _id(number: int, stage: Mapping[str, Any]) -> str:
    return scalar(stage.get("refId")) or f"stage {number + 1}"


def _above(stage: str, needs: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(needs.get(stage, ()))
    while ahead:
        here = ahead.pop()
        if here not in seen:
            seen.add(here)
            ahead += needs.get(here, ())
    return seen


def _artifacts(data: Mapping[str, Any], stages: list[dict[str, Any]]) -> dict[str, str]:
    """Return what artifacts are called, or the files that they are, by their ids."""
    found: dict[str, str] = {}
    for stage in (table(data), *stages):
        for item in _list(stage, "expectedArtifacts"):
            one = table(item)
            matched = table(one.get("defaultArtifact")) or table(one.get("matchArtifact"))
            matched = {**matched, **table(matched.get("properties"))}
            name = word(stage.get("outputName")) or word(matched.get("reference"))
            found[word(one.get("id"))] = name or word(matched.get("name"))
    return found


def _deploys(
    files: Files, stage: Mapping[str, Any], artifacts: Mapping[str, str], place: Place
) -> Iterator[Deploy]:
    kind = word(stage.get("type"))
    if kind == "deployManifest":
        for manifest in _list(stage, "manifests"):
            one = table(manifest)
            if one.get("kind") in _WORKLOADS:
                yield Deploy(Target(tuple(_called(one)), (), place))
        artifact = table(stage.get("manifestArtifact"))
        named = word(artifact.get("reference")) or word(artifact.get("name"))
        named = named or artifacts.get(word(stage.get("manifestArtifactId")), "")
        if named and not stage.get("manifests"):
            yield _by_artifact(files, named, place)
    elif kind in _SERVER_GROUPS:
        for cluster in _list(stage, "clusters") or [stage]:
            yield Deploy(Target((word(table(cluster).get("application")),), (), place))
    elif kind == "patchManifest":
        yield Deploy(Target((word(stage.get("manifestName")).rpartition(" ")[2],), (), place))
    elif kind == "pipeline":
        target = Target((word(stage.get("application")),), (), place)
        yield Deploy(target, doubt="what the pipeline it starts does is not seen")
    elif kind == "module" and _DEPLOYING.search(word(stage.get("module"))):
        given = table(stage.get("given"))
        names = tuple(word(v) for key, v in given.items() if key.lower() in _NAMED)
        paths = [joined(".", word(value)) for value in given.values() if "/" in word(value)]
        known = tuple(path for path in paths if path in files.paths)
        text = one_line(f"{place.text}: {word(stage.get('module'))}")
        target = Target(names, known, Place(place.path, place.line, text))
        yield Deploy(target, doubt="what its module does is not read")


def _called(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of a workload, and of its images."""
    yield word(table(manifest.get("metadata")).get("name"))
    pod = table(table(table(manifest.get("spec")).get("template")).get("spec"))
    for one in _list(pod, "containers"):
        yield Image.parse(word(table(one).get("image"))).name


def _by_artifact(files: Files, named: str, place: Place) -> Deploy:
    """Return what a manifest deploys that is an artifact: a file of this repository, or another."""
    path = named.partition("/contents/")[2] or named
    if joined(".", path) in files.paths:
        return Deploy(Target((), (joined(".", path),), place))
    name = posixpath.basename(path).partition(".")[0]
    return Deploy(Target((name,), (), place), doubt="the manifest is kept elsewhere")
