"""What a person can get wrong, and the line that they see."""

import re
import shlex
from dataclasses import dataclass

import pytest

from relplan.store.schema import HEAD
from tests.bad_input.damage import (
    Damage,
    a_file_for_a_repository,
    a_folder_for_a_repository,
    a_folder_for_the_store,
    a_folder_for_toml,
    a_link_to_nowhere_for_toml,
    a_lost_history,
    a_newer_store,
    a_pack_cut_short,
    a_pipe_for_toml,
    a_shallow_clone,
    a_store_cut_short,
    a_strangers_store,
    a_text_for_the_store,
    an_object_cut_short,
    another_contract,
    comes_after_a_scan,
    instead,
    marked,
    no_commits,
    no_repository,
    no_toml,
    nothing,
    only,
    raw,
    saying,
    scanned,
    scanned_before,
    two_branches,
    with_a_what_if,
    with_text,
)
from tests.cli.shop import Shop


@dataclass(frozen=True)
class Case:
    """*given* is done to a workspace, *run* is run in it, and this is the answer."""

    name: str
    given: Damage
    says: str
    """The line on stderr. {at} is the workspace's folder, … stands for anything."""
    run: str = "scan"
    code: int = 2

    def fits(self, line: str, shop: Shop) -> bool:
        pattern = re.escape(self.says.replace("{at}", str(shop.folder))).replace("…", ".*")
        return re.fullmatch(pattern, line) is not None


_ALWAYS = ("as of the scan", "note: does payments run its main")
"""Lines that other tests are about."""
_MINIMAL = '[workspace]\nname = "x"\n'

SETTINGS = [
    Case(
        "broken TOML",
        with_text("[half"),
        "{at}/relplan.toml: not valid TOML: …; mend it and try again",
    ),
    Case(
        "duplicate table",
        with_text("[services.web]"),
        "{at}/relplan.toml: not valid TOML: …; mend it and try again",
    ),
    Case(
        "not UTF-8",
        raw(b"[workspace]\nname = '\xff'\n"),
        "{at}/relplan.toml: not UTF-8 at byte 20; save it as UTF-8",
    ),
    Case(
        "nested too deeply",
        with_text(f"x = {'[' * 50_000}"),
        "{at}/relplan.toml: not valid TOML: …; mend it and try again",
    ),
    Case(
        "a number of 5,000 digits",
        with_text("x = " + "1" * 5_000),
        "{at}/relplan.toml: a number in it is too long; shorten it",
    ),
    Case("11 MB", only("#" * 11_000_000), "{at}/relplan.toml: larger than 10 MB; is it TOML?"),
    Case(
        "no [workspace]",
        only('[services.web]\nrepo = "web"\n'),
        "{at}/relplan.toml: the table [workspace] is missing",
    ),
    Case(
        "no name", instead('name = "shop"', ""), "{at}/relplan.toml: [workspace] 'name' is missing"
    ),
    Case(
        "no services",
        only(_MINIMAL),
        "{at}/relplan.toml: no services; add a [services.NAME] with its repo",
    ),
    Case("no repo", with_text("[services.x]"), "{at}/relplan.toml: [services.x] 'repo' is missing"),
    Case(
        "unknown table",
        with_text("[contract.x]"),
        "{at}/relplan.toml: unknown key 'contract'; did you mean 'contracts'?",
    ),
    Case(
        "unknown key of the workspace",
        instead('name = "shop"', 'name = "shop"\nmian = "x"'),
        "{at}/relplan.toml: [workspace] unknown key 'mian'; did you mean 'main'?",
    ),
    Case(
        "unknown key of a service",
        instead('team = "money"', 'taem = "money"'),
        "{at}/relplan.toml: [services.payments] unknown key 'taem'; did you mean 'team'?",
    ),
    Case(
        "unknown key of a contract",
        with_text('[contracts.x]\nprovider = "web"\nconsumer = ["web"]'),
        ("{at}/relplan.toml: [contracts.x] unknown key 'consumer'; did you mean 'consumers'?"),
    ),
    Case(
        "unknown key of a gate",
        with_text('[gates.x]\nkind = "joint"\nservice = ["web"]'),
        "{at}/relplan.toml: [gates.x] unknown key 'service'; did you mean 'services'?",
    ),
    Case(
        "unknown key of a feature",
        with_text("[features.CHK-1]\nflagged_effort = 1"),
        (
            "{at}/relplan.toml: [features.CHK-1] unknown key 'flagged_effort'; did you mean "
            "'flagged_effort_days'?"
        ),
    ),
    Case(
        "an unknown key like no other",
        with_text("[features.CHK-1]\nzzz = 1"),
        ("{at}/relplan.toml: [features.CHK-1] unknown key 'zzz'; known are flagged_effort_days"),
    ),
    Case(
        "a number for a text",
        instead('name = "shop"', "name = 7"),
        "{at}/relplan.toml: [workspace] name: must be a text in quotes; it is 7",
    ),
    Case(
        "a text for a list",
        with_text('[contracts.x]\nprovider = "web"\nconsumers = "orders"'),
        (
            '{at}/relplan.toml: [contracts.x] consumers: must be a list, such as ["one", '
            "\"two\"]; it is 'orders'"
        ),
    ),
    Case(
        "a text for a table",
        with_text('[contracts]\nx = "web"'),
        "{at}/relplan.toml: [contracts] x: must be a table; it is 'web'",
    ),
    Case(
        "a text for a truth value",
        instead("passed = true", 'passed = "yes"'),
        "{at}/relplan.toml: [gates.e2e] passed: must be true or false; it is 'yes'",
    ),
    Case(
        "unknown kind of contract",
        with_text('[contracts.x]\nprovider = "web"\nkind = "opanapi"'),
        (
            "{at}/relplan.toml: [contracts.x] kind: must be 'asyncapi', 'avro', 'custom', "
            "'descriptor', 'graphql', 'json-schema', 'library', 'openapi', 'protobuf', 'routes' "
            "or 'sql'; it is 'opanapi'; did you mean 'openapi'?"
        ),
    ),
    Case(
        "unknown key of descriptors",
        with_text('[descriptors.x]\nfile = "a.json"'),
        "{at}/relplan.toml: [descriptors.x] unknown key 'file'; did you mean 'files'?",
    ),
    Case(
        "misspelt key of descriptors",
        with_text(
            '[descriptors.x]\nfiles = "a.json"\nprovides = "a"\nrequires = "b"\nranges = "caret"\n'
            'range = "caret"'
        ),
        "{at}/relplan.toml: [descriptors.x] unknown key 'range'; did you mean 'ranges'?",
    ),
    Case(
        "an expression of descriptors that is none",
        with_text(
            '[descriptors.x]\nfiles = "a.json"\nprovides = "a[.b"\nrequires = "b"\nranges = "caret"'
        ),
        (
            "{at}/relplan.toml: [descriptors.x] provides: is no JMESPath expression at character "
            "3; see jmespath.org for how to write one; it is 'a[.b'"
        ),
    ),
    Case(
        "unknown ranges of descriptors",
        with_text(
            '[descriptors.x]\nfiles = "a.json"\nprovides = "a"\nrequires = "b"\nranges = "carrot"'
        ),
        (
            "{at}/relplan.toml: [descriptors.x] ranges: must be 'semver', 'listed', 'caret' or "
            "'osgi'; it is 'carrot'; did you mean 'caret'?"
        ),
    ),
    Case(
        "unknown kind of gate",
        with_text('[gates.x]\nkind = "jiont"'),
        (
            "{at}/relplan.toml: [gates.x] kind: must be 'approval' or 'joint'; it is 'jiont'; "
            "did you mean 'joint'?"
        ),
    ),
    Case(
        "unknown way with features",
        instead('name = "shop"', 'name = "shop"\nfeatures = "on"'),
        (
            "{at}/relplan.toml: [workspace] features: must be 'off', 'declared' or 'suggested'; "
            "it is 'on'"
        ),
    ),
    Case(
        "issue_key is no pattern",
        instead('name = "shop"', "name = 'shop'\nissue_key = '['"),
        (
            "{at}/relplan.toml: [workspace] issue_key: not a regular expression: unterminated "
            "character set at position 0; it is '['"
        ),
    ),
    Case(
        "issue_key repeats too often",
        instead('name = "shop"', "name = 'shop'\nissue_key = 'a{99999999999999}'"),
        (
            "{at}/relplan.toml: [workspace] issue_key: not a regular expression: the repetition"
            " number is too large; it is 'a{99999999999999}'"
        ),
    ),
    Case(
        "issue_key looks around",
        instead('name = "shop"', "name = 'shop'\nissue_key = '(?<!x)A-[0-9]'"),
        (
            "{at}/relplan.toml: [workspace] issue_key: uses what relplan does not take, so that no"
            " pattern can hang a scan: invalid perl operator: (?<!; it is '(?<!x)A-[0-9]'"
        ),
    ),
    Case(
        "issue_key matches nothing",
        instead('name = "shop"', "name = 'shop'\nissue_key = 'a*'"),
        "{at}/relplan.toml: [workspace] issue_key: matches the empty text; it is 'a*'",
    ),
    Case(
        "rate above 1",
        instead('name = "shop"', 'name = "shop"\ndeploy_failure_rate = 5'),
        "{at}/relplan.toml: [workspace] deploy_failure_rate: must be 1 or less; it is 5",
    ),
    Case(
        "rate below 0",
        instead('name = "shop"', 'name = "shop"\ndeploy_failure_rate = -0.1'),
        ("{at}/relplan.toml: [workspace] deploy_failure_rate: must be 0 or more; it is -0.1"),
    ),
    Case(
        "no number for a rate",
        instead('name = "shop"', 'name = "shop"\ndeploy_failure_rate = nan'),
        ("{at}/relplan.toml: [workspace] deploy_failure_rate: must be 1 or less; it is nan"),
    ),
    Case(
        "negative days",
        instead("stale_after_days = 0", "stale_after_days = -1"),
        "{at}/relplan.toml: [workspace] stale_after_days: must be 0 or more; it is -1",
    ),
    Case(
        "negative effort",
        with_text("[features.CHK-1]\nflagged_effort_days = -1"),
        ("{at}/relplan.toml: [features.CHK-1] flagged_effort_days: must be 0 or more; it is -1"),
    ),
    Case(
        "a service's name with a colon",
        with_text('[services."a:b"]\nrepo = "web"'),
        (
            "{at}/relplan.toml: [services] 'a:b' cannot be a service's name; use letters, "
            "digits, . _ -"
        ),
    ),
    Case(
        "a service called as a node",
        with_text('[services.gate]\nrepo = "web"\npath = "x"'),
        (
            "{at}/relplan.toml: [services] 'gate' cannot be a service's name; use letters, "
            "digits, . _ -"
        ),
    ),
    Case(
        "a contract without a name",
        with_text('[contracts.""]\nprovider = "web"'),
        "{at}/relplan.toml: [contracts] '' cannot be a name; use printable characters",
    ),
    Case(
        "inputs out of the repository",
        with_text('[services.x]\nrepo = "web"\npath = "x"\ninputs = ["../libs"]'),
        (
            "{at}/relplan.toml: [services.x.inputs] 0: must be a folder of the repository, such as"
            " 'libs/money'; it is '../libs'"
        ),
    ),
    Case(
        "a path out of the repository",
        with_text('[services.x]\nrepo = "web"\npath = "../orders"'),
        (
            "{at}/relplan.toml: [services.x] path: must be a folder inside the repository, such"
            " as 'services/orders'; it is '../orders'"
        ),
    ),
    Case(
        "a NUL in a path",
        with_text('[services.x]\nrepo = "we\\u0000b"'),
        ("{at}/relplan.toml: [services.x] repo: holds a control character; it is 'we\\x00b'"),
    ),
    Case(
        "no such provider",
        instead('provider = "payments"', 'provider = "payment"'),
        (
            "{at}/relplan.toml: [contracts.payments-api] provider: no service is called "
            "'payment'; did you mean 'payments'?"
        ),
    ),
    Case(
        "no such consumer",
        instead('consumers = ["orders", "web"]', 'consumers = ["orders", "mail"]'),
        ("{at}/relplan.toml: [contracts.payments-api] consumers: no service is called 'mail'"),
    ),
    Case(
        "provider is its own consumer",
        instead('consumers = ["orders", "web"]', 'consumers = ["payments"]'),
        ("{at}/relplan.toml: [contracts.payments-api] consumers: 'payments' is its provider"),
    ),
    Case(
        "uses of a non-consumer",
        instead(
            'consumers = ["orders", "web"]', 'consumers = ["orders"]\nuses = {web = ["GET /"]}'
        ),
        ("{at}/relplan.toml: [contracts.payments-api] uses: 'web' is not among its consumers"),
    ),
    Case(
        "calls of an unknown service",
        instead('team = "money"', 'calls = ["wbe"]'),
        (
            "{at}/relplan.toml: [services.payments] calls: no service is called 'wbe'; did you "
            "mean 'web'?"
        ),
    ),
    Case(
        "gate of an unknown service",
        instead('services = ["orders", "web"]', 'services = ["order"]'),
        (
            "{at}/relplan.toml: [gates.e2e] services: no service is called 'order'; did you "
            "mean 'orders'?"
        ),
    ),
    Case(
        "gate and contract of one name",
        with_text('[gates.payments-api]\nkind = "joint"'),
        (
            "{at}/relplan.toml: [gates.payments-api] another coupling has this name; rename one"
            " of them"
        ),
    ),
    Case(
        "feature and contract of one name",
        with_text("[features.payments-api]"),
        (
            "{at}/relplan.toml: [features.payments-api] another coupling has this name; rename "
            "one of them"
        ),
    ),
    Case(
        "two services in one folder",
        with_text('[services.shop]\nrepo = "./web/"'),
        (
            "{at}/relplan.toml: [services.shop] is the same folder as [services.web]; give each"
            " a `path` or a `release_tag` of its own"
        ),
    ),
    Case(
        "relplan.toml is a folder",
        a_folder_for_toml,
        "{at}/relplan.toml is not a file; move it away, then `relplan init`",
    ),
    Case(
        "relplan.toml is a pipe",
        a_pipe_for_toml,
        "{at}/relplan.toml is not a file; move it away, then `relplan init`",
    ),
    Case(
        "relplan.toml is a link to nowhere",
        a_link_to_nowhere_for_toml,
        "{at}/relplan.toml: cannot be read: No such file or directory",
    ),
    Case(
        "no relplan.toml",
        no_toml,
        (
            "no relplan.toml in {at} or above it; begin with `relplan init`, or look at "
            "`relplan demo`"
        ),
    ),
]

REPOSITORIES = [
    Case(
        "missing repository",
        no_repository,
        ("web: {at}/web does not exist; clone the repository or correct `repo` in relplan.toml"),
    ),
    Case(
        "a path that is no repository",
        a_folder_for_a_repository,
        (
            "web: {at}/web is no git repository; correct `repo` in relplan.toml: the top folder"
            " of a work tree, or a bare repository"
        ),
    ),
    Case(
        "a file",
        a_file_for_a_repository,
        "web: {at}/web is a file, not a repository; correct `repo` in relplan.toml",
    ),
    Case(
        "a deployed that is not there",
        instead('team = "money"', 'deployed = "v9"'),
        (
            "service payments: 'v9' is no revision of {at}/payments; correct `deployed` in "
            "relplan.toml, or fetch the tags"
        ),
    ),
    Case(
        "a deployed like an option",
        instead('team = "money"', 'deployed = "--output=x"'),
        (
            "service payments: '--output=x' is no revision of {at}/payments; correct `deployed`"
            " in relplan.toml, or fetch the tags"
        ),
    ),
    Case(
        "a main that is not there",
        instead('team = "money"', 'main = "trunk"'),
        (
            "service payments: there is no branch 'trunk' in {at}/payments; set `main` in "
            "relplan.toml to one of its branches (main)"
        ),
    ),
    Case(
        "a folder that is not there",
        instead('team = "money"', 'path = "srevices"'),
        (
            "note: payments: main of {at}/payments has no folder 'srevices'; if it is not to "
            "come yet, correct `path` in relplan.toml"
        ),
        code=0,
    ),
    Case("no commits", no_commits, "note: web: {at}/web has no commits yet", code=0),
    Case(
        "an object cut short",
        an_object_cut_short,
        (
            "web: {at}/web is damaged: …; look with `git -C {at}/web fsck`, then fetch or clone"
            " it anew"
        ),
    ),
    Case(
        "a pack cut short",
        a_pack_cut_short,
        (
            "web: {at}/web is damaged: …; look with `git -C {at}/web fsck`, then fetch or clone"
            " it anew"
        ),
    ),
    Case(
        "a lost commit",
        a_lost_history,
        (
            "web: {at}/web is damaged: …; look with `git -C {at}/web fsck`, then fetch or clone"
            " it anew"
        ),
    ),
    Case(
        "a shallow clone",
        a_shallow_clone,
        (
            "note: payments: {at}/payments is a shallow clone without a release, so changes may"
            " be missing; run `git fetch --unshallow --tags` there"
        ),
        code=0,
    ),
    Case(
        "an unknown contract",
        saying("Go\n\nBreaks: paymnets-api"),
        (
            "note: web@064245c461 breaks 'paymnets-api', which is no contract; did you mean "
            "'payments-api'? (web 064245c461)"
        ),
        code=0,
    ),
    Case(
        "a contract broken by another",
        saying("Go\n\nBreaks: payments-api"),
        (
            "note: web@2023c4a222 says that it breaks 'payments-api', which payments provides, "
            "not web: ignored (web 2023c4a222)"
        ),
        code=0,
    ),
    Case(
        "a contract adapted to by another",
        saying("Go\n\nAdapts-To: payments-api", "payments"),
        (
            "note: payments@69d92a7ba4 says that it adapts 'payments-api', which its own "
            "service provides: ignored (payments 69d92a7ba4)"
        ),
        code=0,
    ),
    Case(
        "a failure that is known",
        scanned_before(no_repository),
        ("web: {at}/web does not exist; clone the repository or correct `repo` in relplan.toml"),
        run="scan",
    ),
]

STORE = [
    Case(
        "a folder",
        a_folder_for_the_store,
        (
            "the store {at}/.relplan/relplan.db is a folder; name a file with RELPLAN_STORE, or"
            " move the folder away"
        ),
    ),
    Case(
        "a text",
        a_text_for_the_store,
        (
            "the store {at}/.relplan/relplan.db is no SQLite database; name another place with "
            "RELPLAN_STORE, or move the file away"
        ),
    ),
    Case(
        "a text where a store was",
        scanned_before(a_text_for_the_store),
        (
            "the store {at}/.relplan/relplan.db is damaged; move it away and run `relplan "
            "scan`: what was scanned comes back, what people decided only from a copy of the "
            "file"
        ),
        run="log",
    ),
    Case("no copy", scanned, "there is no copy yet; …", run="store restore"),
    Case(
        "no such copy",
        scanned,
        "'2026' is not one copy; there are none",
        run="store restore 2026",
    ),
    Case(
        "cut short",
        a_store_cut_short,
        (
            "the store {at}/.relplan/relplan.db is damaged; move it away and run `relplan "
            "scan`: what was scanned comes back, what people decided only from a copy of the "
            "file"
        ),
        run="plan",
    ),
    Case(
        "another program's",
        a_strangers_store,
        (
            "the store {at}/.relplan/relplan.db is another program's database; name another "
            "place with RELPLAN_STORE, or move the file away"
        ),
    ),
    Case(
        "a newer relplan's",
        a_newer_store,
        (
            "the store {at}/.relplan/relplan.db was made by a newer relplan (schema 9999, this "
            f"one knows {HEAD}); upgrade relplan"
        ),
        run="plan",
    ),
    Case(
        "nothing scanned", nothing, "nothing has been scanned yet; run `relplan scan`", run="plan"
    ),
]

COMMANDS = [
    Case(
        "no such command",
        nothing,
        "No such command 'pln'. Did you mean 'plan'?; see `relplan --help`",
        run="pln",
    ),
    Case(
        "no such option",
        nothing,
        "No such option: --jsn (Possible options: --json); see `relplan --help`",
        run="plan --jsn",
    ),
    Case("no argument", nothing, "Missing argument 'COUPLING'; see `relplan --help`", run="mark"),
    Case(
        "no such state",
        scanned,
        (
            "Invalid value for '--state': Value error, 'done' is not one of 'in-progress', "
            "'ready'; see `relplan --help`"
        ),
        run="change set web:CHK --state done",
    ),
    Case(
        "no folder to stand in",
        nothing,
        "nowhere: No such file or directory; name a folder that exists",
        run="-C nowhere plan",
    ),
    Case(
        "unknown change",
        scanned,
        "no change is called 'web:CHK-12-bottun'; did you mean web:CHK-12-button?",
        run="why web:CHK-12-bottun",
    ),
    Case(
        "a change like no other",
        scanned,
        "no change is called 'zzz'; see `relplan plan`",
        run="why zzz",
    ),
    Case(
        "ambiguous change",
        two_branches,
        (
            "'web:CHK-12-b' could be 2 changes: web:CHK-12-border, web:CHK-12-button; type more"
            " of it"
        ),
        run="why web:CHK-12-b",
    ),
    Case("an empty name", scanned, "no change is called ''; see `relplan plan`", run="why ''"),
    Case(
        "unknown coupling",
        scanned,
        "no coupling is called 'payment-api'; did you mean payments-api?",
        run="mark payment-api versioned",
    ),
    Case(
        "ambiguous coupling",
        another_contract,
        "'payments' could be 2 couplings: payments-api, payments-db; type more of it",
        run="mark payments versioned",
    ),
    Case(
        "a mark that does not fit",
        scanned,
        "the gate 'e2e' cannot be marked 'versioned'; it can be waived",
        run="mark e2e versioned",
    ),
    Case(
        "a mark that nothing has",
        scanned,
        ("the contract 'payments-api' cannot be marked 'done'; it can be versioned or flagged"),
        run="mark payments-api done",
    ),
    Case("nothing to unmark", scanned, "that is so already", run="unmark payments-api", code=0),
    Case("marked already", marked, "that is so already", run="mark payments-api versioned", code=0),
    Case(
        "unknown edge",
        scanned,
        "no edge is called '0123'; see the edges of `relplan why`",
        run="dismiss 0123 --reason no",
    ),
    Case(
        "dismiss without reason",
        scanned,
        "a dismissal needs a reason; say with --reason why the edge is not so",
        run="dismiss 0123",
    ),
    Case(
        "restore what was not dismissed",
        scanned,
        "'0123' is not one dismissed edge; none is dismissed",
        run="dismiss 0123 --restore",
    ),
    Case("nothing to undo", scanned, "there is nothing of yours to undo", run="undo", code=0),
    Case("nothing to redo", scanned, "there is nothing of yours to redo", run="redo", code=0),
    Case(
        "unknown scenario",
        scanned,
        "there is no scenario 'wat-if'; there are main",
        run="plan --scenario wat-if",
    ),
    Case(
        "switch to an unknown scenario",
        scanned,
        "there is no scenario 'wat-if'; there are main",
        run="scenario switch wat-if",
    ),
    Case(
        "compare with an unknown scenario",
        scanned,
        "there is no scenario 'wat-if'; there are main",
        run="scenario diff main wat-if",
    ),
    Case(
        "a scenario that exists",
        with_a_what_if,
        "there is a scenario 'what-if' already; choose another name",
        run="scenario new what-if",
    ),
    Case(
        "a scenario without a name",
        scanned,
        "a scenario needs a name of printable characters; choose another",
        run="scenario new ' '",
    ),
    Case(
        "--mark without =",
        scanned,
        "'payments-api' names no mark; write it COUPLING=MARK",
        run="plan --mark payments-api",
    ),
    Case(
        "--mark that does not fit",
        scanned,
        "the gate 'e2e' cannot be marked 'flagged'; it can be waived",
        run="plan --mark e2e=flagged",
    ),
    Case(
        "import a file that is not there",
        scanned,
        "prs.json cannot be read: …; name a printout, or - for standard input",
        run="import prs.json",
    ),
    Case(
        "import a folder",
        scanned,
        "web is no file; name a printout, or - for standard input",
        run="import web",
    ),
    Case(
        "import what is no printout",
        scanned,
        "relplan.toml:1: not valid JSON: …; print it again, as JSON",
        run="import relplan.toml",
    ),
    Case(
        "import before the first scan",
        lambda shop: (shop.folder / "prs.json").write_text("[]", "utf-8"),
        "nothing has been scanned yet; run `relplan scan`",
        run="import prs.json",
    ),
    Case(
        "the TUI without a terminal",
        scanned,
        "this needs a terminal; see `relplan plan` instead",
        run="",
    ),
    Case(
        "init where relplan.toml exists",
        nothing,
        ("{at}/relplan.toml exists already and is not overwritten; edit it, or remove it first"),
        run="init",
    ),
    Case(
        "init where nothing is",
        nothing,
        "{at}/nowhere is no folder; name the folder that holds your repositories",
        run="init nowhere",
    ),
    Case(
        "init in a file",
        nothing,
        "{at}/relplan.toml is no folder; name the folder that holds your repositories",
        run="init relplan.toml",
    ),
    Case(
        "init without repositories",
        nothing,
        (
            "no git repository in {at}/web/.git/objects or below it; run it in the folder that "
            "holds your repositories, or name that folder"
        ),
        run="init web/.git/objects",
    ),
    Case(
        "an unknown example",
        nothing,
        (
            "there is no example 'webshoq'; did you mean 'webshop'? there are: blog, "
            "lockstep-7, webshop; or name a folder with a history.toml"
        ),
        run="demo webshoq",
    ),
]

TABLE = [*SETTINGS, *REPOSITORIES, *STORE, *COMMANDS]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_one_line_says_what_is_wrong(case: Case, request: pytest.FixtureRequest) -> None:
    begun = "shop" if comes_after_a_scan(case.given) else "fresh"
    shop: Shop = request.getfixturevalue(begun)
    case.given(shop)
    before = shop.memory()
    answer = shop.relplan(*shlex.split(case.run))
    said = [line for line in answer.complaints if not line.startswith(_ALWAYS)]
    assert [line for line in said if case.fits(line, shop)] == said, said
    assert len(said) == 1
    assert answer.code == case.code
    assert shop.memory() == before
    for line in (*said, *answer.out.splitlines()):
        assert line.isprintable()
        assert "Traceback" not in line
