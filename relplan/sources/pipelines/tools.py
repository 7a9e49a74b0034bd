"""All tools whose pipelines are read: a row a tool."""

from collections.abc import Iterator
from typing import TypeVar

from relplan.contracts.bounds import UnreadableError
from relplan.sources.pipelines import (
    azure,
    bitbucket,
    cloud_build,
    cluster_pipelines,
    github,
    gitlab,
    jenkins,
    octopus,
    others,
    spinnaker,
)
from relplan.sources.pipelines.facts import Pipeline
from relplan.sources.pipelines.files import Files

Found = TypeVar("Found")
_READERS = (
    github.pipelines, gitlab.pipelines, jenkins.pipelines, azure.pipelines, cloud_build.pipelines,
    octopus.pipelines, spinnaker.pipelines, bitbucket.pipelines,
    *cluster_pipelines.READERS, *others.READERS,
)  # fmt: skip


def pipelines_of(files: Files) -> Iterator[Pipeline]:
    """Yield the pipelines of a repository, of whichever tool."""
    for read in _READERS:
        yield from as_far_as_bounds(read(files))


def as_far_as_bounds(found: Iterator[Found]) -> Iterator[Found]:
    """Yield what is found until it costs too much: that is no set-up that people wrote."""
    try:
        yield from found
    except UnreadableError:
        return
