"""ASP.NET Core: minimal APIs and controllers."""

import pytest

from tests.contracts.routes.frameworks.serving import served, told

APP = "var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('app.MapGet("/a/{id:int}", Show).WithName("x");', "GET /a/{id}"),
        ('app.MapPut("a/{id?}", Show);', "PUT /a, PUT /a/{id}"),
        ('app.MapMethods("/a", ["PATCH", HttpMethods.Head], Show);', "HEAD /a, PATCH /a"),
        ('app.MapMethods("/a", new[] { "GET" }, Show);', "GET /a"),
        ('app.Map("/a/{**rest}", Show);', "ANY /a/{rest}"),
        ('var g = app.MapGroup("/v1").WithTags("x"); g.MapGroup("o").MapPost("/", Make);',
         "POST /v1/o"),
        (('var api = app.NewVersionedApi("O").MapGroup("api/o").HasApiVersion(1.0);\n'
         'api.MapGet($"/{Paths.One}", Show);\nclass Paths { public const string One = "one"; }'),
         "GET /api/o/one"),
        (('app.MapOrders();\nstatic class X { public static RouteGroupBuilder MapOrders('
         'this IEndpointRouteBuilder b) { var g = b.MapGroup("/o"); g.MapGet("", A); return g;} }'),
         "GET /o"),
        (('X.MapOrders(app.MapGroup("/v1"), "o");\nstatic class X { public static void MapOrders('
         'IEndpointRouteBuilder b, string p) { b.MapGet("/" + p, All); } }'), "GET /v1/o"),
        ('foreach (var one in new[] { "a", "b" }) { app.MapGet("/" + one, Show); }',
         "GET /a, GET /b"),
        ('app.MapHealthChecks("/health");', "ANY /health"),
        (('foreach (var one in all) { one.Add(app); }\n'
         'class A : IAdds { public void Add(IEndpointRouteBuilder b) { b.MapGet("/a", Show); } }\n'
         'class B : IAdds { public void Add(IEndpointRouteBuilder b) { b.MapPut("/b", Show); } }'),
         "GET /a, PUT /b"),
        # nothing
        ('app.UseCors().UseAuthorization(); Seeds.Migrate(app); app.Run();', ""),
        ('app.UseRouting(); app.MapControllers(); app.MapRazorPages();', ""),
        ('var x = mapper.Map<Order>(order); client.GetAsync("/a");', ""),
        # nobody can tell
        ('app.MapGet(path, Show);', "? /"),
        ('app.MapGroup(config["Base"]).MapGet("/a", Show);', "? /"),
        ('app.MapGet($"{prefix}/a", Show);', "GET …/a"),
        ('app.MapIdentityApi<User>();', "? /"),
        ('app.MapGroup("/x").MapTodos();', "? /x"),
        ('other.MapGet("/a", Show);', "? /"),
        ('Plugins.Configure(app);', "? /"),
        ('app.RegisterEndpoints();', "? /"),
        ('app.UseFastEndpoints();', "? /"),
        ('plugin.Attach(app.MapGroup("/x"));', "? /x"),
        ('class X { void Map(RouteGroupBuilder g) { g.MapGet("/a", Show); } }', "? /"),
    ],
)  # fmt: skip
def test_minimal_apis(code: str, expected: str) -> None:
    assert told("aspnet", {"Program.cs": APP + code}) == expected


def _controller(attributes: str, members: str, rest: str = "") -> dict[str, str]:
    head = f"{attributes}\npublic class OrdersController : ControllerBase"
    return {"Orders.cs": f"namespace Shop;\n{head} {{\n{members}\n}}\n{rest}"}


API = '[ApiController, Route("api/[controller]")]'
SHOW = "public Order Show(int id) => null;"


@pytest.mark.parametrize(
    ("attributes", "members", "expected"),
    [
        (API, f'[HttpGet("{{id:int}}")] {SHOW}', "GET /api/Orders/{id}"),
        (API, f"[HttpGet, Authorize] {SHOW}", "GET /api/Orders"),
        (API, f'[HttpPost(Name = "x")] {SHOW}', "POST /api/Orders"),
        (API, f'[HttpGet("~/x")] [HttpPut("/y")] {SHOW}', "GET /x, PUT /y"),
        (API, f'[HttpGet] [Route("a")] [Route("b")] {SHOW}',
         "GET /api/Orders/a, GET /api/Orders/b"),
        (API, f'[AcceptVerbs("GET", "PUT")] {SHOW}', "GET /api/Orders, PUT /api/Orders"),
        ('[Route("[controller]/[action]")]', f"[HttpGet] {SHOW} public void Other() {{}}",
         "ANY /Orders/Other, GET /Orders/Show"),
        ('[Route("a")] [Route("b")]', f"[HttpGet] {SHOW}", "GET /a, GET /b"),
        ('[Area("x")] [Route("[area]/o")]', f"[HttpGet] {SHOW}", "GET /x/o"),
        ('[Route(Base + "/o")]', (f'const string Base = "v1"; [HttpGet(Id)] {SHOW} '
         'const string Id = "{id}";'), "GET /v1/o/{id}"),
        ('[Route("v{version:apiVersion}/o")]', f"[HttpGet] {SHOW}", "GET /v{version}/o"),
        (API, f"[NonAction] {SHOW} private void X() {{}}", ""),
        ("", f"{SHOW}", ""),
        (API, f"[HttpGet(Elsewhere.Id)] {SHOW}", "? /"),
        ("[Route(Elsewhere.Base)]", f'[HttpGet("a")] {SHOW}', "? /"),
    ],
)  # fmt: skip
def test_controllers(attributes: str, members: str, expected: str) -> None:
    assert told("aspnet", _controller(attributes, members)) == expected


def test_controllers_stand_below_the_group_that_they_are_mapped_in() -> None:
    files = _controller(API, f"[HttpGet] {SHOW}")
    mapped = {"Program.cs": APP + 'app.MapGroup("/v1").MapControllers();'}
    assert told("aspnet", files | mapped) == "GET /v1/api/Orders"


def test_attributes_of_a_base_class_hold_for_what_extends_it() -> None:
    base = '[ApiController] [Route("x/[controller]")]\npublic abstract class Base { }'
    code = "public class OrdersController : Base { [HttpGet] public void All() {} }"
    assert told("aspnet", {"a.cs": base, "b.cs": code}) == "GET /x/Orders"


def test_what_is_mapped_by_convention_is_unclear() -> None:
    pattern = '"{controller=Home}/{action=Index}/{id?}"'
    code = f'app.MapControllerRoute("default", {pattern});'
    assert told("aspnet", {"Program.cs": APP + code}) == "? /"


@pytest.mark.parametrize(
    "code",
    [
        "if (a) {" * 300 + 'app.MapGet("/a", x);' + "}" * 300,
        'app.MapGet("/a", x); F(app); static void F(WebApplication a) { F(a); F(a); }',
        'app.MapGet("/a"' + ' + "a"' * 3_000 + ", x);",
        "//" + "x" * 1_000_001,
    ],
    ids=range(4),
)
def test_hostile_files_are_bounded_and_never_read_as_nothing(code: str) -> None:
    found = served("aspnet", {"Program.cs": APP + code})
    assert found.routes or found.unclear
