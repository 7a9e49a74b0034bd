"""NestJS: what controllers serve, below what an application and its modules put before them."""

import pytest

from tests.contracts.routes.frameworks.serving import told

ORDERS = """\
import { Controller, Get, Post } from '@nestjs/common';
@Controller('orders')
export class Orders {
  @Get() list() {}
  @Get(':id') one(@Param('id') id: string) {}
}
"""


MAIN = """\
import { NestFactory } from '@nestjs/core';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  SAID;
}
bootstrap();
"""


def _main(said: str) -> str:
    return MAIN.replace("SAID", said)


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("", "GET /orders, GET /orders/{id}"),
        ("app.setGlobalPrefix('api')", "GET /api/orders, GET /api/orders/{id}"),
        ("app.setGlobalPrefix('api', { exclude: ['orders'] })",
         "GET /api/orders/{id}, GET /orders"),
        ("app.setGlobalPrefix(config.get('prefix'))", "GET …/orders, GET …/orders/{id}"),
        ("app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' })",
         "GET /v1/orders, GET /v1/orders/{id}"),
        ("app.enableVersioning()", "GET /orders, GET /orders/{id}"),
        ("app.getHttpAdapter().get('/up', up)", "GET /orders, GET /orders/{id}, GET /up"),
        ("app.use('/jobs', board)", "GET /orders, GET /orders/{id}, ? /jobs"),
        # who is given the application may put something before all
        ("configure(app)", "GET /orders, GET /orders/{id}, ? /"),
        ("SwaggerModule.setup('docs', app, docs)", "GET /orders, GET /orders/{id}"),
    ],
)  # fmt: skip
def test_what_is_put_before_all(main: str, expected: str) -> None:
    assert told("nest", {"src/main.ts": _main(main), "src/orders.ts": ORDERS}) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@Controller() export class A { @Post('x') a() {} }", "POST /x"),
        ("@Controller(['a', 'b']) export class A { @All(['x', 'y']) a() {} }",
         "ANY /a/x, ANY /a/y, ANY /b/x, ANY /b/y"),
        ("@Controller({ path: 'a', version: '2' }) class A { @Put() @Roles('x') a() {} }",
         "PUT /v2/a"),
        ("@Controller({ path: 'a', version: ['1', VERSION_NEUTRAL] }) class A { @Put() a() {} }",
         "PUT /a, PUT /v1/a"),
        ("@Controller('a') class A { @Version('3') @Put() a() {} }", "PUT /v3/a"),
        ("const P = 'a'; @Controller(`${P}/b`) class A { @Head() a() {} }", "HEAD /a/b"),
        ("class B { @Get('x') x() {} }\n@Controller('a') class A extends B {}", "GET /a/x"),
        ("@Controller('a') class A { a() {} }", ""),
        ("@Injectable() class A { @Get('x') x() {} }", ""),
        ("@MessagePattern('a') class A { a() {} }", ""),
        ("@Controller(paths.a) class A { @Get() a() {} }", "? /"),
        ("@Controller('a') class A extends Mixin(B) { @Get() a() {} }", "GET /a, ? /a"),
        ("@Crud({ model }) @Controller('a') class A {}", "? /a"),
    ],
)  # fmt: skip
def test_controllers(code: str, expected: str) -> None:
    taken = "import { VERSION_NEUTRAL } from '@nestjs/common';\n"
    main = _main("app.enableVersioning({ type: VersioningType.URI })")
    assert told("nest", {"main.ts": main, "a.ts": taken + code}) == expected


MODULE = "import { Orders } from './orders';\n@Module({ controllers: [Orders] })\nexport class M {}"


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        ("[{ path: 'shop', module: M }]", "GET /shop/orders, GET /shop/orders/{id}"),
        ("[{ path: 'a', children: [{ path: 'b', module: M }] }]",
         "GET /a/b/orders, GET /a/b/orders/{id}"),
        ("ROUTES", "? /, ? /, ? /"),
    ],
)  # fmt: skip
def test_modules_below_a_path(routes: str, expected: str) -> None:
    taken = "import { RouterModule } from '@nestjs/core';\nimport { M } from './m';\n"
    app = f"{taken}@Module({{ imports: [M, RouterModule.register({routes})] }}) class App {{}}"
    files = {"app.ts": app, "m.ts": f"import '@nestjs/common';\n{MODULE}", "orders.ts": ORDERS}
    assert told("nest", files) == expected


def test_each_application_of_a_repository_has_its_own_prefix() -> None:
    files = {}
    for name in ("a", "b"):
        files[f"apps/{name}/src/main.ts"] = _main(f"app.setGlobalPrefix('{name}')")
        files[f"apps/{name}/src/orders.ts"] = ORDERS
    assert told("nest", files) == (
        "GET /a/orders, GET /a/orders/{id}, GET /b/orders, GET /b/orders/{id}"
    )
