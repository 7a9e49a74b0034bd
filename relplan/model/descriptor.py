"""The shape of an organisation's own descriptor files, as relplan.toml says it."""

from enum import StrEnum

from relplan.model.value import value


class Ranges(StrEnum):
    """How the versions that a descriptor requires are written."""

    SEMVER = "semver"
    """As npm writes ranges: ``^1.2 || 2.x``; a bare version is that one alone."""
    LISTED = "listed"
    """``4.0 5.1``: any of these; each is met by the same major and the same or a higher minor."""
    CARET = "caret"
    """As Cargo writes them: a bare ``1.2`` is met by all versions compatible with it."""
    OSGI = "osgi"
    """``[1.2,2)``, with a round bracket where the end is left out; a bare ``1.2`` is the least."""


@value()
class DescriptorShape:
    """Which files are descriptors, and where in them it stands what is provided and required."""

    name: str
    files: tuple[str, ...]
    """Globs in a service's folder."""
    provides: str
    """A JMESPath expression that gives a list of ``{name, version}``; empty: such files do not."""
    requires: str
    """One that gives a list of ``{name, versions}``; empty: such files do not."""
    ranges: Ranges
    folders: tuple[str, ...] = (".",)
    """The folders of the services, in their repositories."""
