"""Packages of Maven's repositories, by the manifests of Maven and of Gradle."""

from collections.abc import Iterable, Mapping, Sequence

from relplan.contracts.library import gradle, maven_pom
from relplan.contracts.library.locks import gradle as gradle_locks
from relplan.contracts.library.maven_versions import NAME, maven_admits, numbered
from relplan.contracts.library.packages import Ecosystem, Package, Pin, exactly


def is_manifest(path: str) -> bool:
    """Tell by its name whether a file is a manifest of either tool."""
    return maven_pom.is_manifest(path) or gradle.is_manifest(path)


def package_in(path: str, files: Mapping[str, bytes]) -> Package | None:
    """Return the artifact that the manifest at *path* makes; None where it makes none."""
    if maven_pom.is_manifest(path):
        return maven_pom.package_in(path, files)
    return gradle.package_in(path, files)


def pins(path: str, files: Mapping[str, bytes]) -> Iterable[Pin]:
    """Return what a manifest asks for."""
    if maven_pom.is_manifest(path):
        return maven_pom.pins(path, files)
    return gradle.pins(path, files)


def references(path: str, content: bytes) -> Sequence[str]:
    """Return the files from which a manifest may inherit."""
    if maven_pom.is_manifest(path):
        return maven_pom.references(path, content)
    return gradle.references(path, content)


MAVEN = Ecosystem(
    name=NAME,
    is_manifest=is_manifest,
    package_in=package_in,
    pins=pins,
    is_lock=gradle_locks.is_lock,
    locked=gradle_locks.locked,
    references=references,
    numbered=numbered,
    admits=maven_admits,
    exact=exactly(r"\[?%\]?"),
    rises=bool,  # what asks for no version gets the one that is managed
)
