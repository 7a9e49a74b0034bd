""".NET: project references, files that are linked in, and what whole folders share."""

from collections.abc import Iterator

from relplan.contracts.bounds import UnreadableError
from relplan.contracts.reading.xml import Element, read_xml
from relplan.sources.builds.edge import Edge
from relplan.sources.builds.manifests import shared_files
from relplan.sources.builds.tree import Tree
from relplan.sources.catalogs.reading import folder_of, within

_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_LINKING = ("Compile", "Content", "EmbeddedResource", "None", "Protobuf", "AdditionalFiles")
_SHARED = (
    "Directory.Build.props Directory.Build.targets Directory.Packages.props global.json"
    " NuGet.config nuget.config NuGet.Config"
).split()


def edges(tree: Tree) -> Iterator[Edge]:
    """Yield which projects are built from which others."""
    for path in tree.ending(*_PROJECTS):
        try:
            project = read_xml(path, tree.read(path))
        except UnreadableError as error:
            tree.unread.append(error)
            continue
        folder = folder_of(path)
        for target in _targets(tree, folder, project):
            if target != folder:
                yield Edge(folder, target)
        above = folder
        while above != ".":
            above = folder_of(above)
            yield from shared_files(tree, above, _SHARED, [folder])


def _targets(tree: Tree, folder: str, project: Element) -> Iterator[str]:
    """Yield the folders of referenced projects, and the files and folders that are linked in."""
    for reference in project.all("ItemGroup", "ProjectReference"):
        target = _path(folder, reference.attributes.get("Include", ""))
        if target is not None and tree.has_file(target):
            yield folder_of(target)
    for imported in project.all("Import"):
        target = _path(folder, imported.attributes.get("Project", ""))
        if target is not None and tree.has_file(target):
            yield target
    for tag in _LINKING:
        for linked in project.all("ItemGroup", tag):
            said = linked.attributes.get("Include", "") or linked.attributes.get("Link", "")
            target = _path(folder, said.partition("*")[0])
            if said.startswith("..") and target is not None and tree.has(target):
                yield target


def _path(folder: str, said: str) -> str | None:
    """Return a path as MSBuild has it; None: it leads out, or only MSBuild knows it."""
    plain = said.replace("$(MSBuildThisFileDirectory)", "").replace("\\", "/")
    return None if "$(" in plain or ";" in plain else within(folder, plain)
