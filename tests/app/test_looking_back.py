"""How often slices shipped apart, from git to what a person is asked and told."""

import json
from pathlib import Path

import pytest

from relplan.tui.screens.diagnosis import DiagnosisScreen
from relplan.tui.screens.questions import QuestionsScreen
from tests.cli.shop import asker
from tests.sources.git.git_repo import GitRepo
from tests.tui.shop import lines_of, open_bench, opened

_SETTINGS = """\
[workspace]
name = "sliced"
stale_after_days = 0
issue_projects = ["CHK"]
{more}
[services.orders]
repo = "orders"

[services.web]
repo = "web"
"""
_DAY = 24 * 60
APART = (
    "of 2 past issues with changes in both orders and web 1 shipped more than 24 hours apart"
    " (2023-11)"
)


def sliced(folder: Path, more: str = "") -> Path:
    """Build and scan: CHK-1 shipped two days apart, CHK-2 at once, CHK-3 is pending."""
    for name, later in (("orders", 0), ("web", 2 * _DAY)):
        repo = GitRepo(folder / name)
        repo.commit("Begin", "readme.md", f"{name}\n")
        repo.tag("v1")
        repo._minute = 3 * _DAY  # beside the first release it would not be told
        repo.commit("CHK-1 Pay")
        repo._minute += later
        repo.git("tag", "-a", "-m", "Two", "v2")
        repo._minute = 8 * _DAY
        repo.commit("CHK-2 Refund")
        repo.tag("v3").commit("CHK-3 Ask")
    (folder / "relplan.toml").write_text(_SETTINGS.format(more=more), "utf-8")
    with open_bench(folder) as bench:
        bench.scan()
    return folder


def test_it_is_evidence_for_and_against_and_in_the_diagnosis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, ask = sliced(tmp_path), asker(monkeypatch, capsys)
    (question,) = json.loads(ask(folder, "questions", "--json").out)["questions"]
    assert question["text"] == "Must the 2 changes of CHK-3 in orders and web ship together?"
    assert [one["text"] for one in question["against"]] == [
        APART,
        "CHK-1: orders v2 2023-11-17, web v2 2023-11-19",
    ]
    assert question["for"][1]["text"] == "CHK-2: orders v3 2023-11-22, web v3 2023-11-22"
    slicing = json.loads(ask(folder, "diagnose", "--json").out)["answers"][2]
    assert slicing["grounds"][0]["text"] == f"O{APART[1:]}."
    assert (slicing["edges"], slicing["verdict"]) == (0, "not the case")
    early = json.loads(ask(folder, "--as-of", "2023-11-18", "questions", "--json").out)
    assert early["questions"][0]["against"] == []
    said = ask(folder, "plan").out
    assert "CHK-3  orders and web  orders@" in said


def test_who_wants_no_suggestions_reads_no_past(tmp_path: Path) -> None:
    with open_bench(sliced(tmp_path, 'features = "declared"')) as bench:
        assert bench.store.past() == ()


async def test_it_is_shown_over_the_plan(tmp_path: Path) -> None:
    with open_bench(sliced(tmp_path)) as bench:
        async with opened(bench) as seen:
            await seen.press("Q")
            assert isinstance(seen.app.screen, QuestionsScreen)
            words = " ".join(lines_of(seen.app.screen.rows).split())
            assert f"against {APART}" in words
            await seen.press("escape", "d")
            assert isinstance(seen.app.screen, DiagnosisScreen)
            assert f"O{APART[1:]}" in " ".join(lines_of(seen.app.screen.rows).split())
