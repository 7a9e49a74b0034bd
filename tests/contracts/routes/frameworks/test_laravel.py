"""Laravel and Lumen: routes' files, below what takes them in."""

import pytest

from tests.contracts.routes.frameworks.serving import served, told

APP = """\
<?php
return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(web: __DIR__.'/../routes/web.php', api: __DIR__.'/../routes/api.php')
    ->create();
"""
USE = "<?php\nuse Illuminate\\Support\\Facades\\Route;\n"


def _web(code: str) -> dict[str, str]:
    return {"bootstrap/app.php": APP, "routes/web.php": USE + code}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Route::get('/a/{id}', [A::class, 'show'])->name('x');", "GET /a/{id}"),
        ("Route::put('a/{user:slug}/{x?}', A::class);", "PUT /a/{user}, PUT /a/{user}/{x}"),
        ("Route::match(['get', 'post'], '/a', fn () => 1);", "GET /a, POST /a"),
        ("Route::any('/a', 'A@b'); Route::view('/b', 'b'); Route::redirect('/c', '/d');",
         "ANY /a, ANY /c, GET /b"),
        (("Route::prefix('v1')->middleware(['x'])->group(function () {\n"
         "  Route::prefix('o')->group(fn () => Route::get('/', 'A@b'));\n"
         "  Route::delete('{id}', 'A@b');\n});"), "DELETE /v1/{id}, GET /v1/o"),
        (("Route::group(['prefix' => 'a', 'as' => 'a.'], function ($router) {\n"
         "  $router->get('b', 'A@b');\n});"), "GET /a/b"),
        ("Route::middleware('auth')->prefix('a')->get('b', 'A@b');", "GET /a/b"),
        ("Route::apiResource('a', A::class)->only(['index', 'show']);", "GET /a, GET /a/{a}"),
        (("Route::resource('a', A::class, ['except' => ['index', 'create', 'store', 'edit',"
         " 'update']]);"), "DELETE /a/{a}, GET /a/{a}"),
        ("Route::apiResource('as.bs', A::class)->only('show');", "GET /as/{as}/bs/{bs}"),
        ("Route::apiResource('as.bs', A::class)->only('show', 'index')->shallow();",
         "GET /as/{as}/bs, GET /bs/{bs}"),
        ("Route::apiResources(['a' => A::class]);",
         "DELETE /a/{a}, GET /a, GET /a/{a}, PATCH /a/{a}, POST /a, PUT /a/{a}"),
        ("Route::singleton('me', A::class);", "GET /me, GET /me/edit, PATCH /me, PUT /me"),
        ("foreach (['a', 'b'] as $one) { Route::get($one, 'A@b'); }", "GET /a, GET /b"),
        ("const P = 'v1'; Route::get(P . '/a', 'A@b');", "GET /v1/a"),
        ("Route::get(\"/a/$kind/b\", 'A@b');", "GET /a/{kind}/b"),
        # nothing
        ("Route::pattern('id', '[0-9]+'); Route::model('a', A::class); Route::has('a');", ""),
        ("Http::get('/a'); $client->get('/b', []); $request->route('a');", ""),
        (("function add($r) { $r->get('b', 'A@b'); }\n"
         "Route::group(['prefix' => 'a'], function ($router) { add($router); });"), "GET /a/b"),
        # nobody can tell
        ("Route::get($path, 'A@b');", "? /"),
        ("Route::prefix(config('a.b'))->group(function () { Route::get('a', 'A@b'); });", "? /"),
        ("Route::get(\"$a/b\", 'A@b');", "GET …/b"),
        ("Auth::routes();", "? /"),
        ("Route::group(['prefix' => 'a'], function ($router) { (new More)->add($router); });",
         "? /a"),
        ("Route::group(['prefix' => 'a'], function ($router) { add($router); });", "? /a"),
        ("Route::prefix('x')->group(function () { Route::mailcoach('m'); });", "? /x"),
        ("Route::apiResource('a', A::class)->only($actions);", "? /a"),
        ("Route::group([], base_path($file));", "? /"),
    ],
)  # fmt: skip
def test_laravel(code: str, expected: str) -> None:
    assert told("laravel", _web(code)) == expected


GET = USE + "Route::get('/a', 'A@b');"
PROVIDER = """\
<?php
class RouteServiceProvider extends ServiceProvider {
  const PREFIX = 'rest';
  public function map() { $this->mapApi(); }
  protected function mapApi() {
    Route::prefix(self::PREFIX)->group(base_path('routes/api.php'));
  }
}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"bootstrap/app.php": APP, "routes/api.php": GET}, "GET /api/a"),
        ({"bootstrap/app.php": APP.replace("api:", "apiPrefix: 'v1', api:"),
          "routes/api.php": GET}, "GET /v1/a"),
        ({"bootstrap/app.php": APP, "routes/web.php": USE + "require __DIR__.'/more.php';",
          "routes/more.php": GET}, "GET /a"),
        ({"app/Providers/RouteServiceProvider.php": PROVIDER, "routes/api.php": GET},
         "GET /rest/a"),
        ({"bootstrap/app.php": "<?php\n$app->router->group(['prefix' => 'v1'], function ($router) {"
          " require __DIR__.'/../routes/web.php'; });",
          "routes/web.php": "<?php\n$router->get('a', 'A@b');"}, "GET /v1/a"),
        ({"routes/other.php": GET}, "? /"),
    ],
)  # fmt: skip
def test_files_stand_below_what_takes_them_in(files: dict[str, str], expected: str) -> None:
    assert told("laravel", files) == expected


@pytest.mark.parametrize(
    "code",
    [
        "if ($a) {" * 300 + "Route::get('/a', 'A@b');" + "}" * 300,
        "Route::get('/a', 'A@b'); require __DIR__.'/web.php';",
        "Route::get('/a'" + " . 'a'" * 3_000 + ", 'A@b');",
        "function f() { f(); Route::get('/a', 'A@b'); f(); } f();",
        "//" + "x" * 1_000_001,
    ],
    ids=range(5),
)
def test_hostile_files_are_bounded_and_never_read_as_nothing(code: str) -> None:
    found = served("laravel", _web(code))
    assert found.routes or found.unclear
