"""The language of Terraform, Nomad and Octopus, as far as blocks and plain attributes go."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from relplan.sources.deployments.statement import one_line
from relplan.sources.pipelines.facts import Place, Target
from relplan.sources.pipelines.files import Files, joined

_OPENS = re.compile(r'^\s*(\w+)((?:\s+"[^"\n]*")*)\s*\{')
_ATTRIBUTE = re.compile(r'^\s*"?([\w.-]+)"?\s*=\s*(?:"((?:\\.|[^"\\\n])*)"|(true|false)\s*$)')
_LIST = re.compile(r'^\s*"?([\w.-]+)"?\s*=\s*\[((?:\s*"[^"\n]*"\s*,?)*)\s*\]')
_TEXT = re.compile(r'^\s*"?([\w.-]+)"?\s*=\s*<<-?\s*\w+\s*$')
_IGNORES = re.compile(
    r"ignore_changes\s*=\s*(?:all|\[[^\]]*(?:task_definition|image|container|template|source|filename|s3_|tag))"
)
_SERVICES = frozenset(
    """aws_ecs_service aws_lambda_function aws_apprunner_service google_cloud_run_service
    google_cloud_run_v2_service google_cloudfunctions_function google_cloudfunctions2_function
    azurerm_container_app azurerm_linux_web_app azurerm_windows_web_app azurerm_app_service
    azurerm_linux_function_app azurerm_container_group kubernetes_deployment
    kubernetes_deployment_v1 kubernetes_stateful_set kubernetes_stateful_set_v1 helm_release
    docker_container docker_service heroku_formation nomad_job cloudfoundry_app
    digitalocean_app scaleway_container argocd_application""".split()
)
_NAMES = ("name", "function_name", "service_name", "image", "chart", "family", "image_uri")
_LONGEST_LINE = 2_000
_HERE = re.compile(r"<<-?\s*[\"']?(\w+)[\"']?\s*$")
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*)"')
_MOST_FILES = 60
_MOST_BLOCKS = 2_000


@dataclass(slots=True)
class Block:
    """A block: what stands before its bracket, its plain attributes, and the blocks in it."""

    kind: str
    labels: tuple[str, ...]
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    inner: list["Block"] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Attributes that are lists of texts."""
    lines: dict[str, int] = field(default_factory=dict)
    """On which the values of attributes begin that are texts of several lines."""


def blocks(text: str) -> list[Block]:
    """Return the outermost blocks of a file."""
    reader = _Reader()
    until, below = "", list[str]()
    for number, whole in enumerate(text.split("\n"), 1):
        if until and whole.strip() == until:
            until = ""
            reader.text("\n".join(below))
        elif until:
            below.append(whole)
        else:
            line = whole if len(whole) <= _LONGEST_LINE else ""
            here = _HERE.search(line)
            until, below = here[1] if here else "", []
            if not line.lstrip().startswith(("#", "//")) and reader.left > 0:
                reader.line(line, number)
    return reader.top


@dataclass(slots=True)
class _Reader:
    """Goes through a file line by line; knows the blocks that are open."""

    top: list[Block] = field(default_factory=list)
    left: int = _MOST_BLOCKS
    _open: list[Block | None] = field(default_factory=list)
    """None: a bracket that is no block's."""
    _named: str = ""
    """The attribute whose text stands below."""

    def _current(self) -> Block | None:
        return next((one for one in reversed(self._open) if one is not None), None)

    def text(self, text: str) -> None:
        """Take the text that stands below an attribute for its value."""
        current = self._current()
        if current is not None and self._named:
            current.attributes.setdefault(self._named, text)
        self._named = ""

    def line(self, line: str, number: int) -> None:
        """Take a line that stands in no text."""
        current = self._current()
        if current is not None:
            current.text.append(line)
        rest = line.partition(" #")[0]
        if match := _OPENS.match(line):
            block = Block(match[1], tuple(_QUOTED.findall(match[2])), number)
            self.left -= 1
            (current.inner if current is not None else self.top).append(block)
            self._open.append(block)
            rest = line[match.end() :]
        elif current is not None:
            self._attribute(current, line, number)
        for sign in _QUOTED.sub("", rest):
            if sign == "{":
                self._open.append(None)
            elif sign == "}" and self._open:
                self._open.pop()

    def _attribute(self, current: Block, line: str, number: int) -> None:
        self._named = ""
        if match := _ATTRIBUTE.match(line):
            current.attributes.setdefault(match[1], match[2] if match[3] is None else match[3])
        elif match := _LIST.match(line):
            current.lists.setdefault(match[1], tuple(_QUOTED.findall(match[2])))
        elif match := _TEXT.match(line):
            self._named = match[1]
            current.lines.setdefault(match[1], number + 1)


def terraform(files: Files, folder: str) -> Iterator[Target]:
    """Yield the services that a module runs, and the modules that it is made of."""
    paths = [path for path in files.inside(folder) if path.endswith(".tf")]
    for path in paths[:_MOST_FILES]:
        for block in blocks(files.text(path)):
            if block.kind == "module" and block.labels:
                source = joined(folder, block.attributes.get("source", ""))
                below = (source,) if files.is_folder(source) else ()
                names = (block.labels[0], *_named(block))
                text = one_line(f"module {block.labels[0]}")
                yield Target(names, below, Place(path, block.line, text))
            elif block.kind == "resource" and block.labels[:1] and block.labels[0] in _SERVICES:
                if _IGNORES.search(" ".join(_whole(block))):
                    continue  # another tool deploys the versions
                names = (*block.labels[1:2], *_named(block))
                text = one_line(f"{block.labels[0]} {' '.join(block.labels[1:2])}")
                yield Target(names, (), Place(path, block.line, text))


def _named(block: Block) -> tuple[str, ...]:
    own = (block.attributes.get(key, "") for key in _NAMES)
    inner = (one.attributes.get("image", "") for one in _all(block))
    return tuple(filter(None, (*own, *inner)))


def _all(block: Block) -> Iterator[Block]:
    ahead = list(block.inner)
    while ahead:
        one = ahead.pop()
        yield one
        ahead += one.inner


def _whole(block: Block) -> Iterator[str]:
    yield from block.text
    for one in _all(block):
        yield from one.text


def is_root(files: Files, folder: str) -> bool:
    """Tell whether a folder of Terraform is applied by itself: it says where its state is."""
    return any(
        block.kind == "provider"
        or (
            block.kind == "terraform"
            and any(one.kind in ("backend", "cloud") for one in block.inner)
        )
        for path in files.inside(folder)
        if path.endswith(".tf")
        for block in blocks(files.text(path))
    )


def is_nomad(path: str) -> bool:
    """Tell whether a file is called as Nomad's jobs are."""
    return posixpath.basename(path).endswith((".nomad", ".nomad.hcl"))


def nomad(files: Files, path: str) -> Iterator[Target]:
    """Yield the tasks of a job."""
    for job in blocks(files.text(path)):
        for group in job.inner if job.kind == "job" else ():
            for task in group.inner if group.kind == "group" else ():
                if task.kind == "task":
                    names = (*task.labels, *_named(task))
                    if len(job.inner) == 1:
                        names = (*names, *job.labels)
                    text = one_line(f"task {' '.join(task.labels)}")
                    yield Target(names, (), Place(path, task.line, text))
