"""What past releases show of suggested features. It is read when it is asked for, at no start."""

from collections.abc import Sequence

from relplan.app.bench import Workbench
from relplan.model.question import Asked, QuestionKind
from relplan.model.workspace import FeatureMode
from relplan.planning.shipments import with_past
from relplan.planning.slices import Past


def past_of(bench: Workbench) -> Past:
    """Return the past of *bench*'s services up to the moment from which all is seen.

    A release that was made and does not run yet is no past: what it holds is pending.
    """
    workspace = bench.loaded.workspace
    if workspace.feature_mode is not FeatureMode.SUGGESTED:
        return Past((), workspace)
    releases = bench.store.past()
    if bench.as_of is not None:
        releases = tuple(one for one in releases if one.date <= bench.as_of)
    changes = bench.planner.graph.changes.values()
    pending = {slice_.evidence.commit for change in changes for slice_ in change.features}
    return Past(releases, workspace, pending)


def asks_about_features(asked: Sequence[Asked]) -> bool:
    """Tell whether any question is about a suggested feature, so that the past matters to it."""
    return any(one.question.kind is QuestionKind.FEATURE for one in asked)


def looked_back(bench: Workbench, asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return what is *asked*, of suggested features with what past releases show of such."""
    return with_past(asked, past_of(bench)) if asks_about_features(asked) else tuple(asked)
