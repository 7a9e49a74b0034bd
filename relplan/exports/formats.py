"""Every format that something can be exported in. A format's module is loaded when it is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write one kind of document."""

    name: str
    suffix: str
    """Of a file, with its dot."""
    describe: str
    """What it is for, in a few words."""
    module: str
    function: str

    @property
    def write(self) -> Callable[[Any], str]:
        """The function that makes text of the document."""
        found: Callable[[Any], str] = getattr(
            import_module(f"relplan.exports.{self.module}"), self.function
        )
        return found


def _named(*formats: Format) -> Mapping[str, Format]:
    return {found.name: found for found in formats}


_BACKLOG = _named(
    Format("markdown", ".md", "to read, or to paste", "backlog.markdown", "backlog_markdown"),
    Format("csv", ".csv", "for a spreadsheet", "backlog.csv", "backlog_csv"),
    Format("json", ".json", "for programs", "backlog.json", "backlog_json"),
    Format("toml", ".toml", "for programs and people", "backlog.toml", "backlog_toml"),
    Format("jira", ".csv", "for Jira's CSV import", "backlog.csv", "backlog_jira"),
    Format("gitlab", ".csv", "for GitLab's import of issues", "backlog.csv", "backlog_gitlab"),
    Format("github", ".jsonl", "issues as GitHub's API takes them", "backlog.github",
           "backlog_github"),
    Format("github-script", ".sh", "files the issues by gh, each once", "backlog.github",
           "backlog_github_script"),
)  # fmt: skip
_PLAN = _named(
    Format("markdown", ".md", "for a pull request", "plan.markdown", "plan_markdown"),
    Format("json", ".json", "for programs", "plan.json", "plan_json"),
    Format("csv", ".csv", "for a spreadsheet", "plan.csv", "plan_csv"),
    Format("junit", ".xml", "for a CI server's test report", "plan.junit", "plan_junit"),
    Format("sarif", ".sarif", "for code scanning", "plan.sarif", "plan_sarif"),
)
_GRAPH = _named(
    Format("mermaid", ".mmd", "for Markdown that draws it", "graph.mermaid", "graph_mermaid"),
    Format("dot", ".dot", "for Graphviz", "graph.dot", "graph_dot"),
    Format("graphml", ".graphml", "for yEd, Gephi and networkx", "graph.graphml", "graph_graphml"),
    Format("svg", ".svg", "to print", "graph.svg", "graph_svg"),
)
_SCENARIO = _named(
    Format("toml", ".toml", "to be replayed elsewhere", "scenario.toml", "scenario_toml"),
)

_WINDOWS = _named(
    Format("ics", ".ics", "for a calendar", "windows.ics", "windows_ics"),
)
_RUNBOOK = _named(
    Format("markdown", ".md", "to work through", "runbook.markdown", "runbook_markdown"),
    Format("json", ".json", "for programs", "runbook.json", "runbook_json"),
    Format("html", ".html", "to print", "runbook.html", "runbook_html"),
)

FORMATS: Mapping[str, Mapping[str, Format]] = {
    "plan": _PLAN,
    "backlog": _BACKLOG,
    "graph": _GRAPH,
    "scenario": _SCENARIO,
    "windows": _WINDOWS,
    "runbook": _RUNBOOK,
}
"""By what is exported, then by the format's name."""
