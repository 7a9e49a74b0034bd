"""What a file or folder that is applied holds, whatever tool it is of."""

import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from relplan.sources.catalogs import compose as compose_files
from relplan.sources.pipelines.bundles import blocks, clouds, helm, playbooks, stacks
from relplan.sources.pipelines.bundles.gitops import applications
from relplan.sources.pipelines.bundles.manifests import workloads
from relplan.sources.pipelines.facts import Chosen, Target
from relplan.sources.pipelines.files import Files

_DEEPEST = 6
_MOST = 1_000
"""Things in one bundle."""
_MANIFESTS = (".yaml", ".yml", ".json", ".tmpl", ".tpl", ".j2")
_SAM = ("template.yaml", "template.yml")
_MOST_BUNDLES = 3_000
"""Files that may be some."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file or folder that is applied as one."""

    kind: str
    path: str
    name: str
    held: tuple[Target, ...]
    told: tuple[str, ...] = ()
    applied: bool = False
    """A tool keeps it as it is written, without anybody's command."""


@dataclass(slots=True)
class Holder:
    """Looks into files and folders of one repository."""

    files: Files
    names: frozenset[str] = frozenset()
    """What the repository is called in the addresses of applications."""
    _known: dict[tuple[str, bool, Chosen], tuple[Target, ...]] = field(default_factory=dict)
    _left: int = _MOST

    def held(self, path: str, recursive: bool = False, chosen: Chosen = ()) -> tuple[Target, ...]:
        """Return all that is deployed when *path* is applied; nothing, where that is not told."""
        key = (path, recursive, chosen)
        if key not in self._known:
            self._known[key] = ()
            self._left = _MOST
            self._known[key] = tuple(self._all(path, recursive, chosen, 0))[:_MOST]
        return self._known[key]

    def _all(self, path: str, recursive: bool, chosen: Chosen, depth: int) -> Iterator[Target]:
        for target in self._one(path, recursive, chosen):
            self._left -= 1
            if self._left < 0:
                return
            below = [one for one in target.paths if depth < _DEEPEST and self._is_bundle(one)]
            inner = [
                found for one in below for found in self._all(one, False, target.chosen, depth + 1)
            ]
            if target.names or not inner:
                yield target
            yield from inner

    def _is_bundle(self, path: str) -> bool:
        return path in self.files.paths or self.files.is_folder(path)

    def _one(self, path: str, recursive: bool, chosen: Chosen) -> Iterable[Target]:
        if self.files.is_folder(path):
            return self._folder(path, recursive, chosen)
        reader = next((read for is_mine, read in _READERS if is_mine(path)), None)
        if reader is not None:
            return reader(self.files, path, chosen)
        for is_mine, read in _BY_CONTENT:
            if is_mine(self.files, path):
                return read(self.files, path)
        return workloads(path, self.files.text(path)) if path.endswith(_MANIFESTS) else ()

    def _folder(self, folder: str, recursive: bool, chosen: Chosen) -> Iterator[Target]:
        inside = self.files.inside(folder)
        names = {posixpath.basename(path): path for path in inside}
        if path := next((one for one in inside if stacks.is_kustomization(one)), ""):
            yield from stacks.kustomization(self.files, path)
        elif "Chart.yaml" in names:
            yield from helm.chart(self.files, folder, "", chosen)
        elif path := next((one for one in inside if helm.is_helmfile(one)), ""):
            yield from helm.helmfile(self.files, path)
        elif any(name.endswith(".tf") for name in names):
            yield from blocks.terraform(self.files, folder)
        elif path := next((names[one] for one in _SAM if one in names), ""):
            yield from clouds.cloudformation(self.files, path)
        elif folder.rpartition("/")[2] == ".helm":
            yield from helm.chart(self.files, folder, "", chosen)
        else:
            for path in self.files.below(folder) if recursive else inside:
                if path.endswith((".yaml", ".yml")):
                    yield from workloads(path, self.files.text(path))


def bundles_in(files: Files, holder: Holder) -> Iterator[Bundle]:
    """Yield the bundles of a repository, applied or not."""
    roots = [
        path
        for path in sorted(files.paths)
        if any(is_mine(path) for _, is_mine, _ in _ROOTS) or path.endswith((".tf", ".yml", ".yaml"))
    ]
    folders: set[str] = set()
    for path in roots[:_MOST_BUNDLES]:
        folder = posixpath.dirname(path) or "."
        kind, is_whole = next(
            ((kind, whole) for kind, is_mine, whole in _ROOTS if is_mine(path)), ("", False)
        )
        if path.endswith(".tf") and folder not in folders:
            folders.add(folder)
            kind, is_whole = "Terraform root" if blocks.is_root(files, folder) else "", True
        if kind:
            where = folder if is_whole else path
            title = posixpath.basename(folder if is_whole else path).partition(".")[0]
            yield Bundle(kind, where, title, holder.held(where), (where,))
        elif path.endswith((".yml", ".yaml")):
            yield from _applications(files, path, holder)


def _applications(files: Files, path: str, holder: Holder) -> Iterator[Bundle]:
    for one in applications(files, path):
        if one.target.repository not in ("", *holder.names):
            continue  # it brings what another repository holds
        here = [below for below in one.target.paths if files.is_folder(below)]
        held = [inner for below in here for inner in holder.held(below, one.recursive)]
        yield Bundle("application", path, one.name, tuple(held), one.told, applied=True)


def _is_stack(path: str) -> bool:
    """Tell whether a file by its name is a stack of Swarm, or a Compose file for production."""
    name = posixpath.basename(path)
    if not name.endswith((".yml", ".yaml")):
        return False
    parts = name.rsplit(".", 1)[0].replace("_", "-").replace(".", "-").split("-")
    mine = compose_files.is_mine(path) or parts[-1:] == ["stack"] or parts[:1] == ["stack"]
    swarm = "swarm" in posixpath.dirname(path).lower().split("/")
    return mine and (swarm or not {"prod", "production", "stack", "swarm"}.isdisjoint(parts))


def _plainly(read: Callable[[Files, str], Iterable[Target]]) -> "_Reader":
    """Return a reader of files of which a command chooses nothing."""
    return lambda files, path, chosen: read(files, path)


_Reader = Callable[[Files, str, Chosen], Iterable[Target]]
_READERS: tuple[tuple[Callable[[str], bool], _Reader], ...] = (
    (lambda path: compose_files.is_mine(path) or _is_stack(path), _plainly(stacks.compose)),
    (stacks.is_kustomization, _plainly(stacks.kustomization)),
    (
        helm.is_chart,
        lambda files, path, chosen: helm.chart(
            files, posixpath.dirname(path) or ".", chosen=chosen
        ),
    ),
    (helm.is_helmfile, _plainly(helm.helmfile)),
    (clouds.is_composition, _plainly(clouds.composition)),
    (lambda path: posixpath.basename(path).startswith("skaffold"), stacks.skaffold),
    (lambda path: path.endswith((".nomad", ".hcl")), _plainly(blocks.nomad)),
)
_BY_CONTENT: tuple[
    tuple[Callable[[Files, str], bool], Callable[[Files, str], Iterable[Target]]], ...
] = (
    (stacks.is_cloud_foundry, stacks.cloud_foundry),
    (clouds.is_template, clouds.cloudformation),
    (clouds.is_armory, clouds.armory),
    (playbooks.is_playbook, playbooks.playbook),
)
_ROOTS: tuple[tuple[str, Callable[[str], bool], bool], ...] = (
    ("chart", helm.is_chart, True),
    ("kustomization", stacks.is_kustomization, True),
    ("helmfile", helm.is_helmfile, False),
    ("Nomad job", blocks.is_nomad, False),
    ("stack", _is_stack, False),
)
"""Kinds of files that are applied; whether that is their whole folder."""
