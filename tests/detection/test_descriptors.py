"""What an organisation's own descriptor files say: who requires what, and what breaks whom."""

import json
from pathlib import Path

import pytest

from relplan.model.contract_source import ContractSource
from relplan.model.descriptor import DescriptorShape, Ranges
from tests.detection.system import in_words
from tests.detection.test_taking import Shop
from tests.sources.git.git_repo import GitRepo

FILE = "deploy/service.yaml"


def shape(ranges: Ranges) -> DescriptorShape:
    """Offers and needs stand deep in a file of the organisation's own making."""
    return DescriptorShape(
        "deploy",
        ("deploy/*.yaml",),
        "spec.offers[].{name: what, version: at}",
        "spec.needs[].{name: what, versions: range || ''}",
        ranges,
    )


def offering(**versions: str | list[str]) -> str:
    each = [(name, [at] if isinstance(at, str) else at) for name, at in versions.items()]
    offers = [{"what": name, "at": one} for name, all_ in each for one in all_]
    return json.dumps({"spec": {"offers": offers}}, indent=1)


def needing(**ranges: str | None) -> str:
    needs = [{"what": name, "range": at} for name, at in ranges.items()]
    return json.dumps({"spec": {"needs": needs}}, indent=1)


class Stock:
    """``stock`` offers, others need; each has released a v1 with what it says so far."""

    def __init__(self, folder: Path, ranges: Ranges, now: str) -> None:
        self.shop = Shop(folder)
        source = ContractSource(
            "stock-deploy", "descriptor", "stock",
            files=("deploy/*.yaml",), shapes=(shape(ranges),), implied=True,
        )  # fmt: skip
        self.shop.sources.append(source)
        self.repo = self.shop.service("stock", {FILE: now})

    def effects(self) -> dict[str, list[str]]:
        found = self.shop.detect().effects
        return {change: in_words(told) for change, told in found.items() if told}

    def users(self) -> list[str]:
        return sorted(use.consumer for use in self.shop.detect().uses)


@pytest.mark.parametrize(
    ("ranges", "wanted", "now", "new", "broken"),
    [
        # A new version that the consumer's range does not admit breaks it, whatever it is called.
        (Ranges.SEMVER, "^1.2", "1.3.0", "2.0.0", True),
        (Ranges.SEMVER, "^1.2 || ^2", "1.3.0", "2.0.0", False),
        (Ranges.SEMVER, "^1.2", "1.3.0", "1.4.0", False),
        (Ranges.SEMVER, ">=1.2 <1.4", "1.3.0", "1.4.0", True),
        (Ranges.SEMVER, "1.3.0", "1.3.0", "1.3.1", True),
        (Ranges.SEMVER, "*", "1.3.0", "2.0.0", False),
        (Ranges.SEMVER, "^0.3", "0.3.1", "0.4.0", True),
        # A caret: a bare version stands for all that are compatible with it.
        (Ranges.CARET, "1.2", "1.3", "1.4", False),
        (Ranges.CARET, "1.2", "1.3", "2.0", True),
        (Ranges.CARET, "0.3", "0.3", "0.4", True),
        (Ranges.CARET, "1.4", "1.4", "1.3", True),
        # Listed: any of these, each with the same or a higher minor.
        (Ranges.LISTED, "1.2 2.0", "1.3", "2.0", False),
        (Ranges.LISTED, "1.2", "1.3", "2.0", True),
        (Ranges.LISTED, "1.3", "1.3", "1.2", True),
        (Ranges.LISTED, "1.2", "1.3", "1.2", False),
        # Who names no version takes any.
        (Ranges.LISTED, None, "1.3", "2.0", False),
    ],
)
def test_a_range_that_leaves_out_the_new_version_is_broken(
    tmp_path: Path, ranges: Ranges, wanted: str | None, now: str, new: str, broken: bool
) -> None:
    stock = Stock(tmp_path, ranges, offering(stock=now))
    stock.shop.service("web", {FILE: needing(stock=wanted)})
    stock.repo.branch("new").commit("New", FILE, offering(stock=new))
    assert stock.users() == (["web"] if broken else [])
    breaks = [words for words in stock.effects()["stock:new"] if words.startswith("breaks stock")]
    assert not broken or len(breaks) == 1
    assert stock.shop.takings() == {("stock-deploy", "web"): "detected"}


def test_evidence_names_the_line_and_who_requires_what(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(stock="1.3.0"))
    stock.shop.service("web", {FILE: needing(other="^1", stock="<1.4")})
    stock.repo.branch("new").commit("New", FILE, offering(stock="1.4.0"))
    found = stock.shop.detect()
    (effect,) = (one for one in found.effects["stock:new"] if one.kind == "breaks")
    assert effect.evidence.text == "interface stock 1.4.0 is new, and web requires <1.4"
    assert (effect.evidence.path, effect.evidence.line) == (FILE, 6)
    (use,) = found.uses
    assert (use.evidence.text, use.evidence.line) == ("requires stock <1.4", 10)


def test_one_break_of_a_line_is_told_once(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(stock="1.3.0"))
    stock.shop.service("web", {FILE: needing(stock="<1.4")})
    for version in ("1.4.0", "1.5.0", "2.0.0"):
        stock.repo.commit(version, FILE, offering(stock=version))
    kinds = [[words.split()[0] for words in told] for told in stock.effects().values()]
    assert kinds == [["breaks", "extends"], ["extends"], ["breaks", "extends"]]


def test_served_side_by_side_breaks_nobody(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(stock="1.3.0"))
    stock.shop.service("web", {FILE: needing(stock="^1")})
    stock.repo.branch("both").commit("Both", FILE, offering(stock=["1.3.0", "2.0.0"]))
    assert stock.effects() == {"stock:both": ["extends stock 2.0.0"]}
    assert stock.users() == []
    stock.repo.switch("main")
    stock.repo.branch("two").commit("Two", FILE, offering(stock="2.0.0"))
    told = stock.effects()
    assert told["stock:both"] == ["extends stock 2.0.0"]
    assert told["stock:two"] == ["breaks stock stock 2.0.0", "extends stock 2.0.0"]


def test_a_consumer_adapts_or_tolerates(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.CARET, offering(stock="1.3"))
    for name, new in (("hard", "2.0"), ("wide", "^1.3 || ^2")):
        repo = stock.shop.service(name, {FILE: needing(stock="1.3")})
        repo.branch("move").commit("Move", FILE, needing(stock=new))
    stock.repo.branch("major").commit("Major", FILE, offering(stock="2.0"))
    assert stock.effects() == {
        "stock:major": ["breaks stock stock 2.0", "extends stock 2.0"],
        "hard:move": ["adapts stock 2.0"],
        "wide:move": ["tolerates stock 2.0"],
    }


def test_a_range_that_nobody_understands_is_asked_about(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(stock="1.3.0"))
    stock.shop.service("web", {FILE: needing(stock="the newest")})
    stock.repo.branch("new").commit("New", FILE, offering(stock="2.0.0"))
    found = stock.shop.detect()
    assert [use.confidence.value for use in found.uses] == ["guessed"]
    assert found.complete_uses == frozenset()


def test_files_of_a_services_own_folder_alone_count(tmp_path: Path) -> None:
    stock = Stock(tmp_path, Ranges.CARET, offering(stock="1.3"))
    stock.shop.service("web", {f"old/{FILE}": needing(stock="1.3")})
    stock.repo.branch("new").commit("New", FILE, offering(stock="2.0"))
    assert (stock.users(), stock.shop.takings()) == ([], {})


OTHER = "deploy/worker.yaml"


class TestTwoFiles:
    """``web`` has two files, which both require the interface: it suits where it suits both."""

    def begun(self, folder: Path, first: str, second: str) -> tuple[Stock, GitRepo]:
        stock = Stock(folder, Ranges.SEMVER, offering(stock="1.3.0"))
        web = stock.shop.service("web", {FILE: needing(stock=first), OTHER: needing(stock=second)})
        stock.repo.branch("new").commit("New", FILE, offering(stock="2.0.0"))
        return stock, web

    @pytest.mark.parametrize(
        ("first", "second", "broken"),
        [
            (">=1", "^1", True),
            ("^1", ">=1", True),
            (">=1", "^1 || ^2", False),
        ],
    )
    def test_each_counts(self, tmp_path: Path, first: str, second: str, broken: bool) -> None:
        stock, _ = self.begun(tmp_path, first, second)
        assert stock.users() == (["web"] if broken else [])

    def test_a_change_of_one_tolerates_nothing_and_of_the_second_all(self, tmp_path: Path) -> None:
        stock, web = self.begun(tmp_path, "^1", "^1")
        web.commit("One", FILE, needing(stock=">=1"))
        assert [*stock.effects()] == ["stock:new"]
        web.commit("Two", OTHER, needing(stock=">=1"))
        (_, told) = stock.effects().values()
        assert told == ["tolerates stock 2.0.0"]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (needing(other="^1"), ["tolerates stock stock 2.0.0"]),
        (needing(stock="1.x", other="^1"), []),
    ],
)
def test_who_requires_it_no_more_lets_go_of_it(
    tmp_path: Path, later: str, words: list[str]
) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(stock="1.3.0"))
    web = stock.shop.service("web", {FILE: needing(stock="^1", other="^1")})
    web.branch("drop").commit("Drop", FILE, later)
    stock.repo.branch("new").commit("New", FILE, offering(stock="2.0.0"))
    assert stock.effects().get("web:drop", []) == words


@pytest.mark.parametrize("is_released", [True, False])
def test_a_release_branch_that_is_merged_back_in_one_commit_takes_up_nothing(
    tmp_path: Path, is_released: bool
) -> None:
    stock = Stock(tmp_path, Ranges.SEMVER, offering(items="1.0.0"))
    web = stock.shop.service("web", {FILE: needing(items="^1")})
    stock.repo.commit("Offer more", FILE, offering(items=["1.0.0", "2.0.0"]))
    if is_released:
        web.branch("release")
        web.commit("Ask for more", FILE, needing(items="^2"))
        web.commit("Prepare", "version.txt", "2\n")
        web.tag("v2").switch("main")
    web.write("version.txt", "2\n")
    back = web.commit("Release 2", FILE, needing(items="^2"))
    assert bool(stock.effects().get(f"web@{back[:10]}")) is not is_released
