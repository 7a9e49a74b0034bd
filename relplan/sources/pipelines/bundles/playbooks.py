"""Playbooks of Ansible: the containers, manifests and files that their tasks bring to machines."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import Image, one_line
from relplan.sources.pipelines.facts import Place, Target
from relplan.sources.pipelines.files import Files, joined

_MOST = 300
_DEEPEST = 4
_MODULES = frozenset(
    "docker_container docker_swarm_service k8s helm docker_compose docker_compose_v2 docker_stack"
    " copy synchronize unarchive podman_container ecs_service lambda".split()
)
_PATHS = ("src", "project_src", "compose", "chart_ref")


def is_playbook(files: Files, path: str) -> bool:
    """Tell whether a file is a list of plays."""
    found = files.documents(path) if path.endswith((".yml", ".yaml")) else ()
    plays = items(found[0].data) if len(found) == 1 else []
    return any("hosts" in table(one) or "import_playbook" in table(one) for one in plays)


def playbook(files: Files, path: str) -> Iterator[Target]:
    """Yield what the plays of a file deploy; of a role that is called as a service it is asked."""
    folder = posixpath.dirname(path)
    (document,) = files.documents(path)
    for number, item in enumerate(items(document.data)[:_MOST]):
        play, place = table(item), Place(path, document.line((str(number),)), "play")
        other = joined(folder, word(play.get("import_playbook")))
        if other in files.paths and other != path:
            yield Target((), (other,), place)
        for key in ("pre_tasks", "tasks", "post_tasks"):
            for one, at in _tasks(items(play.get(key)), (str(number), key), 0):
                line = document.line(at)
                yield from _task(files, folder, Place(path, line, ""), one)
                called = table(one.get("include_role")) or table(one.get("import_role"))
                yield from _role(files, folder, word(called.get("name")), Place(path, line, ""))
        for n, role in enumerate(items(play.get("roles"))[:_MOST]):
            name = word(role) or word(table(role).get("role")) or word(table(role).get("name"))
            line = document.line((str(number), "roles", str(n)))
            yield from _role(files, folder, name, Place(path, line, ""))


def _role(files: Files, folder: str, name: str, place: Place) -> Iterator[Target]:
    if not name or "/" in name or not files.spend(1_000):
        return
    shown = Place(place.path, place.line, one_line(f"role {name}"))
    yield Target((name,), (), shown, doubt="a role of that name is run")
    for ending in ("yml", "yaml"):
        path = joined(folder, f"roles/{name}/tasks/main.{ending}")
        for document in files.documents(path):
            for one, at in _tasks(items(document.data), (), 0):
                below = joined(folder, f"roles/{name}/files")
                line = document.line(at)
                yield from _task(files, below, Place(path, line, ""), one)


def _tasks(
    listed: list[Any], at: tuple[str, ...], depth: int
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    for number, item in enumerate(listed[:_MOST]):
        task, pointer = table(item), (*at, str(number))
        if items(task.get("block")) and depth < _DEEPEST:
            yield from _tasks(task["block"], (*pointer, "block"), depth + 1)
        elif "when" not in task:  # what a condition chooses is not known
            yield task, pointer


def _task(files: Files, folder: str, place: Place, task: Mapping[str, Any]) -> Iterator[Target]:
    for key, value in list(task.items())[:_MOST]:
        module = key.rpartition(".")[2]
        given = table(value)
        if module not in _MODULES or given.get("state") in ("absent", "stopped"):
            continue
        found = [joined(folder, word(given.get(one))) for one in _PATHS]
        below = tuple(one for one in found if one in files.paths or files.is_folder(one))
        names = []
        if module not in ("copy", "synchronize", "unarchive"):
            image = Image.parse(word(given.get("image"))).name
            names = [word(given.get("name")) or word(given.get("release_name")), image]
        text = one_line(f"{module} {' '.join(filter(None, (*names, *below)))}")
        if below or any(names):
            yield Target(tuple(filter(None, names)), below, Place(place.path, place.line, text))
