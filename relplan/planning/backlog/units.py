"""How a unit is taken apart, in the terms of the tool that deploys it."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from relplan.model.backlog import Task
from relplan.model.counting import joined
from relplan.model.value import value
from relplan.planning.backlog.work import Work
from relplan.planning.couplings import Coupling
from relplan.planning.plan import Plan


@value()
class Tool:
    """A tool that deploys services, told by the files in which it is set up."""

    files: tuple[str, ...]
    """Globs of their paths."""
    name: str
    apart: str
    """What gives {service} a deployment of its own."""
    check: str
    """What then shows that it has one."""


_TOOLS = (
    Tool(
        (".github/workflows/*", "*/.github/workflows/*"),
        "GitHub Actions",
        "Give {service} a workflow of its own, started by `paths:` of its folder alone.",
        "A commit that touches only {service} starts the workflow of {service} and no other.",
    ),
    Tool(
        (".gitlab-ci.yml", "*.gitlab-ci.yml", ".gitlab/*", "*/.gitlab/*"),
        "GitLab CI",
        "Give {service} a deploy job of its own, with `rules: changes:` of its folder.",
        "A commit that touches only {service} runs the deploy job of {service} and no other.",
    ),
    Tool(
        ("Jenkinsfile*", "*/Jenkinsfile*", "*.jenkinsfile"),
        "Jenkins",
        "Give {service} a pipeline of its own, or a stage under `when {{ changeset }}` of it.",
        "A commit that touches only {service} deploys {service} and nothing else.",
    ),
    Tool(
        ("azure-pipelines*", "*/azure-pipelines*"),
        "Azure Pipelines",
        "Give {service} a pipeline of its own, with `trigger: paths:` of its folder.",
        "A commit that touches only {service} starts the pipeline of {service} and no other.",
    ),
    Tool(
        ("bitbucket-pipelines.yml",),
        "Bitbucket Pipelines",
        "Give {service} a step of its own, with `condition: changesets:` of its folder.",
        "A commit that touches only {service} runs the step of {service} and no other.",
    ),
    Tool(
        ("*cloudbuild*.y*ml", "*cloudbuild*.json"),
        "Cloud Build",
        "Give {service} a build file and a trigger of its own, with `includedFiles` of its folder.",
        "A commit that touches only {service} starts the build of {service} and no other.",
    ),
    Tool(
        ("*.ocl",),
        "Octopus Deploy",
        "Give {service} a project of its own, with its own process and releases.",
        "A release of the project of {service} is deployed while the others make none.",
    ),
    Tool(
        ("*spinnaker*", "*dinghyfile*"),
        "Spinnaker",
        "Give {service} a pipeline of its own, started by its own image.",
        "An execution of the pipeline of {service} touches no manifest of the others.",
    ),
    Tool(
        ("Chart.yaml", "*/Chart.yaml", "*/requirements.yaml", "*/templates/*"),
        "Helm",
        "Give {service} a release of its own chart, outside the umbrella chart.",
        "`helm list` shows a release of {service} whose revision moves alone.",
    ),
    Tool(
        ("helmfile*.yaml*", "*/helmfile*.yaml*", "helmfile.d/*", "*/helmfile.d/*"),
        "helmfile",
        "Apply {service} by a selector of its own, from its own pipeline.",
        "`helmfile --selector name={service} apply` runs in the pipeline of {service} alone.",
    ),
    Tool(
        ("*compose*.y*ml", "*stack*.y*ml"),
        "Compose",
        "Put {service} into a stack file of its own, with a tag of its own.",
        "`docker stack services` shows {service} updated while the others stay.",
    ),
    Tool(
        ("*kustomization.y*ml", "*argocd*", "*applications/*", "*apps/*.y*ml", "*flux*"),
        "GitOps",
        "Give {service} an application of its own, with its own path and image tag.",
        "{service} is synchronised while the applications of the others do not move.",
    ),
    Tool(
        ("*.tf", "*.tf.json", "*.nomad", "*.nomad.hcl"),
        "Terraform or Nomad",
        "Give {service} a module and a state, or a job, of its own.",
        "A plan for {service} shows no change of the others.",
    ),
)
_ANY = Tool(
    (),
    "the pipeline",
    "Give {service} a deployment of its own.",
    "{service} has been deployed while none of the others was.",
)


def tool_of(work: Work) -> Tool:
    """Return the tool that the unit's evidence is a file of."""
    unit = work.coupling.unit
    for seen in unit.seen if unit is not None else ():
        for tool in _TOOLS:
            if any(fnmatchcase(seen.path, glob) for glob in tool.files):
                return tool
    return _ANY


def take_apart(work: Work) -> Iterator[Task]:
    """Yield the steps to a deployment a service, those that no contract ties first."""
    tool = tool_of(work)
    services = sorted(work.others, key=lambda service: (service in work.tied, service))
    for service in services:
        text = tool.apart.format(service=service)
        yield Task("deploy alone", text, service, work.team_of[service])
    for service in services:
        text = f"Roll {service} back by itself once, while the others stay as they are."
        yield Task("roll back alone", text, service, work.team_of[service])
    name = work.coupling.name
    yield Task("retire", f"Take the step that deploys {joined(work.others)} out of {name}.")


def apart_when(work: Work) -> Iterator[str]:
    """Yield what shows that each service is deployed by itself."""
    tool = tool_of(work)
    for service in work.others:
        yield tool.check.format(service=service)
    yield f"One of {joined(work.others)} was rolled back, and the others kept running as they were."


def still_together(after: Plan, coupling: Coupling) -> str:
    """Say which of a unit's services one batch of *after*, the plan without it, holds, and why."""
    found = []
    for batch in after.batches:
        own = [service for service in coupling.services if service in batch.services]
        if len(own) > 1:
            found.append((own, batch))
    if not found:
        return ""
    own, batch = max(found, key=lambda one: (len(one[0]), -one[1].number))
    inside = after.condensation.of(batch.changes[0]).nodes
    names = {
        edge.coupling
        for edge in after.edges
        if edge.coupling and edge.source in inside and edge.target in inside
    }
    why = f" for {joined(sorted(names))}" if names else ""
    return f"Afterwards {joined(own)} still go together{why}."
