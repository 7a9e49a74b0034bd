"""What is said where nobody knows what runs."""

from relplan.model.evidence import Evidence
from relplan.model.production import KnownBy, Production
from relplan.workbench.guessing import unknown_production


def on_main(*services: str, environment: str = "production") -> list[Production]:
    shown = (Evidence("no-release", "there are no tags"),)
    return [
        Production(service, "main", "a" * 40, KnownBy.MAIN, shown, environment)
        for service in services
    ]


def said(found: list[Production]) -> str:
    (notice,) = unknown_production(found)
    return notice.text


def test_one_service() -> None:
    assert said(on_main("web")) == (
        "does web run its main in production? There are no tags, so nothing merged is pending"
        " there; if not, say `deployed`, or which tags are releases with `release_tag`, in"
        " relplan.toml"
    )


def test_many_services_are_one_question() -> None:
    assert said(on_main("web", "pay")).startswith("do web and pay run their main in production? ")
    many = said(on_main("web", "orders", "pay", "mail", "ship", environment="staging"))
    assert many.startswith("do web, orders and 3 more services run their main in staging? Nobody")


def test_what_is_known_is_no_question() -> None:
    assert unknown_production([Production("web", "v1", "a" * 40, KnownBy.RELEASE_TAG)]) == ()
