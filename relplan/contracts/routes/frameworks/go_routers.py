"""What the routers of Go are called: their packages, types and methods."""

_GIN, _ECHO, _FIBER = (
    "github.com/gin-gonic/gin",
    "github.com/labstack/echo",
    "github.com/gofiber/fiber",
)
MUX, CHI, HTTP = "github.com/gorilla/mux", "github.com/go-chi/chi", "net/http"
_JULIEN, _FAST = "github.com/julienschmidt/httprouter", "github.com/fasthttp/router"
MADE = frozenset(
    {f"{_GIN}.New", f"{_GIN}.Default", f"{_ECHO}.New", f"{_FIBER}.New", f"{MUX}.NewRouter",
     f"{CHI}.NewRouter", f"{CHI}.NewMux", f"{HTTP}.NewServeMux", f"{_JULIEN}.New",
     f"{_FAST}.New"}
)  # fmt: skip
WHOLE = frozenset({f"{_GIN}.Engine", f"{_ECHO}.Echo", f"{_FIBER}.App"})
"""Types of which a service has one, as a rule: who is given it adds to all."""
TYPES = frozenset(
    {f"{_GIN}.RouterGroup", f"{_GIN}.IRouter", f"{_GIN}.IRoutes", f"{_ECHO}.Group",
     f"{_FIBER}.Router", f"{_FIBER}.Group", f"{MUX}.Router", f"{CHI}.Router", f"{CHI}.Mux",
     f"{HTTP}.ServeMux", f"{_JULIEN}.Router", f"{_FAST}.Router", f"{_FAST}.Group"}
)  # fmt: skip
_HTTP_METHODS = "GET POST PUT DELETE PATCH HEAD OPTIONS CONNECT TRACE".split()
METHODS = {
    **{name: name for name in _HTTP_METHODS},
    **{name.title(): name for name in _HTTP_METHODS},
    "Any": "", "All": "",
}  # fmt: skip
NAMED = frozenset({"Method", "MethodFunc", "Add", "Match"})
HANDLES = frozenset({"Handle", "HandleFunc", "Handler", "HandlerFunc"})
BUILDS = frozenset(
    {"PathPrefix", "Path", "Methods", "Host", "Headers", "Queries", "Schemes", "NewRoute", "Name",
     "MatcherFunc"}
)  # fmt: skip
ALL = frozenset({*METHODS, *HANDLES, *BUILDS, *NAMED, "Group", "Route"})
HOLDERS = ("Engine", "Router", "Echo", "App", "Mux", "ServeMux", "RouterGroup")
"""Routers that a struct may hold without a name of its own."""
