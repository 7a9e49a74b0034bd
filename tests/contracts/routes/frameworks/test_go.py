"""Go: net/http, mux, chi, gin, echo, fiber and httprouter."""

import pytest

from tests.contracts.routes.frameworks.serving import served, told

IMPORTS = """\
package main
import (
	"fmt"
	"net/http"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/mux"
	"github.com/julienschmidt/httprouter"
	"github.com/labstack/echo/v4"
)
const base = "/api"
"""


def _main(code: str, rest: str = "") -> dict[str, str]:
    return {"main.go": f"{IMPORTS}{rest}\nfunc main() {{\n{code}\n}}\n"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # net/http
        ('http.HandleFunc("/a", show)', "ANY /a"),
        ('m := http.NewServeMux(); m.HandleFunc("GET /a/{id}", show)', "GET /a/{id}"),
        ('http.Handle("POST example.org/a/{rest...}", h)', "POST /a/{rest}"),
        ('http.HandleFunc("/a/", show)', "ANY /a, ANY /a/{rest}"),
        ('http.HandleFunc("GET /a/{$}", show)', "GET /a"),
        (('m := http.NewServeMux(); m.HandleFunc("/b", show); '
         'http.Handle("/a/", http.StripPrefix("/a", m))'), "ANY /a/b"),
        ('m := http.NewServeMux(); m.HandleFunc("/b", show); http.Handle("/", logged(m))',
         "ANY /b"),
        # gorilla/mux
        ('r := mux.NewRouter(); r.HandleFunc("/a/{id:[0-9]+}", show).Methods("GET", "PUT")',
         "GET /a/{id}, PUT /a/{id}"),
        (('r := mux.NewRouter(); s := r.PathPrefix(base).Subrouter(); '
         's.HandleFunc("/a", show).Methods(http.MethodPost)'), "POST /api/a"),
        ('r := mux.NewRouter(); r.Methods("GET").Path("/a").Handler(h)', "GET /a"),
        ('r := mux.NewRouter(); r.PathPrefix("/a").HandlerFunc(h)', "ANY /a, ANY /a/{rest}"),
        # chi
        (('r := chi.NewRouter(); r.Route("/a", func(r chi.Router) {\n r.Get("/{id}", h)\n'
         ' r.With(y).Delete("/", gone)\n})\nr.Get("/b", show)'),
         "DELETE /a, GET /a/{id}, GET /b"),
        ('r := chi.NewRouter(); s := chi.NewRouter(); s.Method("PUT", "/b", h); r.Mount("/a", s)',
         "PUT /a/b"),
        ('r := chi.NewRouter(); r.Group(func(r chi.Router) { r.Get("/a", show) })', "GET /a"),
        # gin, echo, fiber, httprouter
        ('r := gin.Default(); g := r.Group("/v1"); { o := g.Group("/o"); o.GET("/:id", a, show) }',
         "GET /v1/o/{id}"),
        ('r := gin.New(); r.Handle("PUT", "/a/*rest", h); r.Any("/b", h)',
         "ANY /b, PUT /a/{rest}"),
        ('e := echo.New(); g := e.Group("/a"); g.POST("", h); e.Match([]string{"GET"}, "/b", h)',
         "GET /b, POST /a"),
        ('app := fiber.New(); app.Group("/a").Get("/:id", h).Post("/b", h)',
         "GET /a/{id}, POST /a/b"),
        ('app := fiber.New(); app.Route("/a", func(r fiber.Router) { r.Put("/b", h) })',
         "PUT /a/b"),
        ('r := httprouter.New(); r.GET("/a/:id", h)', "GET /a/{id}"),
        # what is literal is resolved
        ('r := gin.New(); p := base + "/a"; r.GET(fmt.Sprintf("%s/b", p), h)', "GET /api/a/b"),
        ('r := gin.New(); for _, p := range []string{"/a", "/b"} { r.GET(p, h) }',
         "GET /a, GET /b"),
        ('r := gin.New(); r.GET("/a/"+kind, h)', "GET /a/{kind}"),
        # what serves nothing
        ('http.Get("/a"); http.Post("/a", "text/plain", b); client.Get("/a", nil)', ""),
        ('r := gin.New(); r.Static("/a", "b"); http.Handle("/", http.FileServer(fs))', ""),
        ('r := gin.New(); r.GET("/a", func(c *gin.Context) { c.Header("/x", "/y"); http.Get(u) })',
         "GET /a"),
        ('r := chi.NewRouter(); h := cors.Wrap(r); http.ListenAndServe(":80", h)', ""),
        # what nobody can tell
        ('r := gin.New(); r.GET(os.Getenv("A"), h)', "? /"),
        ('r := gin.New(); r.Group(config.Prefix).GET("/a", h)', "? /"),
        ('r := gin.New(); r.GET("/a"+suffix, h)', "? /a"),
        ('r := gin.New(); p := "/a"; if x { p = "/b" }; r.GET(p, h)', "? /"),
        ('r := chi.NewRouter(); r.Mount("/a", debug.Handler())', "? /a"),
        ('unknown.HandleFunc("/a", h)', "? /"),
        ('r := gin.New(); pprof.RegisterOn(r)', "? /"),
        ('r := gin.New(); setup(r, db)', "? /"),
        ('r := gin.New(); if err := admin.Setup(r.Group("/admin")); err != nil { return }',
         "? /admin"),
        ('r := mux.NewRouter(); plugins.Load(plugins.Config{Router: r})', "? /"),
    ],
)  # fmt: skip
def test_routers(code: str, expected: str) -> None:
    assert told("go", _main(code)) == expected


@pytest.mark.parametrize(
    ("code", "rest", "expected"),
    [
        ('orders(gin.New().Group("/v1"))',
         'func orders(r *gin.RouterGroup) { r.GET("/a", h) }', "GET /v1/a"),
        ('s := &server{r: chi.NewRouter()}; s.routes()',
         'type server struct { r chi.Router }\nfunc (s *server) routes() { s.r.Get("/a", h) }',
         "GET /a"),
        ('s := &server{mux.NewRouter()}; s.add("GET", "/a", h); s.add("PUT", "/b", h)',
         ("type server struct { *mux.Router }\nfunc (s *server) add(m, p string, h H) {\n"
         " s.Router.HandleFunc(p, h).Methods(m)\n}"), "GET /a, PUT /b"),
        ('r := chi.NewRouter(); r.Mount("/o", orders{}.Routes())',
         ('type orders struct{}\nfunc (o orders) Routes() chi.Router {\n r := chi.NewRouter()\n'
         ' r.Get("/a", h)\n return r\n}'), "GET /o/a"),
        (("r := mux.NewRouter(); for _, one := range all { "
         "r.Methods(one.Method).Path(one.Path).Handler(one.H) }"),
         ('type route struct { Method, Path string; H http.Handler }\n'
         'var all = []route{{"GET", "/a", h}, {Path: "/b", Method: "PUT"}}'), "GET /a, PUT /b"),
        ("", 'func routes(r *gin.Engine) { r.GET("/a", h) }', "GET /a"),
        ("", 'func routes(r *gin.RouterGroup) { r.GET("/a", h) }', "? /"),
        ("", 'func New() http.Handler { r := chi.NewRouter(); r.Get("/a", h); return r }', "? /"),
    ],
)  # fmt: skip
def test_routers_are_followed_through_functions(code: str, rest: str, expected: str) -> None:
    assert told("go", _main(code, rest)) == expected


@pytest.mark.parametrize("module", ["module example.org/shop\n\ngo 1.22\n", None])
def test_routers_are_followed_through_packages(module: str | None) -> None:
    main = 'package main\nimport ("github.com/gin-gonic/gin"; "example.org/shop/internal/orders")\n'
    orders = 'package orders\nimport "github.com/gin-gonic/gin"\nconst path = "/orders"\n'
    files = {
        "cmd/main.go": f'{main}func main() {{ orders.Register(gin.New().Group("/v1")) }}',
        "internal/orders/routes.go": f"{orders}func Register(r gin.IRouter) {{ r.GET(path, h) }}",
        "internal/orders/routes_test.go": 'package orders\nfunc x() { http.HandleFunc("/x", h) }',
    }
    assert told("go", files | ({"go.mod": module} if module else {})) == "GET /v1/orders"


@pytest.mark.parametrize(
    "code",
    [
        "if a {" * 300 + 'http.HandleFunc("/a", h)' + "}" * 300,
        'http.HandleFunc("/a", h); f()\n}\nfunc f() { g() }\nfunc g() { f(); f()',
        'x := "a"' + ' + "a"' * 3_000 + '; http.HandleFunc("/a", h)',
        "r := chi.NewRouter(); r.Mount(`/a`, r); r.Get(`/b`, h)",
        "// " + "x" * 1_000_001,
    ],
    ids=range(5),
)
def test_hostile_files_are_bounded_and_never_read_as_nothing(code: str) -> None:
    found = served("go", _main(code))
    assert found.routes or found.unclear
