"""Tells whether a team gave up tagging its releases: main went on, and no tag came."""

from collections.abc import Iterable
from itertools import pairwise

from relplan.sources.git.refs import Ref
from relplan.sources.git.safe import Git
from relplan.sources.git.tags import Tag

GIVEN_UP = 365 * 86_400
"""Seconds by which main may go on without a release before that is worth a note."""
_TIMES = 10
"""How many times the most changes that any release had are more than a next release has."""
_FEWEST = 100
"""Changes since the newest release that a slow team may have, too."""
_LOOKED_AT = 20
"""Of the newest releases."""


def is_abandoned(git: Git, newest: Tag, releases: Iterable[Tag], main: Ref) -> bool:
    """Tell whether *newest* is the last release that was tagged, and others followed it untagged.

    That is plain where main is a year older than it, and has many times the changes since it that
    any release before it had. With a single release, nothing can be told.
    """
    if not newest.date or main.date - newest.date < GIVEN_UP:
        return False
    by_age = sorted(releases, key=lambda tag: (tag.date, tag.name), reverse=True)[:_LOOKED_AT]
    others = {tag.commit: tag for tag in by_age if tag.commit != newest.commit}
    if not others:
        return False
    since = _behind(git, newest, main)
    if since < _FEWEST:
        return False
    places = sorted({since, *(_behind(git, tag, main) for tag in others.values())})
    gaps = [further - nearer for nearer, further in pairwise(places)]
    return bool(gaps) and since > _TIMES * max(gaps)


def _behind(git: Git, tag: Tag, main: Ref) -> int:
    """Return how many changes of main a release does not have."""
    words = ("rev-list", "--count", "--first-parent", "--end-of-options")
    return int(git.text(*words, main.commit, f"^{tag.commit}"))
