"""What other packages add to relplan, and what is said of those that do not work."""

import sys
from pathlib import Path

import pytest

from relplan import plugins
from tests.packages import install

GROUP = "relplan.tests"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder on the path; what was found before is forgotten."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(plugins, "_PROBLEMS", {})
    plugins._points.cache_clear()
    return tmp_path


def values() -> tuple[str, ...]:
    return tuple(one.value for one in plugins.plugins(GROUP, str))


def test_what_is_registered_comes_by_name_with_its_package(folder: Path) -> None:
    install(folder, "two", "VALUE = 'b'", GROUP, "beta = two:VALUE", version="2.1")
    install(folder, "one", "VALUE = 'a'", GROUP, "alpha = one:VALUE")
    found = plugins.plugins(GROUP, str)
    assert [(one.name, one.value, one.package) for one in found] == [
        ("alpha", "a", "one 1.0"),
        ("beta", "b", "two 2.1"),
    ]
    assert values() == ("a", "b")
    assert plugins.problems() == ()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("raise ValueError('over\\n two lines')", "ValueError: over two lines"),
        ("import sys; sys.exit('enough')", "SystemExit: enough"),
        ("VALUE = 3", "broken:VALUE is no str"),
        ("OTHER = 'a'", "AttributeError: module 'broken' has no attribute 'VALUE'"),
    ],
)
def test_one_that_does_not_work_is_one_line_and_stops_no_other(
    folder: Path, code: str, why: str
) -> None:
    install(folder, "broken", code, GROUP, "alpha = broken:VALUE")
    install(folder, "good", "VALUE = 'b'", GROUP, "beta = good:VALUE")
    sys.modules.pop("broken", None)
    for _ in range(2):  # asked for again, it is the same line
        assert values() == ("b",)
        assert plugins.problems() == (
            f"broken 1.0: alpha of {GROUP} is left out: {why}; mend that package or uninstall it",
        )


def test_what_a_package_prints_does_not_get_into_the_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(folder, "noisy", "print('hello')\nVALUE = 'a'", GROUP, "alpha = noisy:VALUE")
    assert values() == ("a",)
    assert capsys.readouterr() == ("", "hello\n")
