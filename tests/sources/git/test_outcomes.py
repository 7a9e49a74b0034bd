"""Releases that failed: reverted, or mended by a patch release, within a day.

The repository begins with one release.
"""

from relplan.model.scan import ServiceRoot
from relplan.sources.git.outcomes import Outcomes, release_outcomes
from tests.sources.git.git_repo import GitRepo, root_of

DAY_OF_MINUTES = 24 * 60


def outcomes(root: ServiceRoot) -> Outcomes:
    return release_outcomes([root])[root.service]


def later(repo: GitRepo, minutes: int) -> GitRepo:
    repo._minute += minutes
    return repo


def test_a_patch_within_a_day_is_a_failure_and_a_minor_version_is_none(repo: GitRepo) -> None:
    repo.commit()
    repo.tag("v1.0.0")
    later(repo, 60).commit()
    repo.tag("v1.0.1")  # mends 1.0.0
    later(repo, 60).commit()
    repo.tag("v1.1.0")  # the next one, soon
    later(repo, 3 * DAY_OF_MINUTES).commit()
    repo.tag("v1.1.1")  # days later
    assert outcomes(root_of(repo, release_tag="v[1-9]*")) == Outcomes(1 + 4, 1)


def test_a_revert_within_a_day_is_a_failure(repo: GitRepo) -> None:
    repo.commit()
    repo.tag("v1.0.0")
    later(repo, 30).commit('Revert "Show totals"')
    later(repo, 3 * DAY_OF_MINUTES).commit()
    repo.tag("v2.0.0")
    later(repo, 2 * DAY_OF_MINUTES).commit('Revert "Show more"')  # too late to tell of 2.0.0
    assert outcomes(root_of(repo, release_tag="v[1-9]*")) == Outcomes(1 + 2, 1)


def test_other_tags_do_not_count_and_no_repository_has_no_releases(repo: GitRepo) -> None:
    repo.commit()
    repo.tag("nightly")
    assert outcomes(root_of(repo, release_tag="v[1-9]*")) == Outcomes(1 + 0, 0)
    assert outcomes(root_of(repo.path / "nowhere", release_tag="v*")) == Outcomes(0, 0)
