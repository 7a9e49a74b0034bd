"""The keys that are worth most at a place."""

from relplan.tui.presentation.places import FEW, KEYS, MANY, WIDE, Place, footer


def names(place: Place, cells: int, *, idle: str = "") -> list[str]:
    return [key.action for key in footer(place, lambda action: action != idle, cells)]


def test_five_at_most_at_80_columns_and_the_help_is_one_of_them() -> None:
    for place in Place:
        assert len(names(place, 80)) <= FEW
        assert len(names(place, WIDE)) <= MANY
        assert place is Place.TYPING or names(place, 80)[-1] == "app.help"


def test_what_does_nothing_now_leaves_its_room_to_the_next() -> None:
    all_of_them = [key.action for key in KEYS[Place.CHANGE]]
    assert names(Place.CHANGE, 80) == [*all_of_them[:4], "app.help"]
    idle = names(Place.CHANGE, 80, idle="plan.state")
    assert idle == [all_of_them[0], *all_of_them[2:5], "app.help"]
