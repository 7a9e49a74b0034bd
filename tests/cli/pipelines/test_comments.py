"""The scripts that keep a comment write it once, edit it from then on, and run nothing else."""

import os
import subprocess
from pathlib import Path

import pytest

from relplan.resources import ci_file
from tests.cli.pipelines.forges import ME, Forge, forge
from tests.exports.hostile import EVIL

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for a POSIX shell")
MARKER = "<!-- relplan:0123456789 -->"
both = pytest.mark.parametrize("name", ["github-comment", "gitlab-comment"])


def run(
    found: Forge, name: str, body: str, *words: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the script called *name* in an empty folder."""
    work = folder or found.folder / "work"
    work.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{found.folder}:{os.environ['PATH']}",
        "TMPDIR": str(work),
    }
    done = subprocess.run(
        ["sh", "-c", ci_file(name), "script", *(words or ("12",))],
        cwd=work, env=environment, input=body, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert list(work.iterdir()) == []  # nothing was touched, and nothing is left
    return done


@both
def test_one_comment_is_written_and_then_edited(tmp_path: Path, name: str) -> None:
    found = forge(tmp_path)
    others = [(3, f"{MARKER}\ncopied by somebody else"), (ME, "of another tool, by the same token")]
    found.have(others)
    for text in ("first", f"second {EVIL}".replace("\x00", "")):
        done = run(found, name, f"{MARKER}\n\n{text}\n")
        assert (done.returncode, done.stderr) == (0, "")
        assert found.bodies == [*(body for _, body in others), f"{MARKER}\n\n{text}\n"]


@both
def test_of_two_that_were_written_at_the_same_moment_one_stays(tmp_path: Path, name: str) -> None:
    found = forge(tmp_path, racing=True)
    found.have([(ME, f"{MARKER}\n\nthe other run's")])
    assert run(found, name, f"{MARKER}\n\nours\n").returncode == 0
    assert found.bodies == [f"{MARKER}\n\nthe other run's"]
    assert run(found, name, f"{MARKER}\n\nlater\n").returncode == 0
    assert found.bodies == [f"{MARKER}\n\nlater\n"]


@both
@pytest.mark.parametrize("number", ["", "12; touch pwned", "-1", "$(touch pwned)", "12 13"])
def test_what_is_no_number_is_refused(tmp_path: Path, name: str, number: str) -> None:
    found = forge(tmp_path)
    done = run(found, name, f"{MARKER}\n", number)
    assert done.returncode == 2
    assert done.stderr.startswith(f"usage: {name}.sh ")
    assert found.bodies == []


@both
@pytest.mark.parametrize("body", ["", "just words\n", f" {MARKER}\n", "<!-- other -->\n"])
def test_what_is_no_comment_of_ours_is_refused(tmp_path: Path, name: str, body: str) -> None:
    done = run(forge(tmp_path), name, body)
    assert (done.returncode, "no comment of relplan's" in done.stderr) == (2, True)


@both
def test_a_forge_that_answers_no_is_a_failure(tmp_path: Path, name: str) -> None:
    found = forge(tmp_path)
    found.kept.write_text("no list", "utf-8")
    assert run(found, name, f"{MARKER}\n").returncode != 0
