"""What stands between a change and production, and what is asked about it."""

from pathlib import Path

from relplan.app.bench import Workbench
from relplan.app.names import find_change
from relplan.model.plan import Why
from relplan.model.question import Asked
from relplan.model.value import value
from relplan.planning.explain import why
from relplan.planning.plan import Plan
from relplan.planning.questions import settling


@value()
class Explained:
    """Changes and what stands between them and production."""

    plan: Plan
    explanations: tuple[Why, ...]


def explained(
    bench: Workbench, change: str | None, scenario: str | None, folder: Path
) -> Explained:
    """Explain the change that *change* means; None: each whose branch is checked out in *folder*.

    Raises UnknownNameError where it means none, RelplanError where nothing is pending in *folder*.
    """
    plan = bench.plan(bench.scenario(scenario))
    if change is not None:
        return Explained(plan, (why(plan, find_change(plan, change)),))
    # What runs git takes a while to load, and a change that is named needs none of it.
    from relplan.app.here import changes_here  # noqa: PLC0415

    names = changes_here(bench, plan, folder)
    return Explained(plan, tuple(why(plan, name) for name in names))


def asked_of(bench: Workbench, plan: Plan, change: str | None) -> tuple[Asked, ...]:
    """Return the open questions of *plan*, the weightiest first; with *change*, what settles it.

    Where *change* is the id of several that are asked as one, these.

    Raises UnknownNameError where *change* means none.
    """
    # `why` and `check` need not wait for what reads the past.
    from relplan.app.looking_back import looked_back  # noqa: PLC0415

    if change is None:
        return looked_back(bench, plan.questions)
    as_one = plan.bundles.get(change.lower(), ())
    if as_one:
        return plan.weighing.asked({question.id for question in as_one})
    return looked_back(bench, plan.weighing.asked(settling(plan, find_change(plan, change))))
