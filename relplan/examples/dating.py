"""A recipe's story, told as if it had just happened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from relplan.examples.recipe import Recipe, Stamp, Step

_DAY = timedelta(days=1)


def dated(recipe: Recipe, now: int) -> Recipe:
    """Return *recipe* moved by whole days so that it ends within a day before *now*.

    *now* is in seconds since 1970. What happened in the morning still did, and as long before.
    """
    newest = max((stamp.when for stamp in _stamps(recipe)), default=None)
    if newest is None:
        return recipe
    days = (datetime.fromtimestamp(now, UTC) - newest) // _DAY * _DAY
    return replace(recipe, steps=tuple(_moved(step, days) for step in recipe.steps))


def _stamps(recipe: Recipe) -> Iterator[Stamp]:
    for step in recipe.steps:
        stamp = getattr(step, "stamp", None)
        if stamp is not None:
            yield stamp


def _moved(step: Step, days: timedelta) -> Step:
    stamp = getattr(step, "stamp", None)
    if stamp is None:
        return step
    later = replace(stamp, when=stamp.when + days)
    return replace(step, stamp=later)
