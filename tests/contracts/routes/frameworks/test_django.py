"""Routes of Django and Django REST framework."""

import pytest

from tests.contracts.routes.frameworks.reading import routes

URLS = "from django.urls import include, path, re_path\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "urlpatterns = [path('a/<int:id>/', views.a), path('', views.b)]",
            ["ANY /", "ANY /a/{id}"],
        ),
        (r"urlpatterns = [re_path(r'^a/(?P<id>[0-9]+)/$', views.a)]", ["ANY /a/{id}"]),
        (r"urlpatterns = [re_path(r'^(?:a|b)/$', views.a)]", ["? /"]),
        ("urlpatterns = []\nurlpatterns += [path('a', a)]", ["ANY /a"]),
        ("urlpatterns = [path('a', a)] + [path('b', b)] + static('/s')", ["ANY /a", "ANY /b"]),
        ("more = [path('b', b)]\nurlpatterns = [path('a/', include(more))]", ["ANY /a/b"]),
        ("urlpatterns = [path('a/', include((more(), 'a')))]", ["? /a"]),
        (
            "more = [path('b', b)]\nurlpatterns = [path('a/', bare(include(more)))]",
            ["ANY /a/b"],
        ),
        ("urlpatterns = [path('a/', checked(views.show))]", ["ANY /a"]),
        (
            r"urlpatterns = [re_path(r'^(?<!my-)a(?![^\/])/(?P<id>{})/$'.format(ID), views.a)]",
            ["ANY /a/{id}"],
        ),
        ("urlpatterns = [re_path(f'a/(?P<id>{ID})/b', views.a)]", ["ANY /a/{id}/b"]),
        ("urlpatterns = [re_path(f'a/{ID}/b', views.a)]", ["? /"]),
        ("urlpatterns = [path('{}/{b}/'.format('a', b='b'), views.a)]", ["ANY /a/b"]),
        ("urlpatterns = [path('{}/{}'.format('a'), views.a)]", ["? /"]),
        (
            "urlpatterns = [path('a/', include('other.urls')), path('admin/', admin.site.urls)]",
            ["? /a"],
        ),
        ("urlpatterns = [path(NAME, a)]", ["? /"]),
        ("urlpatterns = made()", ["? /"]),
        ("urlpatterns = []\nurlpatterns.append(path('a', a))", ["ANY /a"]),
        ("urlpatterns = []\nurlpatterns.extend(more())\nadd(urlpatterns)", ["? /", "? /"]),
    ],
)
def test_patterns(text: str, expected: list[str]) -> None:
    assert routes(URLS + text, "shop/urls.py") == expected


def test_patterns_of_other_modules_are_below_those_that_include_them() -> None:
    files = {
        "shop/settings.py": "ROOT_URLCONF = 'shop.urls'\n",
        "shop/urls.py": URLS + "urlpatterns = [path('api/', include('orders.urls'))]\n",
        "orders/urls.py": URLS + "urlpatterns = [path('orders/<id>', views.show)]\n",
        "unused/urls.py": URLS + "urlpatterns = [path('unused', views.show)]\n",
    }
    assert routes(files) == ["ANY /api/orders/{id}"]


ROUTER = """
from rest_framework.routers import DefaultRouter
from orders import views
router = DefaultRouter()
router.register(r'orders', views.Orders)
urlpatterns = [path('api/', include(router.urls))]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "class Orders(viewsets.ModelViewSet): ...",
            [
                "DELETE /api/orders/{pk}",
                "GET /api/orders",
                "GET /api/orders/{pk}",
                "PATCH /api/orders/{pk}",
                "POST /api/orders",
                "PUT /api/orders/{pk}",
            ],
        ),
        (
            "class Orders(viewsets.ModelViewSet):\n    http_method_names = ['get']",
            ["GET /api/orders", "GET /api/orders/{pk}"],
        ),
        (
            (
                "class Base(GenericViewSet):\n    def list(self): ...\n"
                "class Orders(mixins.CreateModelMixin, Base):\n"
                "    @action(detail=True, methods=['post'])\n    def pay(self): ...\n"
                "    @action(detail=False, url_path='all')\n    def every(self): ..."
            ),
            [
                "GET /api/orders",
                "GET /api/orders/all",
                "POST /api/orders",
                "POST /api/orders/{pk}/pay",
            ],
        ),
        ("class Orders(elsewhere.BaseViewSet): ...", ["? /api/orders"]),
        ("from elsewhere import Orders", ["? /api/orders"]),
    ],
)
def test_a_router_serves_what_its_set_of_views_does(text: str, expected: list[str]) -> None:
    assert (
        routes({"shop/urls.py": URLS + ROUTER, "orders/views.py": f"# ViewSet\n{text}\n"})
        == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("router.registry.extend(others.registry)", ["? /api"]),
        ("plugins.register_views(router)", ["? /api"]),
        ("more = DefaultRouter()\nplugins.register_views(more)", []),
    ],
)
def test_who_is_given_a_router_may_register_views_at_it(text: str, expected: list[str]) -> None:
    views = "# ViewSet\nclass Orders(viewsets.GenericViewSet):\n    def list(self): ...\n"
    files = {"shop/urls.py": f"{URLS}{ROUTER}{text}\n", "orders/views.py": views}
    assert routes(files) == [*expected, "GET /api/orders"]


NESTED = """
from rest_framework_nested import routers
from orders import views
class Nested(routers.NestedSimpleRouter): ...
router = routers.SimpleRouter()
router.register(prefix='orders', viewset=views.Orders)
items = {made}
items.register('items', views.Orders)
urlpatterns = [path('', include(router.urls)), path('', include(items.urls))]
"""


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            "routers.NestedSimpleRouter(router, r'orders', lookup='order')",
            "GET /orders/{lookup}/items",
        ),
        ("Nested(parent_router=router, parent_prefix='orders')", "GET /orders/{lookup}/items"),
        ("Nested(router, NAME)", "? /"),
        ("elsewhere.Router(router, 'orders')", "? /"),
    ],
)
def test_a_router_may_be_nested_in_another(made: str, expected: str) -> None:
    files = {
        "shop/urls.py": URLS + NESTED.replace("{made}", made),
        "orders/__init__.py": "",
        "orders/views/__init__.py": "from .orders import OrdersViewSet as Orders\n",
        "orders/views/orders.py": "class OrdersViewSet(GenericViewSet):\n    def list(self): ...\n",
    }
    assert routes(files) == sorted([expected, "GET /orders"])
