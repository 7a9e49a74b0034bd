"""An ecosystem of packages that another package adds, from `relplan init` to `relplan why`."""

import re
import tomllib
from pathlib import Path

import pytest

from relplan.contracts.library.ecosystems import GROUP
from relplan.documentation import find_page
from tests.cli.conftest import Ask
from tests.cli.shop import Answer
from tests.packages import Packages, install
from tests.sources.git.git_repo import GitRepo


class Parts:
    """``money`` is a part, ``shop`` needs it; both have released a first version."""

    def __init__(self, folder: Path, packages: Path, ask: Ask) -> None:
        self.folder = folder / "system"
        self.packages = packages
        self._ask = ask
        self.money = self._released("money", "part money 1.0.0\n")
        self.shop = self._released("shop", "needs money ^1.0\n")

    def _released(self, name: str, parts: str) -> GitRepo:
        repo = GitRepo(self.folder / name)
        repo.commit("Begin", "parts.txt", parts)
        return repo.tag("v1.0.0")

    def install(self, code: str, point: str = "parts = ourparts:PARTS") -> None:
        install(self.packages, "ourparts", code, GROUP, point)

    def relplan(self, *words: str) -> Answer:
        return self._ask(self.folder, *words)

    def done(self, *words: str) -> str:
        answer = self.relplan(*words)
        assert answer.code == 0, answer
        assert "note: " not in answer.err
        return answer.out


@pytest.fixture
def parts(tmp_path: Path, packages: Packages, ask_anew: Ask) -> Parts:
    return Parts(tmp_path, packages.folder, ask_anew)


@pytest.fixture
def code() -> str:
    """Return the example of the guide."""
    page = find_page("extending").text
    (found,) = re.findall(r"```python\n# ourparts\.py\n(.*?)```", page, re.DOTALL)
    assert f'entry-points."{GROUP}"]\nparts = "ourparts:PARTS"' in page
    return str(found)


def test_the_ecosystem_that_the_guide_shows(parts: Parts, code: str) -> None:
    parts.install(code)
    raised = parts.money.commit("Round half to even", "parts.txt", "part money 2.0.0\n")
    moved = parts.shop.commit("Round as money does", "parts.txt", "needs money ^2.0\n")
    parts.relplan("init")
    settings = (parts.folder / "relplan.toml").read_text("utf-8")
    (contract,) = tomllib.loads(settings)["contracts"].values()
    assert (contract["provider"], contract["files"]) == ("money", ["parts.txt"])
    assert contract["detected_consumers"] == ["shop"]
    assert parts.relplan("scan").code == 0
    told = parts.done("why", f"shop@{moved[:10]}", "--json")
    assert f"money@{raised[:10]}" in told
    assert '"library-pin"' in told


def test_without_the_package_nobody_knows_such_manifests(parts: Parts) -> None:
    parts.relplan("init")
    assert "[contracts" not in (parts.folder / "relplan.toml").read_text("utf-8")


def test_what_only_reads_looks_for_no_package(parts: Parts) -> None:
    assert parts.relplan("init").code == 0
    assert parts.relplan("scan").code == 0
    parts.install("print('loaded')")
    for words in (["plan"], ["plan", "--json"], ["questions"], ["rules"]):
        answer = parts.relplan(*words)
        assert (answer.code, "loaded" in answer.err + answer.out) == (0, False)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('name="parts"', 'name="npm"', "left out: there is an ecosystem 'npm' already"),
        ("PARTS =", "OURS =", "left out: AttributeError"),
        ("yield Pin(", "yield int(", "pins of its ecosystem 'parts' failed: TypeError"),
        ('Pin("parts"', 'Pin("npm"', "ValueError: it returned something of the ecosystem 'npm'"),
        ("return Package(", "return int(", "package_in of its ecosystem 'parts' failed: TypeError"),
        ('== "parts.txt"', "== wrong", "is_manifest of its ecosystem 'parts' failed: NameError"),
        ("numbered=numbered", "numbered=len", "numbered of its ecosystem 'parts' failed: "),
        ("admits=npm_admits", "admits=len", "admits of its ecosystem 'parts' failed: TypeError"),
        (
            'exact=exactly("=%")',
            "exact=len",
            "exact of its ecosystem 'parts' failed: TypeError",
        ),
    ],
)
def test_one_that_fails_names_its_package_and_stops_nothing(
    parts: Parts, code: str, old: str, new: str, why: str
) -> None:
    parts.install(code)
    parts.money.commit("Round half to even", "parts.txt", "part money 2.0.0\n")
    parts.shop.commit("Round as money does", "parts.txt", "needs money ^2.0\n")
    assert parts.relplan("init").code == 0
    assert code.count(old) == 1
    (parts.packages / "ourparts.py").write_text(code.replace(old, new), "utf-8")
    answer = parts.relplan("scan")
    assert answer.code == 0
    (said,) = [line for line in answer.complaints if why in line]
    assert said.startswith("note: ourparts 1.0: ")
    assert parts.relplan("plan").code == 0
    (parts.folder / "relplan.toml").unlink()
    assert parts.relplan("init").code == 0
