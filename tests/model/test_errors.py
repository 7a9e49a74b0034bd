"""One line that says what, where and what to do."""

import pytest

from relplan.model.errors import (
    RelplanError,
    SourceError,
    StoreError,
    UnknownNameError,
    WorkspaceError,
)


def test_it_says_what_and_then_what_to_do() -> None:
    error = RelplanError("relplan.toml: no [workspace]", "begin with 'relplan init'")
    assert str(error) == "relplan.toml: no [workspace]; begin with 'relplan init'"
    assert (error.what, error.hint) == ("relplan.toml: no [workspace]", "begin with 'relplan init'")


def test_without_a_hint_it_says_what() -> None:
    assert str(RelplanError("the disk is full")) == "the disk is full"


@pytest.mark.parametrize("kind", [StoreError, WorkspaceError, SourceError, UnknownNameError])
def test_one_handler_catches_all_of_them(kind: type[RelplanError]) -> None:
    with pytest.raises(RelplanError, match=r"^what; hint$"):
        raise kind("what", "hint")
