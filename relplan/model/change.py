"""What is not in production yet."""

from enum import StrEnum

from relplan.model.evidence import Confidence, Evidence
from relplan.model.value import value


class State(StrEnum):
    """How far a change has come."""

    IN_PROGRESS = "in-progress"
    READY = "ready"
    """Reviewed, may be merged."""
    MERGED = "merged"

    @property
    def done(self) -> bool:
        """Tell whether nothing is left to do but to release it."""
        return self is not State.IN_PROGRESS


class EffectKind(StrEnum):
    """What a change does to a contract."""

    BREAKS = "breaks"
    EXTENDS = "extends"
    """Of the provider: additive."""
    ADAPTS = "adapts"
    """Of a consumer: needs what a pending provider change brings."""
    TOLERATES = "tolerates"
    """Of a consumer: works with the old and the new from now on."""


@value(order=True)
class Effect:
    """What one change does to one contract."""

    kind: EffectKind
    contract: str
    evidence: Evidence
    confidence: Confidence = Confidence.DECLARED
    parts: tuple[str, ...] = ()
    """What of the contract it touches, then what that reaches; empty: not known, so all of it."""
    brings: tuple[str, ...] = ()
    """Of a consumer that moves a pin: the provider's pending changes between the old pin and the
    new one, by id, none of which it can do without; of one that calls the provider by a new name:
    those that may bring it. Of a provider that breaks something: the later change of its line that
    brings it back. Empty: nothing says which."""


def in_force(declared: tuple[Effect, ...], detected: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """Return what a change does to contracts; what its trailers say of one is all of it."""
    if not declared or not detected:
        return declared or detected
    said = {effect.contract for effect in declared}
    return (*declared, *(effect for effect in detected if effect.contract not in said))


@value(order=True)
class FeatureSlice:
    """That a change is a slice of a feature."""

    key: str
    evidence: Evidence
    confidence: Confidence = Confidence.DECLARED


@value(order=True)
class Dependency:
    """What a change waits for, as a ``Depends-On:`` trailer or a forge says.

    *ref* is as its author wrote it, but that a review of the same forge has its whole address.
    """

    ref: str
    evidence: Evidence


@value(order=True)
class Reversal:
    """That a merged change says that it takes back what another pending one of its line did."""

    change: str
    """Id of the change that is taken back, or of which a part is."""
    commit: str
    """Full hash of the commit that is: that change's own, or one that it brought in."""
    evidence: Evidence
    agrees: bool = True
    """Whether its contents are the reverse. Where not, both count as they are: a question."""


@value()
class Change:
    """Something that is not in production yet: a commit of main, or a branch."""

    id: str
    """``SERVICE:BRANCH`` while open, ``SERVICE@`` and ten hex digits once merged."""
    service: str
    title: str
    state: State
    commit: str
    """Full hash: the first-parent commit of main, or the branch's tip."""
    date: int
    """When that commit was made, in seconds since 1970."""
    author: str = ""
    branch: str = ""
    """Empty once merged."""
    after: str = ""
    """The merged change before it on its line; for an open change the newest one there."""
    stacked_on: tuple[str, ...] = ()
    """The open changes whose tips its history contains."""
    effects: tuple[Effect, ...] = ()
    features: tuple[FeatureSlice, ...] = ()
    flag: Evidence | None = None
    """A ``Flag:`` trailer: it ships dark."""
    depends_on: tuple[Dependency, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other names that a ``Depends-On:`` may use: Change-Ids, URLs, ``SERVICE:BRANCH``."""
    line: str = ""
    """The branch whose line it is on; of an open change the one that it left last."""
    off: str = ""
    """Of an open change: the revision in production that its history holds, if beside that and its
    own commits it holds nothing of a line. So it could go out by itself, as a hotfix."""
    base: str = ""
    """The branch that its review would be merged into; empty: no printout tells."""
    reverts: tuple[Reversal, ...] = ()
    """What it takes back; nothing that a later revert of itself has restored."""
    cancelled: bool = False
    """It and others that are pending come to nothing together: it was reverted, or is the revert.
    It has no effect, trailer or feature, and is deployed only together with its counterpart."""
    adds_to: str = ""
    """Full hash of what an open change adds to, where that is not where it left main: the newest of
    its commits that landed under other ids. Empty: where it left main."""

    @property
    def merged(self) -> bool:
        """Tell whether it is on main."""
        return self.state is State.MERGED
