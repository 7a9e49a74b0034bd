"""What titles say of themselves by Conventional Commits, and what only looks so."""

import pytest

from relplan.planning.notes.titles import kind_of_title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("feat: totals", "feat"),
        ("Fix(api): totals", "fix"),
        ("feat!: no cash", "feat"),
        ("enhance(yaml): anchors", "enhance"),
        ("enhance!: anchors", "enhance"),
        ("fix(deps): update all", "deps"),
        ("build(deps-dev): bump x", "deps"),
        ("fix(deps)!: move to v2", "fix"),
        ("orders: totals", ""),  # the name of what it touches
        ("Note: nothing", ""),
        ("feat totals", ""),
        ("feat:", ""),
        ("", ""),
    ],
)
def test_the_kind_of_a_title(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind
