"""Every rule of the kind library.

The examples are package.json of npm, but for those of Java, which are properties in a pom.xml; the
manifests of other package managers are judged alike.
"""

from relplan.contracts.rules import by_id
from relplan.model.finding import Severity
from relplan.model.rule import Rule

BREAKING, RISKY, ADDITIVE = Severity.BREAKING, Severity.RISKY, Severity.ADDITIVE

RULES = (
    Rule(
        "calendar-version-raised",
        RISKY,
        "The major version is another year: it promises nothing to those who use the package.",
        before='{"name": "shop", "version": "2025.4.0"}',
        after='{"name": "shop", "version": "2026.1.0"}',
    ),
    Rule(
        "exports-closed",
        RISKY,
        "Only what the package exports can be imported, where each of its files could be: code that"
        " imports another one fails.",
        before='{"name": "shop", "version": "1.0.0"}',
        after='{"name": "shop", "version": "1.0.0", "exports": "./a.js"}',
    ),
    Rule(
        "exports-opened",
        ADDITIVE,
        "Each file of the package can be imported, where only what it exported could be.",
        before='{"name": "shop", "version": "1.0.0", "exports": "./a.js"}',
        after='{"name": "shop", "version": "1.0.0"}',
    ),
    Rule(
        "major-version-raised",
        BREAKING,
        "The major version is higher: the authors say that code that uses the package may fail.",
        before='{"name": "shop", "version": "1.9.0"}',
        after='{"name": "shop", "version": "2.0.0"}',
    ),
    Rule(
        "minor-version-raised",
        ADDITIVE,
        "The minor version is higher: the authors say that there is more, and nothing is broken.",
        before='{"name": "shop", "version": "1.9.0"}',
        after='{"name": "shop", "version": "1.10.0"}',
    ),
    Rule(
        "offer-added",
        ADDITIVE,
        "There is a new command, export, extra or feature of the package.",
        before='{"name": "shop", "version": "1.0.0"}',
        after='{"name": "shop", "version": "1.0.0", "bin": "cli.js"}',
    ),
    Rule(
        "offer-removed",
        BREAKING,
        "A command, export, extra or feature of the package is gone: whoever names it is left"
        " without.",
        before='{"name": "shop", "version": "1.0.0", "bin": "cli.js"}',
        after='{"name": "shop", "version": "1.0.0"}',
    ),
    Rule(
        "package-added",
        ADDITIVE,
        "There is a new package.",
        after='{"name": "shop", "version": "1.0.0"}',
    ),
    Rule(
        "package-removed",
        BREAKING,
        "A package is no longer published: whoever uses it gets no new version.",
        before='{"name": "shop", "version": "1.0.0"}',
        after='{"name": "shop", "version": "1.0.0", "private": true}',
    ),
    Rule(
        "package-renamed",
        BREAKING,
        "The package is published under another name: whoever uses it gets no new version.",
        before='{"name": "shop", "version": "1.0.0"}',
        after='{"name": "store", "version": "1.0.0"}',
    ),
    Rule(
        "patch-version-raised",
        ADDITIVE,
        "The patch version is higher: the authors say that nothing is broken.",
        before='{"name": "shop", "version": "1.9.0"}',
        after='{"name": "shop", "version": "1.9.1"}',
    ),
    Rule(
        "peer-added",
        RISKY,
        "Those who use the package must have one more package themselves.",
        before='{"name": "shop", "version": "1.0.0"}',
        after='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": "^18"}}',
    ),
    Rule(
        "peer-narrowed",
        RISKY,
        "Some versions of a package that those who use this one have themselves no longer suit.",
        before='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": ">=17"}}',
        after='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": ">=18"}}',
    ),
    Rule(
        "peer-removed",
        ADDITIVE,
        "Those who use the package need no longer have another one themselves.",
        before='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": "^18"}}',
        after='{"name": "shop", "version": "1.0.0"}',
    ),
    Rule(
        "peer-widened",
        ADDITIVE,
        "More versions of a package that those who use this one have themselves suit.",
        before='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": ">=18"}}',
        after='{"name": "shop", "version": "1.0.0", "peerDependencies": {"react": ">=17"}}',
    ),
    Rule(
        "pre-release-published",
        ADDITIVE,
        "What was a pre-release is a release of the same version.",
        before='{"name": "shop", "version": "2.0.0-rc.1"}',
        after='{"name": "shop", "version": "2.0.0"}',
    ),
    Rule(
        "pre-release-raised",
        RISKY,
        "There is another pre-release of the same version, and those promise nothing.",
        before='{"name": "shop", "version": "2.0.0-rc.1"}',
        after='{"name": "shop", "version": "2.0.0-rc.2"}',
    ),
    Rule(
        "runtime-narrowed",
        BREAKING,
        "The package needs a newer Java, which cannot load it otherwise; or a newer Python, Node,"
        " Go or Rust, without which its users stay with older versions, so that is only risky.",
        before="<maven.compiler.release>17</maven.compiler.release>",
        after="<maven.compiler.release>21</maven.compiler.release>",
    ),
    Rule(
        "runtime-widened",
        ADDITIVE,
        "The package runs with more versions of its language than before.",
        before="<maven.compiler.release>21</maven.compiler.release>",
        after="<maven.compiler.release>17</maven.compiler.release>",
    ),
    Rule(
        "version-lowered",
        RISKY,
        "The version is lower than before, so nobody gets what has changed since.",
        before='{"name": "shop", "version": "1.9.0"}',
        after='{"name": "shop", "version": "1.8.0"}',
    ),
    Rule(
        "version-not-known",
        Severity.UNKNOWN,
        "The version is none that can be compared, so nobody can tell what the authors promise.",
        before='{"name": "shop", "version": "1.9.0"}',
        after='{"name": "shop", "version": "next"}',
    ),
    Rule(
        "zero-version-raised",
        BREAKING,
        "A version below 1 is higher in a number by which the authors may break what they like;"
        " risky where a usual range, unlike npm's and Cargo's caret, admits it.",
        before='{"name": "shop", "version": "0.4.0"}',
        after='{"name": "shop", "version": "0.5.0"}',
    ),
)
BY_ID = by_id(RULES)
