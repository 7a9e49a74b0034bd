"""What a scan of a service cannot see: silence would be taken for a no."""

from collections.abc import Iterator

from relplan.model.production import KnownBy
from relplan.model.scan import Notice
from relplan.sources.git.claims import folder_of_service
from relplan.sources.git.safe import Git
from relplan.sources.git.to_read import ToRead
from relplan.sources.git.unclaimed import absent_inputs


def doubts(git: Git, service: ToRead, *, cut_off: bool) -> Iterator[Notice]:
    """Say where there may be more pending; *cut_off* is of a shallow clone."""
    root = service.root
    if cut_off and service.production.by is KnownBy.MAIN:
        yield Notice(
            f"{root.service}: {root.repository} is a shallow clone without a release, so"
            " changes may be missing; run `git fetch --unshallow --tags` there"
        )
    yield from absent_inputs(git, root, service.main.commit)
    folder = folder_of_service(root)
    words = ("ls-tree", "-d", "--name-only", "-z", "--full-tree", service.main.commit, "--")
    if folder != "." and not git.text(*words, folder):
        yield Notice(
            f"{root.service}: {service.main.name} of {root.repository} has no folder"
            f" '{folder}'; if it is not to come yet, correct `path` in relplan.toml"
        )
