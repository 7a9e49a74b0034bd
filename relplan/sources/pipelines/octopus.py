"""Octopus Deploy as code: deployment processes in its own language, and in Terraform's.

One deployment runs all steps of a process; each step may be kept to environments or conditions.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relplan.sources.deployments.statement import one_line
from relplan.sources.pipelines.bundles.blocks import Block, blocks
from relplan.sources.pipelines.bundles.manifests import workloads
from relplan.sources.pipelines.facts import Deploy, Job, Pipeline, Place, Step, Target
from relplan.sources.pipelines.files import Files, joined

_PROCESS = "deployment_process.ocl"
_MOST_FILES = 100
_MOST_LOOKED_INTO = 1_000
_MOST_STEPS = 300
_FILLED = re.compile(r"#\{([^{}#/]{1,200})\}")
_SCRIPTS = re.compile(r"script|powershell", re.IGNORECASE)
_NO_DEPLOYMENTS = re.compile(
    r"Manual|Email|HealthCheck|TransferPackage|TerraformPlan|TerraformDestroy|ResourceGroup"
    r"|DeployIngress|DeployConfigMap|DeploySecret|DeployService$|CloudFormation$|Certificate"
)
_BODY = "Octopus.Action.Script.ScriptBody"
_YAML = "Octopus.Action.KubernetesContainers.CustomResourceYaml"
_CONDITION = "Octopus.Step.ConditionVariableExpression"
_NAMES = (
    "package_id", "Octopus.Action.Package.PackageId",
    "Octopus.Action.KubernetesContainers.DeploymentName", "Octopus.Action.Helm.ReleaseName",
)  # fmt: skip
_PATHS = (
    f"{_YAML}FileName", "Octopus.Action.Kubernetes.Kustomize.OverlayPath",
    "Octopus.Action.Helm.ChartDirectory", "Octopus.Action.Terraform.TemplateDirectory",
)  # fmt: skip
_RELEASE = "Octopus.Action.DeployRelease."
_PROCESS_OF = re.compile(r"process_id\s*=\s*[\"${]*([\w.-]+)")


@dataclass(frozen=True, slots=True)
class _Action:
    """One step of a process, or one of several in it."""

    title: str
    kind: str
    block: Block
    given: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    guards: tuple[str, ...]

    def runs_in(self, environment: str) -> bool:
        """Tell whether it runs in an environment; empty: in one that no step names."""
        wanted = [one.lower() for one in self.lists.get("environments", ())]
        left_out = [one.lower() for one in self.lists.get("excluded_environments", ())]
        return environment not in left_out and (not wanted or environment in wanted)


def pipelines(files: Files) -> Iterator[Pipeline]:
    """Yield the deployment processes of a repository."""
    processes = [path for path in sorted(files.paths) if posixpath.basename(path) == _PROCESS]
    for path in processes[:_MOST_FILES]:
        folder = posixpath.dirname(path)
        variables = _variables(files.text(joined(folder, "variables.ocl")))
        actions = [
            action
            for step in blocks(files.text(path))[:_MOST_STEPS]
            for action in _actions(step)
            if step.kind == "step"
        ]
        name = posixpath.basename(folder).strip(".")
        yield from _pipeline(files, path, "" if name == "octopus" else name, actions, variables)
    in_terraform = [path for path in sorted(files.paths) if path.endswith(".tf")]
    for path in in_terraform[:_MOST_LOOKED_INTO]:
        if "octopusdeploy_" not in files.text(path):
            continue
        for name, steps in _processes(blocks(files.text(path))[:_MOST_STEPS]).items():
            found = [action for step in steps for action in _actions(step)]
            yield from _pipeline(files, path, name, found, {})


def _processes(found: Iterable[Block]) -> dict[str, list[Block]]:
    """Return the steps of each process that a file of Terraform makes."""
    made: dict[str, list[Block]] = {}
    for block in found:
        kind, name = (*block.labels, "", "")[:2]
        if kind == "octopusdeploy_deployment_process":
            made[name] = [one for one in block.inner if one.kind == "step"]
        elif kind == "octopusdeploy_process_step":
            process = _PROCESS_OF.search(" ".join(block.text))
            called = process[1].removesuffix(".id").rpartition(".")[2] if process else name
            made.setdefault(called, []).append(block)
    return made


def _actions(step: Block) -> Iterator[_Action]:
    title = step.attributes.get("name") or "".join(step.labels[-1:])
    inner = [one for one in step.inner if "action" in one.kind]
    for block in inner or [step]:
        given = {**step.attributes, **block.attributes}
        for below in block.inner:
            for key, value in below.attributes.items():
                given.setdefault(key, value)
        kind = given.get("action_type") or given.get("type") or ""
        if not kind and block.kind not in ("action", "step", "resource"):
            kind = block.kind  # of Terraform: deploy_package_action, run_script_action
        if given.get("is_disabled") != "true":
            lists = {**step.lists, **block.lists}
            yield _Action(title, kind, block, given, lists, tuple(_guards(given, lists)))


def _guards(given: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    condition = given.get("condition")
    if condition == "Failure":
        yield "it failed before"
    elif condition == "Variable" and "Octopus.Deployment.Error" not in given.get(_CONDITION, ""):
        yield given.get(_CONDITION, "a variable")
    for key in ("channels", "tenant_tags"):
        if lists.get(key):
            yield f"{key}: {' '.join(lists[key])}"


def _pipeline(
    files: Files, path: str, name: str, actions: Sequence[_Action], variables: Mapping[str, str]
) -> Iterator[Pipeline]:
    """Yield the process with a job for each environment that its steps name, and for all others."""
    named = {
        one.lower()
        for action in actions
        for key in ("environments", "excluded_environments")
        for one in action.lists.get(key, ())
    }
    jobs = []
    for environment in ("", *sorted(named)):
        job = Job(name or "deployment process", path, 1, environment=environment)
        for action in actions:
            if action.runs_in(environment):
                job.steps += _steps(files, path, action, variables)
        jobs.append(job)
    yield Pipeline(name, path, jobs)


def _steps(
    files: Files, path: str, action: _Action, variables: Mapping[str, str]
) -> Iterator[Step | Deploy]:
    given = {key: _filled(value, variables) for key, value in action.given.items()}
    line = action.block.line
    if _SCRIPTS.search(action.kind):
        body = given.get(_BODY) or given.get("script_body") or ""
        if _BODY not in action.block.lines:
            body = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], body)
        file = given.get("Octopus.Action.Script.ScriptFileName", "")
        at = action.block.lines.get(_BODY, line)
        yield Step(body or f"bash {file}", path, at, ".", action.guards)
        return
    if _NO_DEPLOYMENTS.search(action.kind):
        return
    text = given.get(_YAML, "")
    for target in workloads(path, text, first=action.block.lines.get(_YAML, line)):
        yield Deploy(target, action.guards)
    names = tuple(given[key] for key in _NAMES if given.get(key))
    own = given.get("Octopus.Action.GitRepository.Source", "Project") == "Project"
    listed = [one for key in _PATHS for one in given.get(key, "").split() if own]
    paths = tuple(found for one in listed for found in _found(files, joined(".", one)))
    doubt = ""
    if action.kind == "Octopus.DeployRelease":
        if given.get(f"{_RELEASE}DeploymentCondition", "Always") != "Always":
            return  # what has changed alone
        names = (re.sub(r"(?i)^deploy(?:ment of)?[-\s]+", "", action.title).replace(" ", "-"),)
        doubt = "the project is known by its number alone"
    elif not action.kind:
        doubt = "what this step's template does is not read"
    if names or paths:
        shown = one_line(f"step {action.title}: {' '.join(dict.fromkeys((*names, *paths)))}")
        yield Deploy(Target(names, paths, Place(path, line, shown)), action.guards, doubt=doubt)


def _found(files: Files, path: str) -> list[str]:
    if "*" in path:
        return files.glob(path)
    return [path] if path in files.paths or files.is_folder(path) else []


def _variables(text: str) -> dict[str, str]:
    """Return the variables of a project that have one value, wherever it is deployed."""
    found = {}
    for block in blocks(text):
        values = [one for one in block.inner if one.kind == "value" and one.labels]
        if block.kind == "variable" and block.labels and len(values) == 1 and not values[0].lists:
            found[block.labels[0]] = values[0].labels[0]
    return found


def _filled(text: str, variables: Mapping[str, str]) -> str:
    """Put known variables in; the shell's sign stands for others."""

    def value(match: re.Match[str]) -> str:
        known = variables.get(match[1].strip())
        return f"${{{re.sub(r'[^A-Za-z0-9_]', '_', match[1])}}}" if known is None else known

    return _FILLED.sub(value, text)
