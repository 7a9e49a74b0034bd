"""Which names of commits are one person's."""

import pytest

from relplan.planning.notes.people import spellings


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (("adalovelace", "Ada Lovelace", "Ada_Lovelace"), "Ada Lovelace"),
        (("AdaLovelace", "ada-lovelace"), "AdaLovelace"),
        (("Jörg Maß", "jörg maß"), "Jörg Maß"),
    ],
)
def test_names_of_the_same_letters_are_one(names: tuple[str, ...], one: str) -> None:
    assert set(spellings(names).values()) == {one}
    assert set(spellings(names)) == set(names)


@pytest.mark.parametrize(
    "names",
    [
        ("Ada Lovelace", "A Lovelace"),
        ("Ada", "Ada L"),
        ("dev1", "dev2"),
        ("--", "__"),
        ("Jo", "Jö"),
    ],
)
def test_others_are_not(names: tuple[str, str]) -> None:
    assert spellings(names) == {name: name for name in names}
