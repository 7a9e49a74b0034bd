"""What a provider's pending changes do to a contract is read from its files."""

from pathlib import Path

import pytest

from relplan.model.change import EffectKind
from relplan.model.evidence import Confidence
from tests.detection.system import System
from tests.sources.git.git_repo import GitRepo


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(tmp_path, monkeypatch)


def test_a_merged_change_breaks_what_it_takes_away_and_extends_by_what_it_adds(
    system: System,
) -> None:
    system.release("a", "b")
    drops = system.change(system.payments, "a")
    adds = system.change(system.payments, "a", "c")
    assert system.effects() == {drops: ["breaks b"], adds: ["extends c"]}


def test_each_effect_says_where_it_was_seen(system: System) -> None:
    system.release("a")
    drops = system.change(system.payments, "c", "b", "a")
    effects = sorted(system.detect().effects[drops])
    assert [effect.evidence.line for effect in effects] == [2, 1]
    first = effects[0]
    assert first.confidence is Confidence.DETECTED
    assert (first.evidence.rule, first.evidence.text) == ("new", "b is new")
    assert (first.evidence.repository, first.evidence.path) == ("payments", "api.lines")
    assert first.evidence.commit.startswith(drops.removeprefix("payments@"))


def test_what_is_gone_was_seen_where_it_stood(system: System) -> None:
    system.release("a", "b")
    production = system.payments.head()
    drops = system.change(system.payments, "a")
    (effect,) = system.detect().effects[drops]
    assert (effect.evidence.commit, effect.evidence.line) == (production, 2)


def test_what_was_never_in_production_breaks_nobody_when_it_goes(system: System) -> None:
    system.release("a")
    adds = system.change(system.payments, "a", "b")
    system.change(system.payments, "a")
    assert system.effects() == {adds: ["extends b"]}


def test_a_change_of_other_files_does_nothing(system: System) -> None:
    system.release("a")
    system.change(system.payments, "b", file="other.lines")
    assert system.effects() == {}
    assert system.analyzer.compared == 0


def test_a_file_that_the_contract_refers_to_is_part_of_it(system: System) -> None:
    system.payments.write("more.lines", "b\n")
    system.release("a", "see more.lines")
    drops = system.change(system.payments, "c", file="more.lines")
    assert system.effects() == {drops: ["breaks b", "extends c"]}


def test_an_open_change_is_held_against_where_it_left_main(system: System) -> None:
    system.release("a", "b")
    system.payments.branch("drop-b")
    system.change(system.payments, "a")
    system.payments.switch("main")
    drops = system.change(system.payments, "b")
    assert system.effects() == {drops: ["breaks a"], "payments:drop-b": ["breaks b"]}


def test_a_stacked_change_answers_for_its_own_commits_only(system: System) -> None:
    system.release("a", "b", "c")
    system.payments.branch("one")
    system.change(system.payments, "a", "b")
    system.payments.branch("two")
    system.change(system.payments, "a")
    assert system.effects() == {"payments:one": ["breaks c"], "payments:two": ["breaks b"]}


def test_a_branch_with_merges_of_main_is_held_against_main_as_it_took_it_in(
    system: System,
) -> None:
    system.release("a", "b")
    system.payments.branch("work")
    system.payments.commit("Else")
    system.payments.switch("main")
    drops = system.change(system.payments, "a")
    system.payments.switch("work").merge("main")
    system.change(system.payments, "a", "c")
    assert system.effects() == {drops: ["breaks b"], "payments:work": ["extends c"]}


def test_what_cannot_be_understood_is_a_guess_that_it_breaks_all(system: System) -> None:
    system.release("a")
    strange = system.change(system.payments, "a", "?")
    (effect,) = system.detect().effects[strange]
    assert (effect.kind, effect.confidence) == (EffectKind.BREAKS, Confidence.GUESSED)
    assert effect.parts == ()
    assert (effect.evidence.rule, effect.evidence.line) == ("unreadable", 2)


def test_globs_are_relative_to_the_providers_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(tmp_path, monkeypatch)
    mono = GitRepo(tmp_path / "mono")
    system.service("payments", mono, "services/payments")
    mono.write("services/web/api.lines", "x\n")
    mono.commit("All", "services/payments/api.lines", "a\n")
    mono.tag("v1")
    drops = mono.commit("Drop", "services/payments/api.lines", "b\n")
    mono.commit("Not ours", "services/web/api.lines", "y\n")
    assert system.effects() == {f"payments@{drops[:10]}": ["breaks a", "extends b"]}


def test_a_thousand_findings_are_kept_as_a_hundred_and_one_that_stands_for_the_rest(
    system: System,
) -> None:
    system.release(*(f"p{number}" for number in range(1000)))
    drops = system.change(system.payments, "a")
    effects = [e for e in system.detect().effects[drops] if e.kind is EffectKind.BREAKS]
    assert len(effects) == 101
    (rest,) = (effect for effect in effects if not effect.parts)
    assert "and 900 more findings" in rest.evidence.text


def test_nothing_is_compared_twice(system: System) -> None:
    system.release("a", "b")
    system.change(system.payments, "a")
    first = system.effects()
    compared = system.analyzer.compared
    assert compared == 1
    assert system.effects() == first
    assert system.analyzer.compared == compared


def test_files_that_match_nothing_are_said(system: System) -> None:
    system.release("a")
    system.with_source(files=("api/*.lines",))
    (notice,) = system.detect().notices
    assert notice.text == (
        "contract 'api': its files (api/*.lines) match nothing in payments; correct them"
    )


def test_a_contract_without_files_is_said(system: System) -> None:
    system.release("a")
    system.with_source(files=())
    (notice,) = system.detect().notices
    assert "names no files" in notice.text


def test_a_trailer_that_says_less_than_the_files_is_pointed_out(system: System) -> None:
    system.release("a", "b")
    drops = system.change(system.payments, "a", message="Drop b\n\nExtends: api\n")
    (notice,) = system.detect().notices
    assert notice.change == drops
    assert "extends 'api', which its files break: b is gone; the trailer holds" in notice.text


def test_a_file_outside_of_the_providers_folder_is_changed_by_the_provider(system: System) -> None:
    shop = system.service("payments", None, "services/payments", "/protos/api*.lines")
    system.service("web", shop, "services/web")
    system.with_source(files=("/protos/api*.lines",))
    shop.write("services/web/main.py", "").write("services/payments/main.py", "")
    shop.commit("API", "protos/api.lines", "a\nb\n")
    shop.tag("v1")
    drops = system.change(shop, "a", file="protos/api.lines")
    assert system.effects() == {drops: ["breaks b"]}


@pytest.mark.parametrize("path", ["spec.lines", "apps/payments/spec.lines"])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_was_moved_to_where_the_contract_is_now_is_what_it_was(
    system: System, path: str, *, at_once: bool
) -> None:
    system.release("a", "b", "c", "d")
    system.payments.git("rm", "-q", "api.lines")
    moves = system.change(system.payments, *("acd" if at_once else "abcd"), file=path)
    drops = moves if at_once else system.change(system.payments, "a", "c", "d", file=path)
    system.with_source(files=("*.lines",) if path == "spec.lines" else ("apps/**/*.lines",))
    assert system.effects() == {drops: ["breaks b"]}


def test_a_file_that_says_nothing_of_itself_was_moved_where_it_is_the_same(system: System) -> None:
    system.release("name: empty")
    system.payments.git("rm", "-q", "api.lines")
    system.change(system.payments, "name: empty", file="new/api.lines")
    drops = system.change(system.payments, "name: empty", "x", file="new/api.lines")
    system.with_source(files=("new/*.lines",))
    assert system.effects() == {drops: ["extends x"]}


def test_a_copy_is_new_and_so_is_what_is_unlike_what_is_gone(system: System) -> None:
    system.payments.write("old.lines", "u\nv\nw\n")
    system.release("a", "b", "c", "d")
    system.payments.git("rm", "-q", "old.lines")
    copies = system.change(system.payments, "a", "b", "c", "d", file="apps/api.lines")
    system.change(system.payments, "a", "c", "d", file="apps/api.lines")
    system.with_source(files=("apps/*.lines",))
    assert system.effects() == {copies: ["extends a", "extends b", "extends c", "extends d"]}
