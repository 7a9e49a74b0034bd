"""The command that opens an editor, and which files it may open."""

from pathlib import Path

import pytest

from relplan.tui.editor import editor_command, file_in, run_editor

FILE = Path("/src/api; rm -rf x/open api.yaml")


@pytest.mark.parametrize(
    ("setting", "command"),
    [
        ("vim", ["vim", "+12", str(FILE)]),
        ("/usr/bin/nvim -p", ["/usr/bin/nvim", "-p", "+12", str(FILE)]),
        ("emacsclient -t", ["emacsclient", "-t", "+12", str(FILE)]),
        ("code --wait", ["code", "--wait", "--goto", f"{FILE}:12"]),
        ("subl -w", ["subl", "-w", f"{FILE}:12"]),
        ("hx", ["hx", f"{FILE}:12"]),
        ("idea", ["idea", "--line", "12", str(FILE)]),
        ("'my editor/ed' -x", ["my editor/ed", "-x", str(FILE)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(setting: str, command: list[str]) -> None:
    assert editor_command({"EDITOR": setting}, FILE, 12) == command


def test_visual_goes_before_editor_and_neither_is_none() -> None:
    both = {"VISUAL": "vim", "EDITOR": "nano"}
    assert editor_command(both, FILE, 0) == ["vim", str(FILE)]
    assert editor_command({"VISUAL": " ", "EDITOR": "nano"}, FILE, 0) == ["nano", str(FILE)]
    assert editor_command({}, FILE, 3) == []
    with pytest.raises(ValueError, match="quotation"):
        editor_command({"EDITOR": "vim '"}, FILE, 3)


def test_an_editor_that_is_not_there_is_named() -> None:
    assert run_editor(["no-such-editor"]).startswith("there is no program no-such-editor")


def test_only_files_of_the_working_copy_are_opened(tmp_path: Path) -> None:
    root, secret = tmp_path / "orders", tmp_path / "secret"
    (root / "api").mkdir(parents=True)
    secret.write_text("", "utf-8")
    own = root / "api" / "a.yaml"
    own.write_text("", "utf-8")
    (root / "link").symlink_to(secret)
    assert file_in(root, "api/a.yaml") == own
    for path in ("gone.yaml", "api", "../secret", str(secret), "link", "a\0b"):
        assert file_in(root, path) is None
