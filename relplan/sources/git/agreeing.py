"""Tells whether commits do the reverse of what they say to take back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from relplan.sources.git.errors import GitError
from relplan.sources.git.patches import Net, nets_of, undone
from relplan.sources.git.revert_claims import Claim
from relplan.sources.git.safe import Git, oids
from relplan.sources.git.squash.commits import RAW, Files, read_known


def agreeing(git: Git, claims: Sequence[Claim]) -> set[str]:
    """Return the commits that do the reverse of all that they say to take back.

    Mostly they bring the very files back that were there, which is told without their contents.
    """
    files = _files_of(git, claims)
    exact = {claim.by for claim in claims if _brings_back(claim, files)}
    left = [claim for claim in claims if claim.by not in exact]
    nets = nets_of(git, _commits(left))
    return exact | {claim.by for claim in left if _undoes(claim, nets)}


def _commits(claims: Iterable[Claim]) -> list[str]:
    return [oid for claim in claims for oid in _all_of(claim)]


def _all_of(claim: Claim) -> list[str]:
    return [claim.by, *claim.targets, *claim.released]


def _files_of(git: Git, claims: Sequence[Claim]) -> dict[str, Files]:
    """Return which files the commits make of which, a merge compared with its first parent."""
    wanted = list(dict.fromkeys(_commits(claims)))
    if not wanted:
        return {}
    words = ("--no-walk=unsorted", "--stdin", "--diff-merges=first-parent", *RAW)
    try:
        return {commit.oid: commit.files for commit in read_known(git, *words, stdin=oids(wanted))}
    except GitError:  # a part of the history is not here
        return {}


def _brings_back(claim: Claim, files: Mapping[str, Files]) -> bool:
    """Tell whether each file is in the end what it was; what commits do to its lines adds up."""
    total: Counter[tuple[str, str, str]] = Counter()
    for oid in _all_of(claim):
        if oid not in files:
            return False
        for path, what in files[oid].items():
            mode, new_mode, blob, new_blob, _ = what.removeprefix(":").split(" ")
            total[path, mode, blob] -= 1
            total[path, new_mode, new_blob] += 1
    return bool(total) and not any(total.values())


def _undoes(claim: Claim, nets: Mapping[str, Net]) -> bool:
    by, *others = _all_of(claim)
    return nets.keys() >= {by, *others} and undone(nets[by], [nets[oid] for oid in others])
