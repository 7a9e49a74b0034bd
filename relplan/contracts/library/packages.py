"""What a manifest says: the package it makes, and the packages that it pins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ecosystem(StrEnum):
    """Where packages are published, under the names that package URLs have for them."""

    PYTHON = "pypi"
    NPM = "npm"
    GO = "golang"
    MAVEN = "maven"
    """Gradle's, too."""
    CARGO = "cargo"
    NUGET = "nuget"


@dataclass(frozen=True, slots=True)
class Package:
    """A package as its manifest declares it."""

    ecosystem: Ecosystem
    name: str
    """As the ecosystem compares names; Maven's is ``group:artifact``, Go's has no ``/v2``,
    NuGet's is in small letters."""
    version: str = ""
    """Empty: the manifest does not state it. Of Go it is the major version alone, ``v2``."""
    line: int = 0
    """Of the version, else of the name; counted from 1, 0 where not known."""
    runtimes: Mapping[str, str] = field(default_factory=dict)
    """The versions of its runtime (``python``, ``node``, ``go``, ``rust``, ``java``) it needs."""
    offers: frozenset[str] = frozenset()
    """What a consumer can name besides the package: ``extra cli``, ``export ./client``."""
    peers: Mapping[str, str] = field(default_factory=dict)
    """The packages, with ranges, that a consumer must have itself."""
    exports_all: bool = True
    """Whether each of its files can be imported, since it says nothing of exports."""


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A package that a manifest asks for."""

    ecosystem: Ecosystem
    package: str
    """As `Package.name`."""
    range: str
    """As written; empty: any version."""
    line: int
    """Counted from 1; 0 where not known."""
