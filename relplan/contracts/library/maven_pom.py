"""Maven's manifest: pom.xml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import basename

from relplan.contracts.library.maven_versions import NAME
from relplan.contracts.library.packages import Package, Pin, Role
from relplan.contracts.reading.xml import Element, filled, read_xml
from relplan.contracts.references import join_path

_HOLE = re.compile(r"\$\{([^${}]{1,200})\}")
_RUNTIMES = ("maven.compiler.release", "maven.compiler.target", "java.version")
_MOST_PARENTS = 16
_MANAGED = ("dependencyManagement", "dependencies", "dependency")


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is Maven's manifest."""
    return basename(path) == "pom.xml"


class _Pom:
    """A POM, and those of its parents that are among the files."""

    def __init__(self, path: str, files: Mapping[str, bytes]) -> None:
        self.tree = read_xml(path, files[path])
        self._chain = [self.tree]
        seen = {path}
        while (path := _parent(path, self._chain[-1])) in files and path not in seen:
            seen.add(path)
            if len(seen) > _MOST_PARENTS:
                break
            self._chain.append(read_xml(path, files[path]))
        self._properties: dict[str, str] = {}
        for tree in reversed(self._chain):
            properties = tree.first("properties")
            for item in properties.below if properties else ():
                self._properties[item.tag] = item.text.strip()
        for key in ("groupId", "artifactId", "version"):
            parent = self.tree.value("parent", key)
            own = self.tree.value(key) or ("" if key == "artifactId" else parent)
            self._properties |= {f"project.{key}": own, f"project.parent.{key}": parent}

    def filled(self, text: str) -> str:
        """Return *text* with the properties that are known in their places."""
        return filled(text, _HOLE, self._properties)

    @cached_property
    def managed(self) -> Mapping[str, str]:
        """The versions that its parents manage, by ``group:artifact``."""
        found: dict[str, str] = {}
        for tree in self._chain[1:]:
            for element in tree.all(*_MANAGED):
                version = self.filled(element.value("version"))
                found.setdefault(self.coordinates(element), version)
        return found

    @property
    def imported(self) -> Iterator[tuple[str, str]]:
        """The BOMs from which its parents take versions that they manage."""
        for tree in self._chain[1:]:
            for element in tree.all(*_MANAGED):
                if element.value("scope") == "import":
                    yield self.coordinates(element), self.filled(element.value("version"))

    def coordinates(self, element: Element) -> str:
        """Return ``group:artifact`` of a dependency or a parent."""
        group, artifact = element.value("groupId"), element.value("artifactId")
        return f"{self.filled(group)}:{self.filled(artifact)}"

    def pin(self, package: str, version: str, line: int, role: Role) -> Pin:
        """Return what is asked for; a property that none of the files sets is its last parent's."""
        if "${" not in version:
            return Pin(NAME, package, version, line, role=role)
        parent = self._chain[-1].first("parent")
        if parent:
            version = f"{version} of {self.coordinates(parent)}:{parent.value('version')}"
        return Pin(NAME, package, version, line, role=role, hidden=True)

    def own(self, key: str) -> str:
        """Return the POM's own group, artifact or version, its parent's where it has none."""
        return self.filled(self._properties[f"project.{key}"])

    def runtime(self) -> str:
        """Return the Java that the compiled classes need."""
        stated = (self._properties.get(name, "") for name in _RUNTIMES)
        return self.filled(next(filter(None, stated), "")).removeprefix("1.")  # 1.8 is 8


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the artifact; what it inherits is read from its parents, where *files* has them."""
    pom = _Pom(path, files)
    artifact = pom.own("artifactId")
    if pom.tree.tag != "project" or not artifact:
        return None
    version = pom.own("version")
    place = pom.tree.first("version") or pom.tree.first("parent", "version") or pom.tree
    runtime = pom.runtime()
    return Package(
        NAME,
        f"{pom.own('groupId')}:{artifact}",
        "" if "${" in version else version,
        place.line,
        {"java": runtime} if runtime and "${" not in runtime else {},
    )


def references(path: str, content: bytes) -> Sequence[str]:
    """Return where the parent is, if it is in the repository."""
    parent = _parent(path, read_xml(path, content))
    return [parent] if parent else []


def pins(path: str, files: Mapping[str, bytes]) -> Iterator[Pin]:
    """Yield what a POM asks for: dependencies, those that it manages, and its parent.

    A dependency whose version stands in no file that is here asks for none.
    """
    pom = _Pom(path, files)
    for tags in (
        ("parent",),
        ("dependencies", "dependency"),
        _MANAGED,
        ("profiles", "profile", "dependencies", "dependency"),
    ):
        for element in pom.tree.all(*tags):
            stated, package = element.first("version"), pom.coordinates(element)
            version = pom.filled(stated.text.strip()) if stated else pom.managed.get(package, "")
            line = (stated or element).line
            yield pom.pin(package, version, line, _role(tags, element))
    for package, version in pom.imported:
        yield pom.pin(package, version, pom.tree.line, Role.PLATFORM)


def _role(tags: Sequence[str], element: Element) -> Role:
    if tags[0] == "parent":
        return Role.PLATFORM  # of one in another repository, whose versions it inherits
    if tags[0] != "dependencyManagement":
        return Role.ASKED
    return Role.PLATFORM if element.value("scope") == "import" else Role.MANAGED


def _parent(path: str, tree: Element) -> str:
    """Return the path of the parent's POM; empty where none is named, or not by a path."""
    parent = tree.first("parent")
    if parent is None:
        return ""
    relative = parent.first("relativePath")
    named = relative.text.strip() if relative else "../pom.xml"
    if not named:
        return ""
    joined = join_path(path, named)
    if not joined.endswith(".xml"):
        joined = join_path(f"{joined}/pom.xml", "pom.xml")
    return "" if joined.startswith("..") else joined
