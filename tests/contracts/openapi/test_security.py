import pytest

from tests.contracts.openapi.support import (
    ADDITIVE,
    BREAKING,
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
KEY_AND_READ: Data = {**KEY, **READ}
OAUTH: Data = {"type": "oauth2", "flows": {}}


def everywhere(*requirements: Data) -> Data:
    return {**get(), "security": list(requirements)}


class TestRequirements:
    @pytest.mark.parametrize(
        ("before", "after", "rule", "severity"),
        [
            # who was let in without, or with less, is refused
            ([], [KEY], "security-added", BREAKING),
            ([{}], [KEY], "security-added", BREAKING),
            ([KEY, {}], [KEY], "security-added", BREAKING),
            ([KEY], [KEY_AND_READ], "security-added", BREAKING),
            ([KEY, READ], [KEY_AND_READ], "security-added", BREAKING),
            ([KEY, READ], [KEY], "security-removed", BREAKING),
            ([KEY], [READ], "security-removed", BREAKING),
            ([READ], [BOTH], "security-scope-added", BREAKING),
            # more are let in
            ([KEY], [KEY, READ], "security-added", ADDITIVE),
            ([KEY], [], "security-removed", ADDITIVE),
            ([KEY], [KEY, {}], "security-removed", ADDITIVE),
            ([KEY_AND_READ], [KEY], "security-removed", ADDITIVE),
            ([BOTH], [READ], "security-scope-removed", ADDITIVE),
        ],
    )
    def test_each_rule(
        self, before: list[Data], after: list[Data], rule: str, severity: str
    ) -> None:
        own = compare(get(security=before), get(security=after))
        assert rules(own) == {(f"api-{rule}", severity)}
        global_ = compare(everywhere(*before), everywhere(*after))
        assert rules(global_) == {(f"api-global-{rule}", severity)}

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            # who needs no credentials may send any
            ([], [{}]),
            ([], [{}, KEY]),
            ([{}], [{}, KEY]),
            ([KEY, {}], [{}]),
            # one way is enough, and the other one only wants more
            ([KEY], [KEY, KEY_AND_READ]),
            ([READ, BOTH], [READ]),
        ],
    )
    def test_what_refuses_nobody_and_lets_nobody_else_in(
        self, before: list[Data], after: list[Data]
    ) -> None:
        assert compare(get(security=before), get(security=after)) == ()

    @pytest.mark.parametrize(
        ("before", "after", "text"),
        [
            ([], [KEY, READ], ("callers without credentials are refused from now on: they must send"
             " the header 'X-Key' or a bearer token of 'oauth' with the scope 'read'")),
            ([KEY], [KEY_AND_READ], ("callers that send only the header 'X-Key' are refused from"
             " now on: they must send a bearer token of 'oauth' with the scope 'read' and the"
             " header 'X-Key'")),
            ([KEY], [READ], ("callers that send the header 'X-Key' are refused from now on: they"
             " must send a bearer token of 'oauth' with the scope 'read'")),
            ([READ], [BOTH], ("callers whose credentials of 'oauth' lack the scope 'write' are"
             " refused from now on")),
        ],
    )  # fmt: skip
    def test_it_is_said_who_is_refused(
        self, before: list[Data], after: list[Data], text: str
    ) -> None:
        schemes = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}, "oauth": OAUTH}
        rest = {"components": {"securitySchemes": schemes}}
        (found,) = compare({**get(security=before), **rest}, {**get(security=after), **rest})
        assert found.text == text

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
            (scheme(), scheme(**{"in": "query"}), "type-changed", BREAKING),
            (scheme(), scheme(name="X-Other"), "type-changed", BREAKING),
            (scheme(), scheme(type="http", scheme="Basic"), "type-changed", BREAKING),
            # it is sent as it was, or so it may be
            (scheme(type="oauth2"), scheme(type="http", scheme="bearer"), "type-changed", RISKY),
            (scheme(name="Authorization"), scheme(type="oauth2"), "type-changed", RISKY),
            (scheme(), scheme(name="x-key"), "type-changed", NONE),
            (flow(), flow(authorizationUrl="/b"), "oauth-url-changed", RISKY),
            (flow(), flow(tokenUrl="/b"), "oauth-token-url-changed", RISKY),
            (flow(refreshUrl="/a"), flow(refreshUrl="/b"), "oauth-url-changed", RISKY),
            (
                scheme(type="openIdConnect", openIdConnectUrl="/a"),
                scheme(type="openIdConnect", openIdConnectUrl="/b"),
                "oauth-url-changed",
                RISKY,
            ),
            (flow(), flow(scopes={"read": "", "write": ""}), "oauth-scope-added", ADDITIVE),
            (flow(), flow(scopes={}), "oauth-scope-removed", RISKY),
        ],
    )
    def test_each_rule(self, base: Data, revision: Data, rule: str, severity: str) -> None:
        assert (f"api-security-component-{rule}", severity) in rules(compare(base, revision))

    def test_one_may_be_called_otherwise(self) -> None:
        key = {"type": "apiKey", "in": "header", "name": "X-Key"}
        base, revision = (
            {**get(security=[{name: []}]), "components": {"securitySchemes": {name: key}}}
            for name in ("key", "apiKey")
        )
        assert compare(base, revision) == ()
        other = {**key, "name": "X-Other"}
        revision["components"] = {"securitySchemes": {"apiKey": other}}
        assert ("api-security-removed", BREAKING) in rules(compare(base, revision))

    def test_of_one_that_nobody_uses_nobody_can_tell(self) -> None:
        before, after = ({**one, "paths": {}} for one in (scheme(), scheme(name="X-Other")))
        (found,) = compare(before, after)
        assert (found.severity, found.parts) == (NONE, ())

    def test_one_that_is_used_touches_its_operations(self) -> None:
        (found,) = compare(scheme(), scheme(name="X-Other"))
        assert found.parts == ("GET /orders/{id}",)
