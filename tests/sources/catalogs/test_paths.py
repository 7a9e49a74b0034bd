"""Which template a concrete path is an example of."""

import pytest

from relplan.sources.catalogs.paths import template_for

TEMPLATES = [
    "/orders",
    "/orders/{id}",
    "/orders/{id}/items",
    "/orders/new",
    "/orders/{id}.json",
    "/{tenant}/new",
    "/files/{name}-{version}.tar",
]


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/orders", "/orders"),
        ("/orders/", "/orders"),
        ("/orders/12?full=1", "/orders/{id}"),
        ("/orders/new", "/orders/new"),
        ("/orders/12.json", "/orders/{id}.json"),
        ("/orders/12/items", "/orders/{id}/items"),
        ("/acme/new", "/{tenant}/new"),
        ("/files/a-b-1.tar", "/files/{name}-{version}.tar"),
        ("/files/-.tar", None),
        ("/orders//items", None),
        ("/nowhere", None),
    ],
)
def test_the_most_specific_wins(path: str, template: str | None) -> None:
    assert template_for(path, TEMPLATES) == template
    assert template_for(path, reversed(TEMPLATES)) == template


def test_of_no_template_there_is_none() -> None:
    assert template_for("/orders", []) is None
