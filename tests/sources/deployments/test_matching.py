"""Which service an image is of: exact and unique names only."""

import pytest

from relplan.sources.deployments import Deployable, Match, Matcher, Statement, Subject

MATCHER = Matcher(
    [
        Deployable("orders", "", "orders-service", "git@github.com:acme/orders-service.git"),
        Deployable("web", "", "web"),
        Deployable("post-service", "", "post-service"),
        Deployable("pay", "", "api", "https://github.com/acme/api"),
        Deployable("search", "", "api", "https://github.com/other/api.git"),
        Deployable("shop-cart", "cart", "shop", "https://github.com/acme/shop", alone=False),
        Deployable("shop-mail", "mail", "shop", "https://github.com/acme/shop", alone=False),
    ]
)


def match(*names: str, subject: Subject = Subject.IMAGE) -> Match:
    return MATCHER.match(Statement(subject, names, "v1", "a.yaml", 1, ""))


@pytest.mark.parametrize(
    ("image", "service"),
    [
        ("ghcr.io/acme/orders", "orders"),
        ("localhost:5000/orders", "orders"),
        ("acme/orders-service", "orders"),  # as its repository is called
        ("ORDERS", "orders"),
        ("acme/shop/cart", "shop-cart"),
        ("acme/shop-cart", "shop-cart"),
        ("acme/api", "pay"),  # two are called so: the whole name tells
        ("postgres", ""),
        ("acme/shop", ""),  # a repository of several services is none of them
        ("acme/orders-migrations", ""),
    ],
)
def test_images(image: str, service: str) -> None:
    assert match(image) == Match(service)


def test_what_is_not_certain_is_a_guess() -> None:
    assert match("acme/web-service") == Match(maybe=("web",))
    assert match("registry/api") == Match(maybe=("pay", "search"))
    assert match("acme/web_2") == match("acme/post-api") == Match()
    assert match("acme/orders-svc", "orders") == Match("orders")  # kustomize's old name is exact


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("https://github.com/acme/orders-service", "orders"),
        ("ssh://git@github.com/acme/orders-service.git", "orders"),
        ("github.com/acme/orders-service", "orders"),
        ("https://user@host/acme/api.git/", "pay"),
        ("https://github.com/fork/orders-service", ""),
        ("https://github.com/acme/shop", ""),
        ("https://github.com/acme/web", "web"),  # its own address is not known
    ],
)
def test_repositories(url: str, service: str) -> None:
    assert match(url, subject=Subject.SOURCE).service == service


@pytest.mark.parametrize(
    ("path", "content", "may_be"),
    [
        ("a.yaml", b"image: acme/ORDERS:1", True),
        ("a.yaml", b"image: acme/shop/cart:1", True),
        ("apps/web/values.yaml", b"tag: v1", True),
        ("a.yaml", b"image: acme/post:1", True),  # a service may leave a generic word out
        ("a.yaml", b"image: acme/cart:1", True),
        ("a.yaml", b"image: acme/nginx:1", False),
        ("a.yaml", b"\xff\xfe", False),
    ],
)
def test_whether_a_file_may_be_about_a_service_is_told_by_its_words(
    path: str, content: bytes, may_be: bool
) -> None:
    assert MATCHER.may_be_in(path, content) is may_be
