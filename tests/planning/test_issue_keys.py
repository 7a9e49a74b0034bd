"""Which issue keys count over a whole workspace."""

import pytest

from relplan.model.change import Change, FeatureSlice, State
from relplan.model.evidence import Confidence, Evidence
from relplan.model.workspace import Feature, Workspace
from relplan.planning.constraints.issue_keys import with_plausible_keys
from relplan.planning.constraints.look_alikes import LOOK_ALIKES


def subject(key: str) -> FeatureSlice:
    return FeatureSlice(key, Evidence("issue-key", f"Do {key} now", line=1), Confidence.GUESSED)


def branch(key: str, name: str = "") -> FeatureSlice:
    return FeatureSlice(key, Evidence("issue-key", name or f"feature/{key}-x"), Confidence.GUESSED)


def trailer(key: str) -> FeatureSlice:
    return FeatureSlice(key, Evidence("trailer", f"Feature: {key}", line=3))


def counted(*slices: FeatureSlice, **workspace: object) -> list[str]:
    """Return the keys that count where each of *slices* is of a change of its own."""
    changes = [
        Change(f"web@{number}", "web", "x", State.MERGED, "a" * 40, 1, features=(slice_,))
        for number, slice_ in enumerate(slices)
    ]
    found = with_plausible_keys(changes, Workspace("w", **workspace))  # type: ignore[arg-type]
    return [slice_.key for change in found for slice_ in change.features]


def test_two_numbers_make_a_project_and_one_does_not() -> None:
    assert counted(subject("CHK-12"), subject("CHK-13")) == ["CHK-12", "CHK-13"]
    assert counted(subject("CHK-12"), subject("CHK-12")) == []
    assert counted(subject("CHK-12"), subject("ORD-13")) == []


def test_a_project_that_is_named_needs_no_second_number() -> None:
    assert counted(subject("CHK-12"), issue_projects=("chk",)) == ["CHK-12"]
    assert counted(subject("CHK-12"), issue_key_names_projects=True) == ["CHK-12"]


@pytest.mark.parametrize(
    "project",
    "UTF SHA SHA3 ISO RFC GPT RS OAUTH PHASE NODE PR HTTP TLS IPV X CVE MP COVID JAVA ES ARM WIN"
    " BASE CP CRC AES STEP PART DAY V RC TOP ISSUE PATCH SPRINT LEVEL PEP JDK PYTHON H".split(),
)
def test_a_look_alike_is_none_however_many_numbers_it_has(project: str) -> None:
    keys = [subject(f"{project}-{number}") for number in (2, 3, 20)]
    assert counted(*keys) == []
    assert counted(*keys, issue_projects=(project,)) != []


@pytest.mark.parametrize(
    "project", "CHK ORD PAY PP MODINV MODUSERS CIRCSTORE FOLIO BUZZ JIRA SHOP WEB OPS INFRA".split()
)
def test_real_projects_are_no_look_alikes(project: str) -> None:
    assert project not in LOOK_ALIKES


def test_case_does_not_matter_and_upper_case_is_shown() -> None:
    assert counted(branch("chk-12"), subject("CHK-12"), subject("CHK-13")) == [
        "CHK-12", "CHK-12", "CHK-13",
    ]  # fmt: skip
    assert counted(branch("chk-12"), branch("chk-13")) == ["CHK-12", "CHK-13"]


def test_lower_case_in_prose_makes_no_project_but_belongs_to_one() -> None:
    assert counted(subject("abc-12"), subject("abc-13")) == []
    assert counted(branch("chk-12", "fix-chk-12"), branch("chk-13", "mend-chk-13")) == []
    assert counted(subject("abc-12"), subject("ABC-13"), subject("ABC-14"))[0] == "ABC-12"


def test_what_a_person_declares_counts_as_it_is_spelled() -> None:
    assert counted(trailer("checkout")) == ["checkout"]
    assert counted(trailer("GPT-4"), subject("GPT-4")) == ["GPT-4", "GPT-4"]
    assert counted(subject("CHK-12"), features=(Feature("chk-12"),)) == ["chk-12"]
    assert counted(trailer("chk-12"), trailer("CHK-12")) == ["CHK-12", "CHK-12"]


def test_of_two_spellings_in_one_change_the_surest_counts() -> None:
    change = Change(
        "web@1", "web", "x", State.MERGED, "a" * 40, 1,
        features=(branch("chk-12"), trailer("CHK-12"), subject("CHK-12")),
    )  # fmt: skip
    (found,) = with_plausible_keys([change], Workspace("w", issue_projects=("CHK",)))
    assert found.features == (trailer("CHK-12"),)


def test_a_topic_is_no_issue_key() -> None:
    topic = FeatureSlice("new-total", Evidence("topic", "Gerrit's topic"), Confidence.GUESSED)
    assert counted(topic) == ["new-total"]


def test_a_pattern_of_numbers_alone_has_no_projects() -> None:
    assert counted(subject("#12")) == ["#12"]
