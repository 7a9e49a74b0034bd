"""Every command and its options. What a command does is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from relplan.cli.advice import diagnose, export, propose
from relplan.cli.asking import answer, answers, questions
from relplan.cli.completion import complete_change, complete_mark, complete_mark_name
from relplan.cli.options import (
    Accepted,
    Ascii,
    AsOf,
    ChangeName,
    CouplingName,
    Environment,
    InScenario,
    Json,
    Settable,
    Theme,
    ask_for,
)
from relplan.cli.timing import runbook, windows
from relplan.model.contract_source import Compatibility, Dialect

app = typer.Typer(
    name="relplan",
    help="Which pending changes are blocked on which others, why, and what would set them free.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
scenarios = typer.Typer(help="What-ifs: named sets of marks and dismissals.", rich_markup_mode=None)
changes = typer.Typer(help="What a person says about a change.", rich_markup_mode=None)
stores = typer.Typer(
    help="The dated copies of what people decided, and how to get them back.", rich_markup_mode=None
)
app.add_typer(scenarios, name="scenario")
app.add_typer(changes, name="change")
app.add_typer(stores, name="store")


@app.callback(invoke_without_command=True)
def top(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Option("--directory", "-C", help="Run as if started in this folder.")
    ] = None,
    as_of: AsOf = None,
    environment: Environment = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the TUI in a browser, on this machine only.")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="With --serve: the port.")] = 8000,
    ascii_only: Ascii = False,
    theme: Theme = None,
) -> int:
    """Run the TUI of the workspace above the current folder."""
    if version:
        from relplan.cli.commands.interactive import show_version

        return show_version()
    ask_for(environment)
    if directory is not None:
        from relplan.cli.commands.interactive import enter

        enter(directory)
    from relplan.cli.clock import run_as_of

    run_as_of(as_of)
    if context.invoked_subcommand is not None:
        return 0
    from relplan.cli.commands.interactive import run_here, serve_here

    return serve_here(port) if serve else run_here(ascii_only, theme)


@app.command()
def demo(
    name: Annotated[
        str, typer.Argument(help="webshop, blog, lockstep-7, or a recipe's folder.")
    ] = "webshop",
    into: Annotated[
        Path | None, typer.Option("--into", help="Build it in this new folder and keep it there.")
    ] = None,
    ascii_only: Ascii = False,
    theme: Theme = None,
) -> int:
    """Open an example workspace, built in a temporary folder."""
    from relplan.cli.commands.interactive import run_demo

    return run_demo(name, into, ascii_only, theme)


@app.command()
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where your repositories are.")
    ] = Path(),
    json: Json = False,
) -> int:
    """Find services and contracts below DIR and write relplan.toml; never overwrites one."""
    from relplan.cli.commands.scan import begin_in

    return begin_in(folder, json)


@app.command()
def scan(
    full: Annotated[bool, typer.Option("--full", help="Read everything anew.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="List the branches that are left out, and why.")
    ] = False,
    json: Json = False,
) -> int:
    """Read git into the store: only what is new."""
    from relplan.cli.commands.scan import scan_here

    return scan_here(full, verbose, json)


@app.command()
def plan(
    mark: Annotated[
        list[str] | None,
        typer.Option(
            "--mark",
            metavar="COUPLING=MARK",
            help="What if it were marked so? Repeatable; nothing is stored.",
            autocompletion=complete_mark,
        ),
    ] = None,
    scenario: InScenario = None,
    scenario_file: Annotated[
        Path | None,
        typer.Option(
            "--scenario-file",
            help="A scenario that `relplan export scenario` wrote, such as in CI.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Do not fold runs of alike changes.")
    ] = False,
    json: Json = False,
) -> int:
    """Show batches, waves and numbers."""
    from relplan.cli.commands.plan import show_plan

    return show_plan(tuple(mark or ()), scenario, scenario_file, every, json)


@app.command()
def why(change: ChangeName = None, scenario: InScenario = None, json: Json = False) -> int:
    """Show what blocks a change, with the evidence."""
    from relplan.cli.commands.why import explain

    return explain(change, scenario, json)


@app.command()
def check(
    change: ChangeName = None,
    scenario: InScenario = None,
    annotations: Annotated[
        bool, typer.Option("--annotations", help="Print what GitHub shows beside the code.")
    ] = False,
    ordered: Annotated[
        Accepted | None,
        typer.Option("--ordered", help="ok: one that goes after others is a yes, too."),
    ] = None,
    uncertain: Annotated[
        Accepted | None,
        typer.Option("--uncertain", help="ok: judge by what is certain alone."),
    ] = None,
    json: Json = False,
) -> int:
    """Tell whether a change can be shipped alone, for CI: exit 0 yes, 1 no, 2 a fault, 3 uncertain.

    Yes is: it is free for certain, and nothing of another service must go first.
    """
    from relplan.cli.commands.check import Allowed, verdict

    allowed = Allowed(ordered=ordered is not None, uncertain=uncertain is not None)
    return verdict(change, scenario, allowed, annotations=annotations, json=json)


for command in (questions, answer, answers, propose, diagnose, export, windows, runbook):
    app.command()(command)


@app.command()
def compare(
    base: Annotated[str, typer.Argument(metavar="BASE", help="A file or folder; -: nothing.")],
    revision: Annotated[str, typer.Argument(metavar="REVISION", help="The newer one of it.")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="Of contract; else as the files say.")
    ] = None,
    dialect: Annotated[
        Dialect | None, typer.Option("--dialect", help="Of SQL; else as the files say.")
    ] = None,
    compatibility: Annotated[
        Compatibility, typer.Option("--compatibility", help="Of Avro and JSON schemas.")
    ] = Compatibility.BACKWARD,
    json: Json = False,
) -> int:
    """Compare two versions of a contract: exit 0 compatible, 1 breaking, 2 unknown or a fault.

    Files, or folders for protobuf and migrations; of migrations, what REVISION has beyond BASE.
    """
    from relplan.cli.commands.compare import compare_two

    return compare_two(base, revision, kind, dialect, compatibility, json)


@app.command("help")
def help_(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="One of the pages that it lists.")
    ] = None,
) -> int:
    """Show the guide: words, semantics, set-up, CI, architecture."""
    from relplan.cli.commands.help import show_help

    return show_help(topic)


@app.command()
def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One of them, with an example.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Those of one kind of contract.")
    ] = None,
    json: Json = False,
) -> int:
    """List the rules by which contracts are compared, or explain one."""
    from relplan.cli.commands.rules import show_rules

    return show_rules(rule, kind, json)


@app.command()
def mark(
    coupling: CouplingName,
    mark: Annotated[
        str,
        typer.Argument(
            metavar="MARK",
            help="versioned, flagged or waived.",
            autocompletion=complete_mark_name,
        ),
    ],
) -> int:
    """Mark a contract versioned or flagged, a feature flagged, a gate waived."""
    from relplan.cli.commands.decide import put_mark

    return put_mark(coupling, mark)


@app.command()
def unmark(coupling: CouplingName) -> int:
    """Take a mark off."""
    from relplan.cli.commands.decide import take_mark_off

    return take_mark_off(coupling)


@app.command()
def dismiss(
    edge: Annotated[str, typer.Argument(metavar="EDGE", help="As `relplan why` names it.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is not so.")] = "",
    back: Annotated[bool, typer.Option("--restore", help="Take the dismissal back.")] = False,
) -> int:
    """Dismiss an edge that is not so."""
    from relplan.cli.commands.decide import dismiss_edge

    return dismiss_edge(edge, reason, back)


@app.command()
def undo() -> int:
    """Take back the last decision."""
    from relplan.cli.commands.decide import step_back

    return step_back()


@app.command()
def redo() -> int:
    """Decide again what was taken back last."""
    from relplan.cli.commands.decide import step_forward

    return step_forward()


@app.command()
def log(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Entries at the most.")] = 20,
    json: Json = False,
) -> int:
    """Show who decided what, and when."""
    from relplan.cli.commands.decide import show_log

    return show_log(limit, json)


@changes.command("set")
def change_set(
    change: Annotated[
        str,
        typer.Argument(metavar="CHANGE", autocompletion=complete_change, help="An open change."),
    ],
    state: Annotated[Settable, typer.Option("--state", help="How far it has come.")],
) -> int:
    """Say how far an open change has come."""
    from relplan.cli.commands.decide import put_state

    return put_state(change, state.value)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The printout; -: standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    json: Json = False,
) -> int:
    """Take review states from what gh, glab or Gerrit printed."""
    from relplan.cli.commands.import_ import import_states

    return import_states(str(file), json, dry_run)


@scenarios.command("list")
def scenario_list(json: Json = False) -> int:
    """Show all scenarios with their numbers."""
    from relplan.cli.commands.scenario import show_all

    return show_all(json)


@scenarios.command("new")
def scenario_new(
    name: str,
    copy_of: Annotated[str | None, typer.Option("--from", help="Else the one in use.")] = None,
) -> int:
    """Make a what-if and switch to it."""
    from relplan.cli.commands.scenario import make

    return make(name, copy_of)


@scenarios.command("switch")
def scenario_switch(name: str) -> int:
    """Use another scenario from now on."""
    from relplan.cli.commands.scenario import switch_to

    return switch_to(name)


@scenarios.command("diff")
def scenario_diff(before: str, after: str, json: Json = False) -> int:
    """Compare two scenarios."""
    from relplan.cli.commands.scenario import show_difference

    return show_difference(before, after, json)


@stores.command("copies")
def store_copies(json: Json = False) -> int:
    """List the copies, newest first. One is taken each day, and before each new schema."""
    from relplan.cli.commands.store import show_copies

    return show_copies(json)


@stores.command("restore")
def store_restore(
    copy: Annotated[
        str | None,
        typer.Argument(
            metavar="[COPY]", help="Its name, or how that begins; else the newest that was taken."
        ),
    ] = None,
) -> int:
    """Bring back what people decided, from a copy; the store that it replaces is kept as one more.

    Works on a damaged store, too. What was scanned comes back by `relplan scan`.
    """
    from relplan.cli.commands.store import bring_back

    return bring_back(copy)
