"""What was meant as a trailer, and what was not."""

import pytest

from relplan.sources.near_misses import near_misses


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Depends on: api:pay", "Depends-On: api:pay"),
        ("Depend-On: acme/api#1", "Depends-On: acme/api#1"),
        ("DependsOn: #1", "Depends-On: #1"),
        ("Depends-On=https://x.org/1", "Depends-On: https://x.org/1"),
        ("Depends-On https://x.org/1", "Depends-On: https://x.org/1"),
        ("Blocked-by: api:pay", "Depends-On: api:pay"),
        ("is blocked by: !12", "Depends-On: !12"),
        ("- Depends on: #1", "Depends-On: #1"),
        ("Depnds-On: api@0123456789", "Depends-On: api@0123456789"),
        ("Break: api", "Breaks: api"),
        ("Brakes: orders-api", "Breaks: orders-api"),
        ("Extend: api", "Extends: api"),
        ("Adapts: api", "Adapts-To: api"),
        ("Adapt-To: api", "Adapts-To: api"),
        ("Adapts_To: api", "Adapts-To: api"),
        ("Tolerate: api", "Tolerates: api"),
        ("Features: CHK-12", "Feature: CHK-12"),
        ("Feature-Flag: pay-twice", "Flag: pay-twice"),
    ],
)
def test_a_near_miss_is_told_with_what_is_right(line: str, right: str) -> None:
    assert near_misses(f"Pay\n\n{line}\r\nSigned-off-by: Ada\n") == [(line, right, 3)]


@pytest.mark.parametrize(
    "line",
    [
        "Depends-On: api:pay",
        "depends-on : api:pay",
        "Breaks: api",
        "Signed-off-by: ada",
        "Fixes: #12",
        "Closes: #12",
        "Refs: CHK-12",
        "Co-authored-by: Ada",
        "Reviewed-by: Ada",
        "Change-Id: I0123",
        "Depends on: whether the database is there",
        "This depends on https://x.org/1",
        "It depends: sometimes",
        "Depends: libc6",
        "Dependency: left-pad",
        "Breaking changes: none",
        "Feature: CHK-12",
        "feat: typo",
        "Flags: -O2",
        "Extended: yes",
        "Deployed-by: ada",
        "Exit: 1",
    ],
)
def test_prose_and_other_trailers_are_no_misses(line: str) -> None:
    assert near_misses(f"Pay\n\n{line}\n") == []
