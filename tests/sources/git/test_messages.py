"""What messages declare: trailers, issue keys, other names; and messages of every kind."""

import pytest

from relplan.model.change import Change, EffectKind
from relplan.model.evidence import Confidence, Evidence
from relplan.model.scan import ScanSettings
from tests.sources.git.git_repo import GitRepo, pending, root_of, scan

ID = "I0123456789012345678901234567890123456789"


def change_of(repo: GitRepo, message: str) -> Change:
    repo.commit(message)
    return pending(repo)[-1]


def test_trailers_of_the_last_paragraph_say_what_a_change_does(repo: GitRepo) -> None:
    change = change_of(
        repo,
        "Pay twice\n\nWhy.\n\nBreaks: payments-api\nextends: Orders API\nADAPTS-TO: a\n"
        "Tolerates: b\nFeature: PAY-1\nFlag: pay-twice\nDepends-On: orders:x\n"
        "Change-Id: I0123456789012345678901234567890123456789\nSigned-off-by: Ada\n",
    )
    assert [(effect.kind, effect.contract) for effect in change.effects] == [
        (EffectKind.BREAKS, "payments-api"),
        (EffectKind.EXTENDS, "Orders API"),
        (EffectKind.ADAPTS, "a"),
        (EffectKind.TOLERATES, "b"),
    ]
    assert change.effects[0].evidence == Evidence(
        "trailer", "Breaks: payments-api", "shop", change.commit, line=5
    )
    assert [slice_.key for slice_ in change.features] == ["PAY-1"]
    assert change.flag is not None
    assert (change.flag.text, change.flag.line) == ("Flag: pay-twice", 10)
    assert [dependency.ref for dependency in change.depends_on] == ["orders:x"]
    assert change.aliases == ("I0123456789012345678901234567890123456789",)


def test_what_git_takes_for_no_trailer_is_none(repo: GitRepo) -> None:
    change = change_of(
        repo, "Breaks: subject\n\nBreaks: here, it says\nbut that is prose.\nAnd so on.\n"
    )
    assert change.effects == ()


@pytest.mark.parametrize(
    ("message", "refs", "aliases"),
    [
        ("Work\n\nSome prose\nDepends-On: orders:a\nand more\n", ["orders:a"], ()),
        (f"Work\n\nAPIImpact\nblueprint: x\nChange-Id: {ID}\nCloses-bug: #1\n", [], (ID,)),
        (f"Work\n\nblueprint x\nChange-Id: {ID}\n\nCo-Authored-By: Ada <a@x.org>\n", [], (ID,)),
        # of several, the last one is the message's own
        (f"Revert\n\nIt said\nChange-Id: I{'f' * 40}\n\nbecause\nChange-Id: {ID}\n", [], (ID,)),
        ("Work\n\nSee Change-Id: I0123 of old\nChange-Id: later\n", [], ()),
    ],
)
def test_what_gerrit_and_zuul_read_amid_prose_counts(
    repo: GitRepo, message: str, refs: list[str], aliases: tuple[str, ...]
) -> None:
    change = change_of(repo, message)
    assert [dependency.ref for dependency in change.depends_on] == refs
    assert change.aliases == aliases


def test_a_folded_trailer_is_one_line(repo: GitRepo) -> None:
    change = change_of(repo, "Work\n\nDepends-On: orders:a\n  b\nBreaks: x\n")
    assert [(d.ref, d.evidence.line) for d in change.depends_on] == [("orders:a b", 3)]


def test_a_squash_of_several_messages_keeps_the_trailers_of_each(repo: GitRepo) -> None:
    change = change_of(
        repo, "All (#3)\n\n* One\n\nBreaks: x\n\n* Two\n\nBreaks: y\nBreaks: x\n\nBye.\n"
    )
    assert [(effect.contract, effect.evidence.line) for effect in change.effects] == [
        ("x", 5), ("y", 9),
    ]  # fmt: skip


def test_issue_keys_stand_in_subjects_and_branch_names(repo: GitRepo) -> None:
    repo.branch("PAY-7-cards").commit("PAY-7: cards for ORD-1 in UTF-8 and SHA-256, see PAY-9")
    (change,) = pending(repo)
    assert [slice_.key for slice_ in change.features] == [
        "PAY-7",
        "ORD-1",
        "UTF-8",
        "SHA-256",
        "PAY-9",
    ]
    assert {slice_.confidence for slice_ in change.features} == {Confidence.GUESSED}
    assert change.features[0].evidence.rule == "issue-key"


def test_a_declared_feature_wins_over_the_same_key_in_the_subject(repo: GitRepo) -> None:
    repo.branch("topic").commit("Begin\n\nFeature: PAY-7\n")
    repo.commit("PAY-7 go on")
    (change,) = pending(repo)
    assert [(s.key, s.confidence) for s in change.features] == [("PAY-7", Confidence.DECLARED)]


def test_the_issue_key_is_the_teams_own(repo: GitRepo) -> None:
    repo.commit("Fix #12 and PAY-1")
    scanned = scan(root_of(repo), settings=ScanSettings(issue_key=r"#\d+"))
    assert [slice_.key for slice_ in scanned.services[0].merged[0].features] == ["#12"]


@pytest.mark.parametrize(
    ("message", "line"),
    [("feat(api)!: drop v1", 1), ("Drop v1\n\nBREAKING CHANGE: v1 is gone\n", 3),
     ("fix!: x\n\nBREAKING-CHANGE: y\n", 1)],
)  # fmt: skip
def test_a_break_without_a_contract_is_a_notice(repo: GitRepo, message: str, line: int) -> None:
    repo.commit(message)
    service = scan(root_of(repo)).services[0]
    assert service.merged[0].effects == ()
    (notice,) = service.notices
    assert notice.evidence is not None
    assert (notice.evidence.rule, notice.evidence.line) == ("breaking-change", line)


def test_a_break_that_names_its_contract_needs_no_notice(repo: GitRepo) -> None:
    repo.commit("feat!: drop v1\n\nBreaks: shop-api\n")
    assert scan(root_of(repo)).services[0].notices == ()


@pytest.mark.parametrize(
    ("remote", "message", "aliases"),
    [
        ("git@github.com:org/shop.git", "Pay (#12)", {"https://github.com/org/shop/pull/12"}),
        ("https://u:p@github.com/org/shop", "Merge pull request #7 from me/pay/v2\n\nPay",
         {"https://github.com/org/shop/pull/7", "shop:pay/v2"}),
        ("ssh://git@gitlab.com:22/g/sub/shop.git",
         "Merge branch 'pay' into 'main'\n\nPay\n\nSee merge request g/sub/shop!9\n",
         {"https://gitlab.com/g/sub/shop/-/merge_requests/9", "shop:pay"}),
        ("/srv/shop.git", "Merge remote-tracking branch 'origin/pay'", {"shop:pay"}),
        ("file:///srv/shop.git", "Pay (#12)", set()),
        ("git@github.com:org/shop", "Merge branch 'main' of github.com:org/shop", set()),
        ("https://review.example.org/shop",
         "Pay\n\nReviewed-on: https://review.example.org/c/shop/+/5\n",
         {"https://review.example.org/c/shop/+/5"}),
    ],
)  # fmt: skip
def test_other_names_of_a_merged_change(
    repo: GitRepo, remote: str, message: str, aliases: set[str]
) -> None:
    repo.git("remote", "add", "origin", remote)
    assert set(change_of(repo, message).aliases) == aliases


def test_latin_1_is_read_declared_or_not(repo: GitRepo) -> None:
    raw = "Größe\n\nFeature: Größe\n".encode("latin-1")
    repo.git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "-q", "--allow-empty", "-F", "-",
             stdin=raw)  # fmt: skip
    tree, parent = repo.git("rev-parse", "HEAD^{tree}"), repo.head()
    text = f"tree {tree}\nparent {parent}\nauthor \xe4 <a@b> 1700000999 +0000\n".encode("latin-1")
    text += b"committer a <a@b> 1700000999 +0000\n\n" + raw
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text)
    repo.git("update-ref", "refs/heads/main", oid)
    declared, undeclared = pending(repo)
    assert (declared.title, undeclared.title, undeclared.author) == ("Größe", "Größe", "\xe4")
    assert undeclared.features[-1].key == "Größe"


def test_any_message_can_be_stored_and_printed(repo: GitRepo) -> None:
    tree, parent = repo.git("rev-parse", "HEAD^{tree}"), repo.head()
    text = f"tree {tree}\nparent {parent}\nauthor a <a@b> 1700000999 +0000\n".encode()
    text += b"committer a <a@b> 1700000999 +0000\n\n\xed\xa0\x80 \x1b[31m [/x] \xe2\x80\xae\xff\n"
    repo.git("update-ref", "refs/heads/main",
             repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text))  # fmt: skip
    (change,) = pending(repo)
    assert "[31m [/x]" in change.title
    change.title.encode()


def test_a_message_of_ten_megabytes_does_no_harm(repo: GitRepo) -> None:
    body = "x" * 1_000_000 + "\n" + "Breaks: y\n\n" * 800_000
    change = change_of(repo, f"{'t' * 1000}\n\n{body}\nFeature: PAY-1\n")
    assert len(change.title) == 300
    assert "PAY-1" in [slice_.key for slice_ in change.features]


def test_an_empty_message_is_a_change_too(repo: GitRepo) -> None:
    repo.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "")
    repo.write("a/b", "1").git("add", "-A")
    repo.git("commit", "-q", "--allow-empty-message", "-m", "")
    assert [change.title for change in pending(repo)] == ["", ""]
    assert [change.title for change in pending(repo, path="a")] == [""]


def test_a_depends_on_in_the_midst_of_prose_is_not_overlooked(repo: GitRepo) -> None:
    message = "Use it\n\nThis waits for the server,\nDepends-On: I123\nas said.\n\nFlag: new-ui\n"
    change = change_of(repo, message)
    assert [(d.ref, d.evidence.line) for d in change.depends_on] == [("I123", 4)]


def test_a_near_miss_of_a_trailer_is_a_notice_with_what_is_right(repo: GitRepo) -> None:
    repo.commit("Pay\n\nSee the plan.\n\nDepends on: orders:pay\nSigned-off-by: Ada <a@x.org>\n")
    service = scan(root_of(repo)).services[0]
    (notice,) = service.notices
    assert notice.text == (
        f"{service.merged[0].id} says 'Depends on: orders:pay', which is nearly a trailer;"
        " write 'Depends-On: orders:pay'"
    )
    assert notice.evidence is not None
    assert (notice.evidence.line, notice.change) == (5, service.merged[0].id)
    assert service.merged[0].depends_on == ()


def test_a_short_reference_is_of_the_repositorys_own_forge(repo: GitRepo) -> None:
    repo.git("remote", "add", "origin", "git@github.com:ada/web.git")
    repo.git("remote", "add", "upstream", "git@github.com:acme/web.git")
    change = change_of(repo, "Pay\n\nDepends-On: #1, acme/api#2\nDepends-On: !3\n")
    assert [dependency.ref for dependency in change.depends_on] == [
        "https://github.com/acme/web/pull/1",
        "https://github.com/acme/api/pull/2",
        "https://github.com/acme/web/-/merge_requests/3",
    ]


def test_of_a_message_of_any_size_the_title_and_the_trailers_are_read(repo: GitRepo) -> None:
    words = "words that go on\n" * 300_000
    repo.commit(f"Import\n\n{words}\nBreaks: payments-api\n")
    repo.commit("After it\n\nBreaks: orders-api\n")
    before, after = pending(repo)[-2:]
    assert (before.title, after.title) == ("Import", "After it")
    assert [one.contract for one in before.effects] == ["payments-api"]
    assert [one.contract for one in after.effects] == ["orders-api"]


def test_names_of_refs_that_are_hostile_stop_no_other(repo: GitRepo) -> None:
    oid = repo.commit("One")
    heads = repo.path / ".git" / "refs" / "heads"
    (heads / "round").write_text("ref: refs/heads/about\n")
    (heads / "about").write_text("ref: refs/heads/round\n")
    (heads / "bell\x07").write_text(oid)
    repo.branch("fine").commit("Two")
    repo.git("switch", "-q", "main")
    assert "Two" in [change.title for change in pending(repo)]
