"""Every format that something can be exported in: relplan's own, and those that packages add.

A package adds one by an entry point of the group ``relplan.export_formats`` that is a `Format`;
see docs/extending.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from relplan.model.errors import RelplanError
from relplan.plugins import Plugin, fault, plugins, with_new_names

GROUP = "relplan.export_formats"
DOCUMENTS = (
    "plan",
    "backlog",
    "graph",
    "scenario",
    "windows",
    "runbook",
    "notes",
    "waves",
    "drift",
)
"""What can be exported."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SUFFIX = re.compile(r"(\.[A-Za-z0-9_-]+)+")


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write one document. Raises ValueError where it makes no sense."""

    document: str
    """One of `DOCUMENTS`."""
    name: str
    """What ``--format`` takes: small letters and digits, with hyphens between them."""
    suffix: str
    """Of a file, with its dot."""
    describe: str
    """What it is for, in a few words."""
    write: Callable[[Any], str]
    """Makes text of the document, which it leaves as it is: of a `Plan` (plan and scenario),
    `Backlog`, `Picture` (graph), `Schedule` (windows), `Runbook`,
    `Notes`, `Waves` or `Drift`."""

    def __post_init__(self) -> None:
        if self.document not in DOCUMENTS:
            known = ", ".join(DOCUMENTS)
            raise ValueError(f"document is {self.document!r}, which is none of {known}")
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name is {self.name!r}, and not small letters, digits and hyphens")
        if not _SUFFIX.fullmatch(self.suffix):
            raise ValueError(f"suffix is {self.suffix!r}, and not a dot and letters")
        if not self.describe.isprintable():
            raise ValueError(f"describe is {self.describe!r}, and not a few words in one line")
        if not callable(self.write):
            raise TypeError("write is nothing that can be called")


def _own(document: str, name: str, suffix: str, describe: str, place: str) -> Format:
    """Return a format of ours; *place* is ``module:function``, loaded when it is used."""
    module, _, function = place.partition(":")

    def write(found: Any) -> str:
        text: str = getattr(import_module(f"relplan.exports.{document}.{module}"), function)(found)
        return text

    return Format(document, name, suffix, describe, write)


OWN = (
    _own("plan", "markdown", ".md", "for a pull request", "markdown:plan_markdown"),
    _own("plan", "json", ".json", "for programs", "json:plan_json"),
    _own("plan", "csv", ".csv", "for a spreadsheet", "csv:plan_csv"),
    _own("plan", "junit", ".xml", "for a CI server's test report", "junit:plan_junit"),
    _own("plan", "sarif", ".sarif", "for code scanning", "sarif:plan_sarif"),
    _own("backlog", "markdown", ".md", "to read, or to paste", "markdown:backlog_markdown"),
    _own("backlog", "csv", ".csv", "for a spreadsheet", "csv:backlog_csv"),
    _own("backlog", "json", ".json", "for programs", "json:backlog_json"),
    _own("backlog", "toml", ".toml", "for programs and people", "toml:backlog_toml"),
    _own("backlog", "jira", ".csv", "for Jira's CSV import", "csv:backlog_jira"),
    _own("backlog", "gitlab", ".csv", "for GitLab's import of issues", "csv:backlog_gitlab"),
    _own("backlog", "github", ".jsonl", "issues as GitHub's API takes them",
         "github:backlog_github"),
    _own("backlog", "github-script", ".sh", "files the issues by gh, each once",
         "github:backlog_github_script"),
    _own("graph", "mermaid", ".mmd", "for Markdown that draws it", "mermaid:graph_mermaid"),
    _own("graph", "dot", ".dot", "for Graphviz", "dot:graph_dot"),
    _own("graph", "graphml", ".graphml", "for yEd, Gephi and networkx", "graphml:graph_graphml"),
    _own("graph", "svg", ".svg", "to print", "svg:graph_svg"),
    _own("scenario", "toml", ".toml", "to be replayed elsewhere", "toml:scenario_toml"),
    _own("windows", "ics", ".ics", "for a calendar", "ics:windows_ics"),
    _own("runbook", "markdown", ".md", "to work through", "markdown:runbook_markdown"),
    _own("runbook", "json", ".json", "for programs", "json:runbook_json"),
    _own("runbook", "html", ".html", "to print", "html:runbook_html"),
    _own("notes", "markdown", ".md", "for a release's page", "markdown:notes_markdown"),
    _own("notes", "html", ".html", "to send round", "html:notes_html"),
    _own("notes", "json", ".json", "for programs", "json:notes_json"),
    _own("waves", "argocd", ".yaml", "sync waves of Argo CD's Applications", "argocd:waves_argocd"),
    _own("waves", "flux", ".yaml", "dependsOn of Flux's Kustomizations", "flux:waves_flux"),
    _own("waves", "flux-helm", ".yaml", "dependsOn of Flux's HelmReleases",
         "flux:waves_flux_helm"),
    _own("waves", "json", ".json", "for programs", "json:waves_json"),
    _own("drift", "markdown", ".md", "to read, or to paste", "markdown:drift_markdown"),
    _own("drift", "csv", ".csv", "for a spreadsheet", "csv:drift_csv"),
    _own("drift", "json", ".json", "for programs", "json:drift_json"),
    _own("drift", "svg", ".svg", "to print", "svg:drift_svg"),
)  # fmt: skip


def formats(document: str) -> Mapping[str, Format]:
    """Return by name the formats of *document*, relplan's own first; none of an unknown one.

    Looks at the installed packages, which takes longer than most commands. One whose name is taken
    already is left out, as one is that cannot be loaded: `relplan.plugins.problems` says so.
    """
    found = {one.name: one for one in OWN if one.document == document}
    added = (one for one in plugins(GROUP, Format) if one.value.document == document)
    for plugin in with_new_names(added, lambda one: one.name, found, f"{document} has a format"):
        found[plugin.value.name] = _guarded(plugin)
    return found


def _guarded(plugin: Plugin[Format]) -> Format:
    """Return the format of a package; a fault in its writer is one line that names the package."""
    form = plugin.value
    what = f"{plugin.package}: its format '{form.name}' of {form.document} failed"
    hint = "tell whoever maintains that package, or choose another format"

    def write(found: Any) -> str:
        try:
            text = form.write(found)
        except RelplanError:
            raise
        except Exception as error:
            raise RelplanError(f"{what}: {fault(error)}", hint) from error
        if not isinstance(text, str):
            raise RelplanError(f"{what}: it returned no text", hint)
        return text

    return replace(form, write=write)
