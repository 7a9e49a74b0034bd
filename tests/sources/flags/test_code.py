"""What runs only while a flag is on. ``ON`` in a line says that it does, ``CHECK`` that it asks."""

from textwrap import dedent

import pytest

from relplan.sources.flags.checks import may_ask
from relplan.sources.flags.code import flagged_in
from relplan.sources.flags.names import Names, names_of

FLAG = "new-checkout"

CODE = {
    "an if of Python": (
        "a.py",
        """\
        def pay(cart):
            if client.get_boolean_value("new-checkout", False):  # CHECK
                charge(cart)  # ON
                log()  # ON
            else:
                old(cart)
            done()
        """,
    ),
    "the else of a negation": (
        "a.py",
        """\
        if not client.get_boolean_value("new-checkout", False):  # CHECK
            old()
        elif late:  # ON
            wait()  # ON
        else:
            new()  # ON
        """,
    ),
    "what stands behind a return": (
        "a.go",
        """\
        package a
        func pay(c Client) error {
            on, err := c.BooleanValue(ctx, "new-checkout", false, nil) // CHECK
            if !on {
                return old()
            }
            charge() // ON
            return nil // ON
        }
        """,
    ),
    "an if with a variable of its own": (
        "a.go",
        """\
        package a
        func pay() {
            if on := c.IsEnabled("new-checkout"); on { // CHECK
                charge() // ON
            }
            rest()
        }
        """,
    ),
    "and": (
        "a.ts",
        """\
        if (ready && client.variation("new-checkout", user, false)) { // CHECK
          charge(); // ON
        } else {
          old();
        }
        """,
    ),
    "or says nothing of what follows": (
        "a.ts",
        """\
        if (ready || client.variation("new-checkout", user, false)) {
          charge();
        }
        """,
    ),
    "a hook and what it shows": (
        "a.tsx",
        """\
        export function Cart() {
          const enabled = useFlag("new-checkout"); // CHECK
          return <div>
            {enabled && ( // ON
              <Pay /> // ON
            )}
            {enabled
              ? <New /> // ON
              : <Old />}
          </div>;
        }
        """,
    ),
    "held against false": (
        "A.java",
        """\
        class A {
          void pay() {
            if (unleash.isEnabled("new-checkout") == false) { // CHECK
              old();
            } else {
              charge(); // ON
            }
          }
        }
        """,
    ),
    "an if of Kotlin": (
        "a.kt",
        """\
        fun pay() {
            val enabled = unleash.isEnabled("new-checkout") // CHECK
            if (enabled) { // ON
                charge() // ON
            } else {
                old()
            }
        }
        """,
    ),
    "unless, and an if behind": (
        "a.rb",
        """\
        def pay
          unless Flipper.enabled?(:"new-checkout", user) # CHECK
            return old
          end
          charge # ON
        end
        """,
    ),
    "an if of PHP": (
        "a.php",
        """\
        <?php
        if ($this->unleash->isEnabled('new-checkout')) { // CHECK
          charge(); // ON
        }
        """,
    ),
    "an attribute of C#": (
        "a.cs",
        """\
        class A {
          [FeatureGate("new-checkout")] // CHECK
          public void Pay() { // ON
            Charge(); // ON
          } // FeatureManagement
          public void Other() {
            Old();
          }
        }
        """,
    ),
    "a decorator": (
        "a.py",
        """\
        from waffle.decorators import waffle_flag
        @waffle_flag("new-checkout")  # CHECK
        def pay(request):  # ON
            charge()  # ON
        def old(request):
            pass
        """,
    ),
    "a wrapper of one's own, by a constant": (
        "a.ts",
        """\
        if (features.allows(Flags.NEW_CHECKOUT)) { // CHECK
          charge(); // ON
        }
        """,
    ),
    "a variable that is given anew": (
        "a.py",
        """\
        enabled = client.get_boolean_value("new-checkout", False)
        enabled = enabled or forced
        if enabled:
            charge()
        """,
    ),
    "a name that decides nothing": ("a.py", 'log("new-checkout", 1)\ncharge()\n'),
    "another method of the same name": ("b.py", 'if plugin.is_enabled("mail"):\n    send()\n'),
}


def marked(text: str, word: str) -> set[int]:
    return {place for place, line in enumerate(text.splitlines(), 1) if line.endswith(word)}


@pytest.mark.parametrize(("path", "text"), CODE.values(), ids=CODE)
def test_what_stands_behind_a_check(path: str, text: str) -> None:
    text = dedent(text)
    names = names_of([FLAG])
    found = flagged_in(path, text.encode(), names)
    use = found.uses.get(FLAG)
    assert set(use.behind if use else ()) == marked(text, "ON")
    assert set(use.checks if use else ()) == marked(text, "CHECK")
    assert may_ask(path, text.encode(), names) or use is None


BY_CONSTANT = {
    "a.java": """\
        class A {
            private static final String PAY_FLAG = "new-checkout";
            void pay() {
                if (getEnabled(PAY_FLAG)) { // CHECK
                    charge(); // ON
                }
            }
        }
        """,
    "a.go": """\
        package a
        const PayFlag = "new-checkout"
        func pay() {
            if enabled(PayFlag) { // CHECK
                charge() // ON
            }
        }
        """,
    "a.ts": """\
        const PAY_FLAG = "new-checkout";
        if (enabled(PAY_FLAG)) { // CHECK
          charge(); // ON
        }
        """,
    "a.py": """\
        PAY_FLAG = "new-checkout"
        if enabled(PAY_FLAG):  # CHECK
            charge()  # ON
        """,
    "a.rb": """\
        PAY_FLAG = "new-checkout"
        if enabled(PAY_FLAG) # CHECK
          charge # ON
        end
        """,
    "a.kt": """\
        const val PAY_FLAG = "new-checkout"
        fun pay() {
            if (enabled(PAY_FLAG)) { // CHECK
                charge() // ON
            }
        }
        """,
    "a.cs": """\
        class A {
            private const string PayFlag = "new-checkout";
            void Pay() {
                if (Enabled(PayFlag)) { // CHECK
                    Charge(); // ON
                }
            }
        }
        """,
    "a.php": """\
        <?php
        const PAY_FLAG = 'new-checkout';
        if (enabled(PAY_FLAG)) { // CHECK
            charge(); // ON
        }
        """,
}
NO_CONSTANT = {
    "of another text": """\
        PAY_FLAG = "new-check"
        if enabled(PAY_FLAG):
            charge()
        """,
    "given something else besides": """\
        PAY_FLAG = "new-checkout"
        PAY_FLAG = read()
        if enabled(PAY_FLAG):
            charge()
        """,
    "of something else": """\
        PAY_FLAG = "new-checkout"
        if enabled(others.PAY_FLAG):
            charge()
        """,
    "a variable": """\
        pay_flag = "new-checkout"
        def pay(pay_flag):
            if enabled(pay_flag):
                charge()
        """,
}


@pytest.mark.parametrize(
    ("path", "text"), [*BY_CONSTANT.items(), *(("a.py", text) for text in NO_CONSTANT.values())],
    ids=[*BY_CONSTANT, *NO_CONSTANT],
)  # fmt: skip
def test_a_constant_is_the_text_that_the_same_file_gives_it(path: str, text: str) -> None:
    test_what_stands_behind_a_check(path, text)


LISTED = {
    "a helper of one's own, through a second variable": (
        "a.tsx",
        """\
        const enabled = useUiFlag("onePage"); // CHECK
        const shown = isPaid() && enabled;
        return (
          <Page>
            {shown && ( // ON
              <New /> // ON
            )}
          </Page>
        );
        """,
    ),
    "a part of the flags": (
        "a.ts",
        """\
        if (config.flags.onePage) { // CHECK
          charge(); // ON
        }
        if (config.sizes.onePage) {
          print();
        }
        """,
    ),
    "a constant": (
        "a.go",
        """\
        package a
        func pay() {
            if features.Enabled(features.OnePage) { // CHECK
                charge() // ON
            }
        }
        """,
    ),
    "a flag that is an object": (
        "a.py",
        """\
        if ONE_PAGE.is_enabled():  # CHECK
            charge()  # ON
        """,
    ),
    "a method that asks whether it is off": (
        "a.rb",
        """\
        if Feature.disabled?(:one_page) # CHECK
          old
        else
          charge # ON
        end
        """,
    ),
    "an element that is given the answer": (
        "a.tsx",
        """\
        const enabled = useUiFlag("onePage"); // CHECK
        const page = (
          <ConditionallyRender
            condition={enabled}
            show={<New />} // ON
            elseShow={<Old />}
          />
        );
        """,
    ),
    "an element that names it": (
        "a.tsx",
        """\
        const page = [
          <Feature name="onePage"><New /></Feature>, // CHECK
          <Feature name="other"><New /></Feature>,
        ];
        """,
    ),
    "an entry of a table": (
        "a.ts",
        """\
        const routes = [
          {
            path: "/page", // ON
            flag: "onePage", // CHECK
          },
          { path: "/" },
        ];
        """,
    ),
    "what does not speak of flags": (
        "a.ts",
        """\
        if (pages.has("onePage")) {
          charge();
        }
        """,
    ),
    "what sets it": (
        "a.ts",
        """\
        if (flags.enable("onePage")) {
          charge();
        }
        """,
    ),
    "an entry of something else": ("a.ts", 'track({ flag: "onePage", from: "/" });\n'),
}


@pytest.mark.parametrize(("path", "text"), LISTED.values(), ids=LISTED)
def test_what_stands_behind_a_check_of_a_flag_that_code_lists(path: str, text: str) -> None:
    text = dedent(text)
    names = names_of([], [("onePage", "onePage")])
    use = flagged_in(path, text.encode(), names).uses.get("onePage")
    assert set(use.behind if use else ()) == marked(text, "ON")
    assert set(use.checks if use else ()) == marked(text, "CHECK")


def test_the_method_of_an_sdk_names_a_flag_that_no_file_defines() -> None:
    text = b'import { useFlag } from "@unleash/react"\nif (useFlag("fast")) {\n  go()\n}\n'
    assert list(flagged_in("a.tsx", text, Names()).uses) == ["fast"]


def test_lines_of_comments_and_imports_are_no_code() -> None:
    text = (
        b'import x\n# why\nif client.get_boolean_value("new-checkout", 0):\n    # how\n    go()\n'
    )
    found = flagged_in("a.py", text, names_of([FLAG]))
    assert found.code == {3, 5}


def test_what_only_defines_runs_by_itself_nowhere() -> None:
    text = b"""\
const LIMIT = 16;
class Pay {
  private flags: Flags;
  constructor(
    private cart: Cart,
  ) {}
  pay() {
    if (this.flags.isEnabled(
      "new-checkout",
    )) { charge(); }
    const fee = count();
  }
}
interface Cart {
  total(): number;
}
"""
    found = flagged_in("a.ts", text, names_of([FLAG]))
    firsts = {one.first for one in found.definitions}
    assert {1, 2, 3, 5, 7, 14, 15} <= firsts
    assert 11 not in firsts
    assert found.uses[FLAG].asking == {8, 9, 10}
