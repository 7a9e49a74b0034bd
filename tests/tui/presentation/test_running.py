"""What runs, in the words of the header."""

from relplan.model.production import KnownBy, Production
from relplan.tui.presentation.running import known_in_short


def runs(service: str, by: KnownBy) -> Production:
    return Production(service, "v1", "a" * 40, by)


def test_the_surest_ways_are_counted_first() -> None:
    production = [
        runs("web", KnownBy.MAIN),
        runs("orders", KnownBy.RELEASE_TAG),
        runs("pay", KnownBy.DEPLOYMENT_FILE),
        runs("mail", KnownBy.RELEASE_TAG),
    ]
    assert known_in_short(production) == "1 by deployment file, 2 by release tag, 1 not known"
    assert known_in_short([]) == ""
