"""Which flags code lists itself, and what only looks like such a list."""

from textwrap import dedent

import pytest

from relplan.sources.flags.lists import flags_listed, may_list_flags

LISTS = {
    "a type of names": (
        "src/experimental.ts",
        "export type IFlagKey = 'newCheckout' | 'oldCart';\n",
        {"newCheckout", "oldCart"},
    ),
    "a type of what is on": (
        "src/flags.ts",
        "export type UiFlags = { newCheckout?: boolean; fontSize: number };\n",
        {"newCheckout"},
    ),
    "an object; one that is on by default hides nothing": (
        "src/flags.ts",
        """\
        const flags: IFlags = {
          newCheckout: fromEnv(process.env.NEW_CHECKOUT, false),
          oldCart: fromEnv(process.env.OLD_CART, true),
        };
        """,
        {"newCheckout"},
    ),
    "an object of constants": (
        "src/flags.ts",
        "export const FEATURE_FLAGS = { CHECKOUT: 'new-checkout' } as const;\n",
        {"CHECKOUT=new-checkout", "new-checkout"},
    ),
    "constants of a flag's kind": (
        "pkg/kube_features.go",
        """\
        package features
        const (
          Partial featuregate.Feature = "PartialAdmission"
          Fast featuregate.Feature = "FastAdmission"
        )
        var defaults = map[featuregate.Feature]featuregate.Versions{
          Partial: {{Version: "0.1", Default: false}},
          Fast: {{Version: "0.1", Default: false}, {Version: "0.2", Default: true}},
        }
        """,
        {"Partial=PartialAdmission", "PartialAdmission"},
    ),
    "a hash": (
        "lib/feature_toggle.rb",
        'CURRENT_FEATURES = { "new_checkout" => "Pay at once", }.freeze\n',
        {"new_checkout"},
    ),
    "an object of a flag's kind": (
        "shop/toggles.py",
        'NEW_CHECKOUT = WaffleFlag("shop.new_checkout", __name__)\nNAMESPACE = "shop"\n',
        {"NEW_CHECKOUT=shop.new_checkout", "shop.new_checkout"},
    ),
    "one whose name is put together": (
        "shop/toggles.py",
        'NEW_CHECKOUT = WaffleFlag(f"{NAMESPACE}.new_checkout", __name__)\n',
        {"NEW_CHECKOUT"},
    ),
    "a class of constants": (
        "shop/flags.py",
        'class Flags:\n    NEW_CHECKOUT = "new-checkout"\n    def on(self):\n        a = "text"\n',
        {"NEW_CHECKOUT=new-checkout", "new-checkout"},
    ),
    "an enumeration": (
        "shop/FeatureFlag.java",
        'enum FeatureFlag { NEW_CHECKOUT("new-checkout"), OLD_CART; }\n',
        {"NEW_CHECKOUT=new-checkout", "new-checkout", "OLD_CART"},
    ),
    "bits are no flags of features": (
        "src/flags.ts",
        "enum Flags { Readable = 1, Writable = 2 }\n",
        set(),
    ),
    "the properties of a flag are none": (
        "src/featureToggle.ts",
        "interface IFeatureToggle { archived: boolean; stale: boolean }\n",
        set(),
    ),
    "what a component is given": (
        "src/FlagsChart.tsx",
        "interface IFlagsChartProps { isLoading: boolean }\n",
        set(),
    ),
    "what a flag holds": (
        "src/flags.ts",
        "const flags: IFlags = { lab: { payload: { type: false } } };\n",
        set(),
    ),
    "an answer that is kept": ("src/flags.ts", "const enabled = useFlag('newCheckout');\n", set()),
}


@pytest.mark.parametrize(("path", "text", "expected"), LISTS.values(), ids=LISTS)
def test_flags_that_code_lists(path: str, text: str, expected: set[str]) -> None:
    assert may_list_flags(path)
    found = flags_listed(path, dedent(text).encode())
    assert {flag if flag == word else f"{word}={flag}" for word, flag in found} == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/flags.ts", True),
        ("featuremgmt/registry.go", True),
        ("features/cart/types.ts", False),
        ("src/flags.md", False),
        ("tests/flags.ts", False),
        ("src/types.ts", False),
    ],
)
def test_files_that_may_list_flags(path: str, expected: bool) -> None:
    assert may_list_flags(path) is expected
