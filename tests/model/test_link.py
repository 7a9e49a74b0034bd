"""Only pages of the web are links."""

import pytest

from relplan.model.link import is_link

PAGE = "https://forge.example/orders/pull/7"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (PAGE, True),
        ("http://forge.example", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://a b", False),
        ("https://a\n.example", False),
        ("https://[", False),
        ("I0123456789", False),
        ("https://a.example/" + "x" * 3_000, False),
    ],
)
def test_only_pages_of_the_web_are_links(text: str, link: bool) -> None:
    assert is_link(text) is link
