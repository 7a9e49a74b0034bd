"""Reading git beside the screen."""

import shutil
from pathlib import Path

import pytest

from relplan import plugins
from relplan.app import Workbench
from relplan.examples import build
from tests.tui.shop import open_bench, opened


async def test_first_run_offers_to_scan(tmp_path: Path) -> None:
    folder = build("lockstep-7", tmp_path / "new")
    with open_bench(folder) as bench:
        async with opened(bench) as sight:
            assert "never scanned" in sight.header
            await sight.press("R")
            assert "largest batch 7" in sight.header
            assert "scanned just now" in sight.header
            assert sight.toasts == ["7 repositories read, 7 changes pending"]


async def test_a_repository_that_fails_is_named_and_its_part_is_older(lockstep: Workbench) -> None:
    shutil.rmtree(Path(lockstep.loaded.roots[0].repository) / ".git")
    service = lockstep.loaded.roots[0].service
    async with opened(lockstep) as sight:
        await sight.press("R")
        assert f"older: {service}" in sight.header
        assert any(toast.startswith(f"{service}: ") for toast in sight.toasts)
        assert "largest batch 7" in sight.header


async def test_a_package_that_was_left_out_is_named(
    lockstep: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "_PROBLEMS", {})
    plugins.leave_out("relplan.migration_readers", "steps", "oursteps 1.0", "it does not load")
    async with opened(lockstep) as sight:
        await sight.press("R")
        assert any(toast.startswith("oursteps 1.0: steps") for toast in sight.toasts)


async def test_relplan_toml_is_read_again_and_a_fault_keeps_the_old(lockstep: Workbench) -> None:
    file = lockstep.loaded.file
    text = file.read_text("utf-8")
    async with opened(lockstep) as sight:
        file.write_text(text.replace('name = "lockstep-7"', 'name = "renamed"'), "utf-8")
        await sight.press("R")
        assert sight.header.startswith("renamed")
        file.write_text("[workspace", "utf-8")
        await sight.press("R")
        assert sight.header.startswith("renamed")
        assert any("the plan goes on with what it said before" in text for text in sight.toasts)
