"""Helm: charts with what they depend on and what their templates make, and helmfiles."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from relplan.sources.catalogs.reading import items, table, word
from relplan.sources.deployments.statement import Image, one_line, scalar
from relplan.sources.pipelines.bundles.manifests import workloads
from relplan.sources.pipelines.bundles.templates import Loop, loops, makers, without_disabled
from relplan.sources.pipelines.expressions import flattened
from relplan.sources.pipelines.facts import Chosen, Place, Target
from relplan.sources.pipelines.files import Files, joined

_MOST_RELEASES = 300
_DEEPEST = 12
_UNREAD = "it is switched off here, and values that are kept elsewhere may switch it on"
_RELEASE = re.compile(r"^[ ]*-[ ]+name:[ ]*[\"']?([\w.-]+)[\"']?[ \r]*$", re.MULTILINE)


def is_chart(path: str) -> bool:
    """Tell whether a file says that its folder is a chart."""
    return posixpath.basename(path) == "Chart.yaml"


def chart(files: Files, folder: str, release: str = "", chosen: Chosen = ()) -> Iterator[Target]:
    """Yield what the chart in *folder* holds, with the values that a command has *chosen*."""
    path = joined(folder, "Chart.yaml")
    read = files.table(path)
    if read is None and posixpath.basename(folder) != ".helm":
        return  # werf's chart has no file of its own
    values = _values(files, folder, chosen)
    known = {key.lstrip("."): value for key, value in flattened("", values).items()}
    known[".Chart.Name"] = word(read[1].get("name")) if read else ""
    known[".Release.Name"] = release
    unread = any(option == "values" and path not in files.paths for option, path in chosen)
    doubt = _UNREAD if unread else ""
    yield from _dependencies(files, folder, known, doubt)
    templates = [
        one
        for one in files.below(joined(folder, "templates"))
        if one.endswith((".yaml", ".yml", ".tpl"))
    ]
    # A chart's templates may make workloads by those of a library that is kept in it.
    shared = [one for one in files.below(joined(folder, "charts")) if one.endswith(".tpl")]
    texts = [files.text(one) for one in (*templates, *shared)]
    if not files.spend(sum(map(len, texts))):
        return
    making = makers(texts)
    for template in templates:
        text = without_disabled(files.text(template), known)
        yield from workloads(template, text, known)
        for loop in loops(text, making):
            for target, value in _each(values, loop, template, doubt):
                yield target
                yield from _beside(value, texts, target.place)


def _values(files: Files, folder: str, chosen: Chosen) -> dict[str, Any]:
    """Return a chart's values, with those put over them that a command names."""
    found: dict[str, Any] = {}
    given = [path for option, path in chosen if option == "values"]
    for path in (joined(folder, "values.yaml"), *given):
        read = files.table(path)
        found = _over(found, read[1]) if read is not None else found
    for key, value in [one.partition("=")[::2] for option, one in chosen if option == "set"][:100]:
        found = _over(found, _at(key.split("."), value))
    return found


def _at(steps: list[str], value: str) -> dict[str, Any]:
    plain: Any = {"true": True, "false": False}.get(value, value)
    for step in reversed(steps[:_DEEPEST]):
        plain = {step: plain}
    return table(plain)


def _over(values: dict[str, Any], others: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    if depth > _DEEPEST:
        return values
    return {
        **values,
        **{
            key: _over(table(values.get(key)), value, depth + 1)
            if isinstance(value, dict)
            else value
            for key, value in others.items()
        },
    }


def _dependencies(
    files: Files, folder: str, values: dict[str, str], doubt: str
) -> Iterator[Target]:
    """Yield the charts that a chart brings; one that is switched off with a *doubt*, if at all."""
    for name in ("Chart.yaml", "requirements.yaml"):
        read = files.table(joined(folder, name))
        if read is None:
            continue
        for place, item in enumerate(items(read[1].get("dependencies"))[:_MOST_RELEASES]):
            one = table(item)
            condition = word(one.get("condition")).partition(",")[0]
            is_off = values.get(condition) == "false"
            if is_off and not doubt:
                continue
            names = [word(one.get(key)) for key in ("alias", "name")]
            local = word(one.get("repository")).removeprefix("file://")
            path = joined(folder, local) if local != word(one.get("repository")) else ""
            unpacked = joined(folder, f"charts/{word(one.get('name'))}")
            path = path or (unpacked if files.is_folder(unpacked) else "")
            line = read[0].line(("dependencies", str(place)))
            text = one_line(f"depends on {names[1]}")
            below = (path,) if path else ()
            version = "" if path else scalar(one.get("version"))
            place_of = Place(read[0].path, line, text)
            why = doubt if is_off else ""
            yield Target(tuple(filter(None, names)), below, place_of, version=version, doubt=why)


def _each(
    values: dict[str, Any], loop: Loop, path: str, doubt: str
) -> Iterator[tuple[Target, dict[str, Any]]]:
    """Yield a workload for each of the values that a template goes through, with that value.

    One that is switched off with a *doubt*, if at all.
    """
    found: Any = values if loop.over else list(loop.words)
    for step in loop.over.split("."):
        found = table(found).get(step) if loop.over else found
    if isinstance(found, dict):
        listed = list(found.items())
    else:
        listed = [(word(one) or word(table(one).get("name")), one) for one in items(found)]
    for name, value in listed[:_MOST_RELEASES]:
        one = table(value)
        flag = one.get("enabled")
        is_off = flag is False or (loop.needs_flag and not flag)
        if name and (doubt or not is_off):
            of_image = table(one.get("image"))
            image = Image.parse(word(one.get("image")) or word(of_image.get("repository")))
            version = scalar(of_image.get("tag")) or image.tag
            names = (name, word(one.get("name")), image.name)
            text = one_line(f"range {f'.Values.{loop.over}' if loop.over else 'list'}: {name}")
            place = Place(path, loop.line, text)
            why = doubt if is_off else ""
            yield Target(tuple(filter(None, names)), (), place, version=version, doubt=why), one


def _beside(value: dict[str, Any], texts: list[str], place: Place) -> Iterator[Target]:
    """Yield the containers that a workload's values put beside its own, where a template does."""
    for key, listed in list(value.items())[:_MOST_RELEASES]:
        is_beside = key.endswith("Containers") and not key.startswith("init")
        if is_beside and any(f".{key}" in text for text in texts):
            for one in items(listed)[:_DEEPEST]:
                name = word(table(one).get("name"))
                shown = Place(place.path, place.line, one_line(f"{place.text}: {name}"))
                yield Target((name,), (), shown)


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
