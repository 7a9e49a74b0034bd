"""What a consumer's pending changes do about a contract is read from its copies and its code."""

from pathlib import Path

import pytest

from tests.detection.system import System

COPY = "vendored/api.lines"


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(tmp_path, monkeypatch)


def test_a_copy_that_takes_up_what_is_pending_adapts(system: System) -> None:
    system.web.write(COPY, "name: api\na\n")
    system.release("name: api", "a")
    adds = system.change(system.payments, "name: api", "a", "b")
    follows = system.change(system.web, "name: api", "a", "b", file=COPY)
    assert system.effects() == {adds: ["extends b"], follows: ["adapts b"]}


def test_a_copy_that_lets_go_of_what_will_be_gone_tolerates(system: System) -> None:
    system.web.write(COPY, "name: api\na\nb\n")
    system.release("name: api", "a", "b")
    drops = system.change(system.payments, "name: api", "a")
    lets_go = system.change(system.web, "name: api", "a", file=COPY)
    assert system.effects() == {drops: ["breaks b"], lets_go: ["tolerates b"]}


def test_a_copy_can_do_both_to_different_parts(system: System) -> None:
    system.web.write(COPY, "name: api\na\n")
    system.release("name: api", "a")
    system.change(system.payments, "name: api", "b")
    follows = system.change(system.web, "name: api", "b", file=COPY)
    assert system.effects()[follows] == ["adapts b", "tolerates a"]


def test_a_copy_that_moves_elsewhere_does_nothing(system: System) -> None:
    system.web.write(COPY, "name: api\na\n")
    system.release("name: api", "a")
    system.change(system.payments, "name: api", "a", "b")
    away = system.change(system.web, "name: api", "a", "z", file=COPY)
    assert away not in system.effects()


def test_a_copy_of_another_contract_does_nothing(system: System) -> None:
    system.web.write(COPY, "name: other\na\n")
    system.release("name: api", "a")
    system.change(system.payments, "name: api", "a", "b")
    other = system.change(system.web, "name: other", "a", "b", file=COPY)
    assert other not in system.effects()


def test_a_new_copy_of_what_is_pending_adapts(system: System) -> None:
    system.release("name: api", "a")
    system.change(system.payments, "name: api", "a", "b")
    copies = system.change(system.web, "name: api", "b", file=COPY)
    assert system.effects()[copies] == ["adapts b"]


def test_code_that_begins_to_use_what_is_pending_adapts(system: System) -> None:
    system.web.write("app.py", "use a\n")
    system.release("a")
    system.change(system.payments, "a", "b")
    uses = system.change(system.web, "use a", "use b", file="app.py")
    (effect,) = system.detect().effects[uses]
    assert (effect.kind, effect.parts) == ("adapts", ("b",))
    assert (effect.evidence.path, effect.evidence.line) == ("app.py", 2)
    assert "its use of b" in effect.evidence.text


def test_code_that_no_longer_uses_what_will_be_gone_tolerates(system: System) -> None:
    system.web.write("app.py", "use a\nuse b\n")
    system.release("a", "b")
    system.change(system.payments, "a")
    stops = system.change(system.web, "use a", file="app.py")
    assert system.effects()[stops] == ["tolerates b"]


def test_code_that_goes_on_using_it_elsewhere_does_nothing(system: System) -> None:
    system.web.write("app.py", "use b\n").write("more.py", "use b\n")
    system.release("a", "b")
    system.change(system.payments, "a")
    stops = system.change(system.web, "use a", file="app.py")
    assert stops not in system.effects()


def test_what_a_consumer_uses_is_seen_in_its_code(system: System) -> None:
    system.web.write("app.py", "use a\n").write("vendor/x.py", "use b\n")
    system.release("a", "b")
    system.change(system.payments, "a")
    (use,) = system.detect().uses
    assert (use.contract, use.consumer, use.part) == ("api", "web", "a")
    assert (use.evidence.path, use.evidence.line, use.evidence.text) == ("app.py", 1, "use a")


def test_what_people_wrote_shows_a_use_before_what_is_built_of_it(system: System) -> None:
    system.web.write("dist/app.py", "use a\n").write("src/app.py", "use a\n")
    system.release("a", "b")
    system.change(system.payments, "a")
    (use,) = system.detect().uses
    assert use.evidence.path == "src/app.py"


def test_what_relplan_toml_declares_is_not_looked_for(system: System) -> None:
    system.web.write("app.py", "use a\n")
    system.release("a", "b")
    system.change(system.payments, "a")
    system.with_source(declared_uses=("web",))
    assert system.detect().uses == ()


def test_with_nothing_pending_no_consumer_is_read(system: System) -> None:
    system.web.write("app.py", "use a\n")
    system.release("a")
    system.change(system.web, "use a", "use b", file="app.py")
    found = system.detect()
    assert (found.uses, dict(found.effects)) == ((), {})
