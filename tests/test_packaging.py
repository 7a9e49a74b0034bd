"""What is handed out: a wheel that has all that relplan needs, and works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

TOP = Path(__file__).parent.parent
_NO_NAMES_ON_WINDOWS = {"con", "prn", "aux", "nul", "com1", "lpt1"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(TOP)).build(directory=str(folder), versions=["standard"])))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_below(folder: Path) -> set[str]:
    """Return the files of the project, as git would list them, from its top."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", folder],
        cwd=TOP, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {name for name in listed.stdout.split("\0") if name and (TOP / name).is_file()}


def test_the_wheel_has_all_of_relplan_and_nothing_else(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    own = {name for name in names_in(wheel) if ".dist-info/" not in name}
    data = files_below(TOP / "themes") | files_below(TOP / "example_repos")
    assert own == files_below(TOP / "relplan") | {f"relplan/_data/{name}" for name in data}


def test_every_name_in_it_can_be_a_file_on_windows_and_macos(wheel: Path) -> None:
    names = names_in(wheel)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert not set(name) & set('<>:"|?*\\')
        assert len(name) < 120  # of 260 that Windows may allow with the folder before it
        for part in PurePosixPath(name).parts:
            assert part.partition(".")[0].lower() not in _NO_NAMES_ON_WINDOWS
            assert not part.endswith((" ", "."))


def test_the_source_has_what_builds_the_wheel_and_tests_it() -> None:
    included = SdistBuilder(str(TOP)).recurse_included_files()
    names = {Path(file.relative_path).as_posix() for file in included}
    for folder in ("relplan", "themes", "example_repos", "tests"):
        assert files_below(TOP / folder) <= names
    # Its builder adds pyproject.toml itself.
    assert {"README.md", "LICENSE", "CHANGELOG.md"} <= names


def test_what_is_unpacked_runs_anywhere(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "ein Ordner für alles"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    environment = {**os.environ, "PYTHONPATH": str(place)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "relplan", *words], cwd=tmp_path, env=environment, text=True,
            capture_output=True, stdin=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        return done.stdout

    code = "import relplan; print(relplan.__file__)"
    where = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(place))
    assert run("demo", "--into", "blog").startswith("blog, scenario main\n10 changes: 0 shippable")
    assert "What relplan computes" in run("help")
