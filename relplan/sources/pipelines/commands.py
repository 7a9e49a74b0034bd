"""Which commands deploy, and what they call that which they deploy: a row a tool."""

from relplan.sources.pipelines.cloud_tools import (
    aws,
    az,
    cf,
    gcloud,
    gh,
    heroku,
    nomad,
    nx,
    octopus,
    of_folder,
    pages,
    serverless,
    terraform,
)
from relplan.sources.pipelines.cluster_tools import (
    ansible,
    argocd,
    armory,
    compose,
    docker,
    helm,
    helmfile,
    kubectl,
    kustomize,
    skaffold,
    werf,
)
from relplan.sources.pipelines.options import Named, Options, Tool, plain_words
from relplan.sources.pipelines.shell import Command

_ENVIRONMENT_FLAGS = (
    "-n --namespace --context --kube-context -f --values --environment -e --stage --env -c"
    " --config --var-file -var-file --target --file --filename --kustomize -k --config-env"
).split()

_REAL = ("--dry-run=none", "--dry-run=false")


def deployed_by(command: Command) -> Named | None:
    """Return what a command deploys; None: it deploys nothing."""
    words = plain_words(command.words)
    if any(word.startswith("--dry-run") and word not in _REAL for word in words):
        return None
    tool = _TOOLS.get(words[0]) if words else None
    return tool(Options(words[1:]), command) if tool is not None else None


def told_by(command: Command) -> tuple[str, ...]:
    """Return the words of a command that may name an environment."""
    return tuple(Options(command.words).all(*_ENVIRONMENT_FLAGS))


_TOOLS: dict[str, Tool] = {
    "kubectl": kubectl, "oc": kubectl, "helm": helm, "helmfile": helmfile,
    "docker": docker, "docker-compose": compose, "podman-compose": compose, "aws": aws,
    "sam": of_folder("deploy"), "cdk": of_folder("deploy"), "sls": serverless,
    "serverless": serverless, "werf": werf, "ansible-playbook": ansible, "armory": armory,
    "gh": gh, "fly": of_folder("deploy"), "eb": of_folder("deploy"),
    "flyctl": of_folder("deploy"), "kapp": kubectl, "copilot": of_folder("svc", "deploy"),
    "railway": of_folder("up", "deploy"), "pulumi": of_folder("up"), "gcloud": gcloud,
    "az": az, "cf": cf, "heroku": heroku, "argocd": argocd, "terraform": terraform,
    "tofu": terraform, "terragrunt": terraform, "nomad": nomad, "octo": octopus,
    "octopus": octopus, "skaffold": skaffold, "kustomize": kustomize, "nx": nx,
    "wrangler": pages, "vercel": pages, "netlify": pages, "firebase": pages,
    "kamal": of_folder("deploy"),
}  # fmt: skip
