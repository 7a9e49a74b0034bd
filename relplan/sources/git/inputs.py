"""Finds out, from the build files at a commit, what the services of a repository are built from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from relplan.contracts.bounds import UnreadableError
from relplan.model.scan import Notice
from relplan.sources.builds.edge import Inputs
from relplan.sources.builds.inputs import inputs_of
from relplan.sources.builds.tree import FOREIGN, LARGEST, Tree
from relplan.sources.git.blobs import Blobs
from relplan.sources.git.errors import GitError, ScanCancelledError
from relplan.sources.git.safe import Git
from relplan.sources.git.text import incremental_decoder
from relplan.sources.git.trees import files_of

_MOST_FOUND = 100_000_000
"""Bytes of the lines that a search gives."""
_LONGEST = 500
"""Characters of an import line."""
_GREP = (
    "grep", "-a", "-z", "-F", "--no-color", "--no-textconv", "--no-line-number", "--no-column",
    "--full-name", "--no-recurse-submodules",
)  # fmt: skip


def detected_inputs(
    git: Git, commit: str, folders: Sequence[str]
) -> tuple[dict[str, Inputs], list[Notice]]:
    """Return by folder what the services in *folders* are built from, as of *commit*."""
    files = files_of(git, commit)
    with Blobs(git, LARGEST) as blobs:

        def read(path: str) -> bytes:
            content = blobs.read(files[path])
            if content is None:
                raise UnreadableError("too large, or not in this clone", path)
            return content

        tree = Tree(
            files.keys(),
            read,
            lambda texts, ends: _lines(git, commit, texts, ends),
        )
        found = inputs_of(tree, folders)
    return found, [_doubt(git, tree)] if tree.unread else []


def _doubt(git: Git, tree: Tree) -> Notice:
    first = tree.unread[0]
    place = f"{first.path}:{first.line}" if first.line else first.path
    others = len(tree.unread) - 1
    more = f" and {others} more build files were" if others else " was"
    return Notice(
        f"{git.repository}: {place} ({first.what}){more} not read, so a change may belong to more"
        " services than is known; mend it, or say `inputs` in relplan.toml"
    )


def _lines(
    git: Git, commit: str, texts: Sequence[str], ends: Sequence[str]
) -> Mapping[str, list[str]]:
    """Return the lines that hold one of *texts*, by file: git finds them faster than we read."""
    words = [word for text in texts for word in ("-e", text)]
    pathspecs = [f":(top,glob)**/*{end}" for end in ends]
    pathspecs += [f":(top,exclude,glob)**/{folder}/**" for folder in sorted(FOREIGN)]
    found: dict[str, list[str]] = defaultdict(list)
    decoder = incremental_decoder()
    size, rest = 0, ""
    try:
        with git.stream(*_GREP, *words, commit, "--", *pathspecs) as chunks:
            for chunk in chunks:
                size += len(chunk)
                *lines, rest = (rest + decoder.decode(chunk)).split("\n")
                for line in lines:
                    place, _, text = line.partition("\0")
                    found[place.removeprefix(f"{commit}:")].append(text[:_LONGEST])
                if size > _MOST_FOUND:
                    break
    except ScanCancelledError:
        raise
    except GitError:  # it says no where there is no such line, or was stopped halfway
        pass
    return found
