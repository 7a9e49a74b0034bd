"""Gradle: the projects of one build that depend on each other, as far as that is written out."""

import re
from collections.abc import Iterator, Mapping

from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import nearest, shared_files
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_BUILDS = (".gradle", ".gradle.kts")
_SHARED = (
    "build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.properties"
    " gradle.lockfile gradle/libs.versions.toml gradle/wrapper/gradle-wrapper.properties buildSrc"
).split()
_COMMENT = re.compile(r"/\*(?:.*?\*/|.*)|(?<![:\"'])//[^\n]*", re.DOTALL)
_INCLUDE = re.compile(
    r"(?<![\w.])include\b[ \t]{0,20}\(?((?:[\s,]{0,300}[\"'][^\"'\n$]{1,200}[\"'])+)"
)
_QUOTED = re.compile(r"[\"']([^\"'\n$]{1,200})[\"']")
_MOVED = re.compile(
    r"project\s*\(\s*[\"']([^\"'\n$]{1,200})[\"']\s*\)\s*\.\s*projectDir\s*=\s*"
    r"(?:new\s+File|file)\s*\(\s*(?:(?:settingsDir|rootDir)\s*,\s*)?[\"']([^\"'\n]{1,200})[\"']"
)
_NEEDED = re.compile(
    r"\b(\w{1,60})[ \t(]{1,9}(?:platform[ \t]?\()?project[ \t]?\(\s{0,99}"
    r"(?:path[ \t]?[:=][ \t]?)?[\"'](:[^\"'\n$]{1,200})[\"']"
)
_ACCESSOR = re.compile(r"\b(\w{1,60})[ \t(]{1,9}projects\.([\w.]{1,200})")


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which projects depend on which others of their build; what tests need is left out."""
    builds = {
        folder_of(path): _projects(folder_of(path), text)
        for path, text in tree.each(tree.named(*_SETTINGS))
    }
    for place, projects in builds.items():
        folders = [folder for folder in projects.values() if folder != place]
        yield from shared_files(tree, place, _SHARED, folders)
    scripts = [path for path in tree.ending(*_BUILDS) if not path.endswith(_SETTINGS)]
    for path, text in tree.each(scripts):
        folder = folder_of(path)
        top = nearest(folder, builds)
        if top is None or folder == top:
            continue  # what the top's script says of all of them is its own code's business
        for project in _needed(_COMMENT.sub("", text), builds[top]):
            target = builds[top].get(project)
            if target is not None and target != folder and tree.has(target):
                yield Edge(folder, target)


def _projects(top: str, text: str) -> dict[str, str]:
    """Return the folder of each project by its path, such as ``:libs:money``."""
    plain = _COMMENT.sub("", text)
    found: dict[str, str] = {}
    for names in _INCLUDE.findall(plain):
        for name in _QUOTED.findall(names):
            project = f":{name.strip(':').replace('/', ':')}"
            folder = within(top, project.strip(":").replace(":", "/"))
            if folder is not None:
                found[project] = folder
    for name, relative in _MOVED.findall(plain):
        folder = within(top, relative)
        if folder is not None:
            found[f":{name.strip(':')}"] = folder
    return found


def _needed(text: str, projects: Mapping[str, str]) -> Iterator[str]:
    for configuration, project in _NEEDED.findall(text):
        if not configuration.startswith(("test", "androidTest", "integrationTest")):
            yield project
    accessors = {_accessor(project): project for project in projects}
    for configuration, name in _ACCESSOR.findall(text):
        if not configuration.startswith(("test", "androidTest", "integrationTest")):
            yield accessors.get(name, "")


def _accessor(project: str) -> str:
    """``:libs:money-api`` is ``projects.libs.moneyApi``."""
    camel = re.sub(r"[-_](\w)", lambda match: match[1].upper(), project.strip(":"))
    return camel.replace(":", ".")
