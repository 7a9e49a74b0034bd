"""Helm: charts with what they depend on and what their templates make, and helmfiles."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.bundles.manifests import ranged, workloads
from relplan.sources.pipelines.expressions import flattened
from relplan.sources.pipelines.facts import Place, Target
from relplan.sources.pipelines.files import Files, joined

_MOST_RELEASES = 300
_RELEASE = re.compile(r"^[ ]*-[ ]+name:[ ]*[\"']?([\w.-]+)[\"']?[ \r]*$", re.MULTILINE)


def is_chart(path: str) -> bool:
    """Tell whether a file says that its folder is a chart."""
    return posixpath.basename(path) == "Chart.yaml"


def chart(files: Files, folder: str, release: str = "") -> Iterator[Target]:
    """Yield what the chart in *folder* holds."""
    path = joined(folder, "Chart.yaml")
    read = files.table(path)
    values = _values(files, folder)
    if read is None:
        return
    known = {key.lstrip("."): value for key, value in flattened("", values).items()}
    known[".Chart.Name"] = word(read[1].get("name"))
    known[".Release.Name"] = release
    yield from _dependencies(files, folder, known)
    for template in files.below(joined(folder, "templates")):
        if template.endswith((".yaml", ".yml", ".tpl")):
            text = files.text(template)
            yield from workloads(template, text, known)
            for name, line in ranged(text):
                yield from _each(values, name, Place(template, line, f"range .Values.{name}"))


def _values(files: Files, folder: str) -> dict[str, Any]:
    read = files.table(joined(folder, "values.yaml"))
    return read[1] if read is not None else {}


def _dependencies(files: Files, folder: str, values: dict[str, str]) -> Iterator[Target]:
    for name in ("Chart.yaml", "requirements.yaml"):
        read = files.table(joined(folder, name))
        if read is None:
            continue
        for place, item in enumerate(items(read[1].get("dependencies"))[:_MOST_RELEASES]):
            one = table(item)
            condition = word(one.get("condition")).partition(",")[0]
            if values.get(condition) == "false":
                continue
            names = [word(one.get(key)) for key in ("alias", "name")]
            local = word(one.get("repository")).removeprefix("file://")
            path = joined(folder, local) if local != word(one.get("repository")) else ""
            line = read[0].line(("dependencies", str(place)))
            text = one_line(f"depends on {names[1]}")
            below = (path,) if path else ()
            version = "" if path else scalar(one.get("version"))
            place_of = Place(read[0].path, line, text)
            yield Target(tuple(filter(None, names)), below, place_of, version=version)


def _each(values: dict[str, Any], name: str, place: Place) -> Iterator[Target]:
    """Yield a workload for each of the values that a template runs over."""
    found: Any = values
    for step in name.split("."):
        found = table(found).get(step)
    if isinstance(found, dict):
        named = [key for key, value in found.items() if table(value).get("enabled") is not False]
    else:
        named = [word(table(one).get("name")) for one in items(found)]
    for one in named[:_MOST_RELEASES]:
        if one:
            yield Target((one,), (), Place(place.path, place.line, f"{place.text}: {one}"))


def is_helmfile(path: str) -> bool:
    """Tell whether a file is called as helmfiles are."""
    name = posixpath.basename(path)
    return name.startswith("helmfile") and name.endswith((".yaml", ".yml", ".yaml.gotmpl"))


def helmfile(files: Files, path: str) -> Iterator[Target]:
    """Yield the releases of a helmfile; one with templates in it is read line by line."""
    folder = posixpath.dirname(path)
    documents = files.documents(path)
    for document in documents:
        data = table(document.data)
        for place, item in enumerate(items(data.get("releases"))[:_MOST_RELEASES]):
            one = table(item)
            if one.get("installed") is False:
                continue
            name, named = word(one.get("name")), word(one.get("chart"))
            local = joined(folder, named)
            line = document.line(("releases", str(place)))
            names = (name, posixpath.basename(named))
            below = (local,) if local and files.is_folder(local) else ()
            yield Target(names, below, Place(path, line, one_line(f"release {name}: {named}")))
        for item in items(data.get("helmfiles"))[:50]:
            other = joined(folder, word(item) or word(table(item).get("path")))
            if other in files.paths and other != path:
                yield Target((), (other,), Place(path, document.line(("helmfiles",)), other))
    if not documents:
        text = files.text(path)
        after = text.find("releases:")
        for match in _RELEASE.finditer(text, max(after, 0)) if after >= 0 else ():
            line = text.count("\n", 0, match.start()) + 1
            yield Target((match[1],), (), Place(path, line, f"release {match[1]}"))
