import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    NONE,
    RISKY,
    Data,
    api,
    compare,
    get,
    rules,
)

KEY: Data = {"key": []}
READ: Data = {"oauth": ["read"]}
BOTH: Data = {"oauth": ["read", "write"]}


def everywhere(*requirements: Data) -> Data:
    return {**get(), "security": list(requirements)}


class TestRequirements:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            ([], [KEY], "security-added", RISKY),
            ([{}], [KEY], "security-added", RISKY),
            ([KEY], [KEY, READ], "security-added", ADDITIVE),
            ([{}], [{}, KEY], "security-added", ADDITIVE),
            ([KEY, READ], [KEY], "security-removed", RISKY),
            ([KEY], [], "security-removed", NONE),
            ([READ], [BOTH], "security-scope-added", RISKY),
            ([BOTH], [READ], "security-scope-removed", NONE),
        ],
    )
    def test_each_rule(
        self, before: list[Data], after: list[Data], rule: str, severity: str
    ) -> None:
        own = compare(get(security=before), get(security=after))
        assert rules(own) == {(f"api-{rule}", severity)}
        global_ = compare(everywhere(*before), everywhere(*after))
        assert rules(global_) == {(f"api-global-{rule}", severity)}

    def test_their_order_does_not_matter(self) -> None:
        revision = get(security=[{"oauth": ["write", "read"]}, KEY])
        assert compare(get(security=[KEY, BOTH]), revision) == ()

    def test_those_that_differ_by_scopes_only_are_told_apart(self) -> None:
        before, after = [READ, {"oauth": ["write"]}], [{"oauth": ["write"]}, READ]
        assert compare(get(security=before), get(security=after)) == ()

    def test_what_held_everywhere_may_be_said_of_the_operation(self) -> None:
        assert compare(everywhere(KEY), get(security=[KEY])) == ()

    def test_what_holds_everywhere_touches_all_operations(self) -> None:
        fine = {"responses": {}}
        base = api({"/a": {"get": fine}, "/b": {"get": fine, "put": {**fine, "security": []}}})
        (found,) = compare(base, {**base, "security": [KEY]})
        assert found.parts == ("GET /a", "GET /b")


def scheme(**more: object) -> Data:
    schemes = {"it": {"type": "apiKey", "in": "header", "name": "X-Key", **more}}
    return {**get(security=[{"it": []}]), "components": {"securitySchemes": schemes}}


def flow(name: str = "implicit", **more: object) -> Data:
    flows = {name: {"authorizationUrl": "/a", "tokenUrl": "/t", "scopes": {"read": ""}, **more}}
    return scheme(type="oauth2", flows=flows)


class TestSchemes:
    @pytest.mark.parametrize(
        ("base", "revision", "rule", "severity"),
        [
            (get(), scheme(), "added", ADDITIVE),
            (scheme(), get(), "removed", NONE),
            (scheme(), scheme(**{"in": "query"}), "type-changed", RISKY),
            (scheme(), scheme(type="http", scheme="Basic"), "type-changed", RISKY),
            (flow(), flow(authorizationUrl="/b"), "oauth-url-changed", RISKY),
            (flow(), flow(tokenUrl="/b"), "oauth-token-url-changed", RISKY),
            (flow(), flow(scopes={"read": "", "write": ""}), "oauth-scope-added", ADDITIVE),
            (flow(), flow(scopes={}), "oauth-scope-removed", RISKY),
        ],
    )
    def test_each_rule(self, base: Data, revision: Data, rule: str, severity: str) -> None:
        assert (f"api-security-component-{rule}", severity) in rules(compare(base, revision))

    def test_of_one_that_nobody_uses_nobody_can_tell(self) -> None:
        before, after = ({**one, "paths": {}} for one in (scheme(), scheme(name="X-Other")))
        (found,) = compare(before, after)
        assert (found.severity, found.parts) == (NONE, ())

    def test_one_that_is_used_touches_its_operations(self) -> None:
        (found,) = compare(scheme(), scheme(name="X-Other"))
        assert found.parts == ("GET /orders/{id}",)
