"""Kubernetes' workloads, read line by line, so that templates of them can be read as well."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relplan.sources.deployments.statement import Image, one_line
from relplan.sources.pipelines.facts import Place, Target

_KIND = re.compile(
    r"^(?P<indent>[ ]*(?:- )?)[\"']?kind[\"']?:[ ]*[\"']?"
    r"(?P<kind>Deployment|StatefulSet|DaemonSet|CronJob|Job|DeploymentConfig|Rollout|Service"
    r"|HelmRelease|\w+)[\"']?,?[ \r]*$"
)
_WORKLOADS = frozenset(
    "Deployment StatefulSet DaemonSet CronJob DeploymentConfig Rollout HelmRelease".split()
)
_KNATIVE = "serving.knative.dev"
_NAME = re.compile(r"^[ ]+name:[ ]*[\"']?(?P<name>[^\"'#\n]+?)[\"']?[ \r]*(?:#.*)?$")
_IMAGE = re.compile(r"^[ ]+(?:- )?image:[ ]*[\"']?(?P<image>[^#\n]+?)[\"']?[ \r]*(?:#.*)?$")
_CHART = re.compile(r"^[ ]+chart:[ ]*[\"']?(?P<chart>[\w./-]+)[\"']?[ \r]*$")
_VALUE = re.compile(r"\{\{-?[ ]*(?:\$?\.Values\.([\w.-]+)|\.Release\.Name|\.Chart\.Name)[^{}]*\}\}")
_MOST = 200
_LONGEST_LINE = 500


def workloads(
    path: str, text: str, values: Mapping[str, str] | None = None, first: int = 1
) -> Iterator[Target]:
    """Yield the workloads in a file, by their names and the names of their images.

    *values* are put into a template, by names such as ``orders.image.name``; what else stands in
    brackets stays. *first* is the line of the text's first one.
    """
    reader = _Reader(path, values or {})
    for number, line in enumerate((*text.split("\n"), "---"), first):
        if len(line) <= _LONGEST_LINE:
            yield from reader.line(line, number)
        if reader.found >= _MOST:
            return


@dataclass(slots=True)
class _Reader:
    """Goes through a file line by line; knows the object that it is in."""

    path: str
    values: Mapping[str, str]
    found: int = 0
    _kind: str = ""
    _indent: int = 0
    _at: int = 0
    _names: list[str] = field(default_factory=list)
    _images: list[str] = field(default_factory=list)
    _in_metadata: bool = False
    _is_knative: bool = False

    def line(self, line: str, number: int) -> Iterator[Target]:
        match = _KIND.match(line)
        if line.startswith("---"):
            yield from self._ended()
            self._is_knative = False
        elif match and (not self._kind or len(match["indent"]) <= self._indent):
            yield from self._ended()
            self._kind, self._indent, self._at = match["kind"], len(match["indent"]), number
        elif "apiVersion:" in line:
            self._is_knative = _KNATIVE in line
        elif line.strip() == "metadata:":
            self._in_metadata = not self._names
        else:
            self._value(_filled(line, self.values))

    def _value(self, line: str) -> None:
        name = _NAME.match(line) if self._in_metadata else None
        image = _IMAGE.match(line) or _CHART.match(line)
        if name:
            self._names.append(name["name"])
            self._in_metadata = False
        elif image:
            self._images.append(one_line(image[1]))

    def _ended(self) -> Iterator[Target]:
        if self._kind in _WORKLOADS or (self._kind == "Service" and self._is_knative):
            self.found += 1
            yield _target(self.path, self._at, self._kind, self._names, self._images)
        self._kind, self._names, self._images, self._in_metadata = "", [], [], False


def _target(path: str, line: int, kind: str, names: list[str], images: list[str]) -> Target:
    parsed = [Image.parse(image) for image in images[:10]]
    plain = [image.name for image in parsed if image.name]
    shown = one_line(f"kind: {kind}, name: {(names or plain or [''])[0]}")
    return Target((*names, *plain), (), Place(path, line, shown), version=own_version(parsed))


def own_version(images: Sequence[Image]) -> str:
    """Return the version of the first image, where it stands there for this image alone."""
    tag = images[0].tag or images[0].digest if images else ""
    return "" if tag in _MOVING or any(sign in tag for sign in "${}") else tag


_MOVING = frozenset({"", "latest", "main", "master", "stable", "dev", "local"})


def _filled(line: str, values: Mapping[str, str]) -> str:
    if "{{" not in line:
        return line

    def value(match: re.Match[str]) -> str:
        return values.get(match[1] or match[0].strip("{}- ").split("|")[0].strip(), match[0])

    return _VALUE.sub(value, line)
