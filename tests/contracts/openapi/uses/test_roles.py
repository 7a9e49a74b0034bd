"""What is done with a path: it is requested, served, or leads to a page."""

import pytest

from relplan.contracts.openapi.uses.requests import Role, requests_in

CALLED, SERVED, LINKED, NAMED = Role.CALLED, Role.SERVED, Role.LINKED, Role.NAMED


def told(text: str) -> tuple[Role, str]:
    (request,) = requests_in(text)
    return request.role, request.method


@pytest.mark.parametrize(
    ("text", "role", "method"),
    [
        ("await client.get({ path: `/orders/${id}` })", CALLED, "GET"),
        ("this.restClient.post({\n  path: `/orders/${id}`,\n  data,\n})", CALLED, "POST"),
        ("restClient(token).delete({\n  token,\n  path: `/orders/${id}`,\n})", CALLED, "DELETE"),
        ("http.get<Page<Order>>({ path: '/orders/all' })", CALLED, "GET"),
        ('client.get(path: "/orders/all")', CALLED, "GET"),
        ("client.getPage<Page<Order>>({ path: '/orders/all' })", CALLED, "GET"),
        ("client.fetchPage({ path: '/orders/all' })", NAMED, ""),
        # A router of the browser's has pages, whatever it is called.
        ("new Router({ routes: [{ path: '/orders/:id', component: Order }] })", LINKED, ""),
        ("const apiRoutes = [{ path: '/orders/:id', component: Order }]", LINKED, ""),
        ("router.push({ path: '/orders/all' })", LINKED, ""),
        ("createHttpRouter({ path: '/orders/all' })", LINKED, ""),
        ("apiRouter.get({ path: '/orders/:id', validate }, show)", LINKED, ""),
    ],
)
def test_a_path_among_what_a_client_is_handed_as_one_object(
    text: str, role: Role, method: str
) -> None:
    assert told(text) == (role, method)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("apiRouter.get('/orders/:id', show)", SERVED),
        ("restRoutes.post('/orders/new', add)", SERVED),
        ("httpServer.get('/orders/:id', show)", SERVED),
        ("api_router.get('/orders/:id')", SERVED),
        ("routerClient.get('/orders/all')", CALLED),
        ("serverApi.get('/orders/all')", CALLED),
    ],
)
def test_a_router_serves_whatever_it_routes(text: str, role: Role) -> None:
    assert told(text)[0] is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            '@RequestMapping(\n  method = [RequestMethod.GET],\n  value = ["/orders/all"],\n)',
            SERVED,
        ),
        ('@GetMapping(produces = JSON, path = {"/orders/all"})', SERVED),
        ('@RequestMapping(value = arrayOf("/orders/all"))', SERVED),
        ('@ApiOperation(notes = X, value = "/orders/all")', NAMED),
    ],
)
def test_an_annotation_may_say_other_things_first(text: str, role: Role) -> None:
    assert told(text)[0] is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('authorize(HttpMethod.GET, "/orders/all", hasRole("X"))', LINKED),
        ('authorize("/orders/all", permitAll)', LINKED),
        ('payments.authorize("/orders/all")', NAMED),
    ],
)
def test_who_may_see_a_path_is_no_request_of_it(text: str, role: Role) -> None:
    assert told(text)[0] is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ('s.mux.Put("/orders/{id}", s.replace)', SERVED),
        ('r.Get("/orders/{id}", func(w http.ResponseWriter, r *http.Request) {', SERVED),
        ('r.With(auth, pages(10)).Get("/orders/{id}", show)', SERVED),
        ('app.Get("/orders/:id", auth(), show)', SERVED),
        ('v1.GET("/orders/:id", h.show)', SERVED),
        ('apiGroup.DELETE("/orders/:id", h.remove)', SERVED),
        ('mux.Method("GET", "/orders/{id}", show)', SERVED),
        ('r.MethodFunc(http.MethodGet, "/orders/{id}", show)', SERVED),
        ('router.HandlerFunc(http.MethodGet, "/orders/:id", show)', SERVED),
        # A client has nobody to answer: a body at most, or options.
        ('r.Get("/orders/all")', NAMED),
        ('client.R().Get("/orders/all")', NAMED),
        ('httpClient.Put("/orders/all", body)', CALLED),
        ('http.Post("/orders/all", "application/json", body)', CALLED),
        ('apiClient.GET("/orders/{id}", options)', CALLED),
        ('api.GET("/orders/{id}", { params })', CALLED),
        ("api.GET('/orders/{id}', options)", CALLED),
    ],
)
def test_a_router_of_go_is_told_who_answers(text: str, role: Role) -> None:
    assert next(iter(requests_in(text))).role is role
