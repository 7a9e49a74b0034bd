"""The keys that are worth most at a place."""

from relplan.tui.presentation.places import CLOSE, HELP, KEYS, MOST, Place, footer


def names(place: Place, cells: int = 200, *, idle: str = "") -> list[str]:
    keys = (*KEYS[place], CLOSE, HELP)
    return [key.action for key in footer(keys, lambda name: name != idle, lambda _: 10, cells)]


def test_as_many_as_fit_and_are_read_and_the_ways_out_and_to_the_help_are_of_them() -> None:
    for place in Place:
        assert len(names(place)) <= MOST
        assert len(names(place, 50)) <= 5
        assert names(place, 50)[-2:] == ["app.back", "app.help"]


def test_what_does_nothing_now_leaves_its_room_to_the_next() -> None:
    all_of_them = [key.action for key in KEYS[Place.CHANGE]]
    assert names(Place.CHANGE, 50)[:-2] == all_of_them[:3]
    idle = names(Place.CHANGE, 50, idle="plan.state")
    assert idle[:-2] == [all_of_them[0], *all_of_them[2:4]]
