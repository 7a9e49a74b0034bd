"""Which files are descriptors, and of which shape."""

import re
from collections.abc import Sequence
from functools import cache

from relplan.model.descriptor import DescriptorShape, Ranges
from relplan.model.globs import pattern_of

PROVIDED = ("name", "version")
"""What `provides` gives of each interface."""
REQUIRED = ("name", "versions", "version")
"""What `requires` gives of each; one version may be called so."""

FOLIO = DescriptorShape(
    name="folio",
    files=("**/*Descriptor*.json", "**/*descriptor*.json"),
    provides="provides[].{name: id, version: version}",
    requires="requires[].{name: id, versions: version}",
    ranges=Ranges.LISTED,
)
"""Of the modules of FOLIO, as its gateway Okapi reads them."""

OSGI = DescriptorShape(
    name="osgi",
    files=("**/META-INF/MANIFEST.MF",),
    provides="provides[].{name: name, version: version}",
    requires="requires[?!optional].{name: name, versions: version}",
    ranges=Ranges.OSGI,
)
"""Of OSGi's bundles; only where relplan.toml says so: most manifests are no bundle's."""


class Shapes:
    """The shapes that people declare, and those that are known besides."""

    def __init__(self, declared: Sequence[DescriptorShape]) -> None:
        """Know *declared*; they are asked first."""
        self._known = [(shape, _pattern(shape)) for shape in (*declared, FOLIO)]

    def of(self, path: str) -> DescriptorShape | None:
        """Return the shape of the file at *path*; None where it is no descriptor."""
        for shape, pattern in self._known:
            if pattern.fullmatch(path):
                return shape
        return None


@cache
def shapes_of(declared: tuple[DescriptorShape, ...]) -> Shapes:
    """Return *declared*, ready to be asked."""
    return Shapes(declared)


def _pattern(shape: DescriptorShape) -> re.Pattern[str]:
    patterns = (pattern_of(shape.files, folder).pattern for folder in shape.folders)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
