"""Which commands of a shell step deploy: those in words, those handed on, those of loops."""

import pytest

from tests.discovery.deploying import (
    NOTHING,
    PERHAPS,
    WEB_AND_API,
    Expected,
    found,
    job,
    services,
    workflow,
)

ALL: Expected = (["api", "jobs", "web"], [])


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        # Commands in a word run as well, but not those that only look so.
        ("helm upgrade web x\nOUT=$(helm upgrade api x)", WEB_AND_API),
        ("helm upgrade web x\necho `helm upgrade api x`", WEB_AND_API),
        ('helm upgrade web x\necho "done: $(helm upgrade api "a )")"', WEB_AND_API),
        ("helm upgrade web x\necho '$(helm upgrade api x)'", NOTHING),
        ("helm upgrade web x\necho \\$(( 1 + 2 )) '`helm upgrade api x`'", NOTHING),
        ("helm upgrade web x\nif ! helm upgrade api x; then exit 1; fi", WEB_AND_API),
        ("helm upgrade web x\nuntil helm upgrade api x; do sleep 1; done", WEB_AND_API),
        ("helm upgrade web x\nif [ -n $(helm get api) ]; then echo; fi", NOTHING),
        ("helm upgrade web x\nif a; then b; elif helm upgrade api x; then c; fi", PERHAPS),
        ("f() { helm upgrade $1 x; }\nf web\nA=$(f api)", WEB_AND_API),
        ("helm upgrade web x\ncat <<EOF\n$(helm upgrade api x)\nEOF", WEB_AND_API),
        ("helm upgrade web x\ncat <<'EOF'\n$(helm upgrade api x)\nEOF", NOTHING),
        ("helm upgrade web x\ncat <<EOF\nhelm upgrade api x\nEOF", NOTHING),
        # Commands that are handed on as text.
        ('bash -ec "helm upgrade web x && helm upgrade api x"', WEB_AND_API),
        ("bash -c 'helm upgrade $0 x; helm upgrade $1 x' web api", WEB_AND_API),
        ("bash <<EOF\nhelm upgrade web x\nhelm upgrade api x\nEOF", WEB_AND_API),
        ('eval "helm upgrade web x"; eval helm upgrade api x', WEB_AND_API),
        ('echo "helm upgrade web x; helm upgrade api x" | sh', WEB_AND_API),
        ('echo "helm upgrade web x; helm upgrade api x"', NOTHING),
        ("echo web api | xargs -n1 -I{} helm upgrade {} x", WEB_AND_API),
        ("cat names | xargs -n1 helm upgrade", NOTHING),
        ("parallel helm upgrade {} x ::: web api", WEB_AND_API),
        # What a variable stands for is several words, and one in quotes is one.
        ('for s in "web x" "api y"; do helm upgrade $s; done', WEB_AND_API),
        ('for s in "web api"; do helm upgrade "$s" x; done', NOTHING),
        ('A="-n shop"\nhelm upgrade $A web x\nhelm upgrade $A api x', WEB_AND_API),
        ('a=("web x")\na+=("api y")\nfor s in "${a[@]}"; do helm upgrade $s; done', WEB_AND_API),
        (
            'kubectl set image deploy/web w="$(cat tag)"; kubectl rollout restart deploy/api',
            WEB_AND_API,
        ),
    ],
)
def test_commands_in_words_and_in_texts(script: str, expected: Expected) -> None:
    assert services(workflow(job(script))) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("for s in $(ls services); do helm upgrade $s x; done", ALL),
        ("for s in $(ls services | grep w); do helm upgrade $s x; done", NOTHING),
        ("for s in $(bin/changed); do helm upgrade $s x; done", NOTHING),
        ("for d in services/*/; do helm upgrade $(basename $d) x; done", ALL),
        ('for d in services/*; do helm upgrade "${d##*/}" x; done', ALL),
        ("cd services; for d in */; do (cd $d && fly deploy); done", ALL),
        (
            "for d in $(find services -maxdepth 1 -type d); do cd $d; fly deploy; cd -; done",
            ALL,
        ),
        ("for d in $(find . -newer x -type d); do (cd $d; fly deploy); done", NOTHING),
    ],
)
def test_a_loop_over_folders_is_known_where_nothing_chooses(
    script: str, expected: Expected
) -> None:
    assert services(workflow(job(script))) == expected


def test_a_command_in_a_word_is_shown_with_its_own_line() -> None:
    script = (
        'f() {\n  helm upgrade api x\n}\necho start\nX=$(\n  f\n)\nY="a\n  $(helm upgrade web x)"'
    )
    (unit,) = found(workflow(job(script)))
    assert [sign.evidence.line for sign in unit.signs] == [8, 15]


@pytest.mark.parametrize(
    "script",
    [
        "$(" * 9_000,
        "`" * 9_001,
        'echo "' + '$("' * 5_000,
        "${" * 9_000 + "a",
        "x=$(x=$(x=$(x=$(x)))); " * 3_000,
        "f() { $(f) $(f); }; f",
        "a=x; " + "a=$a$a$a; " * 40 + 'for i in $a; do b="${i##*x}"; done',
        "eval eval eval " * 500,
        "echo a | xargs " * 800,
    ],
)
def test_no_script_is_too_much(script: str) -> None:
    assert services(workflow(job(script))) == NOTHING
