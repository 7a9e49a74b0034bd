"""Actions of GitHub and tasks of Azure that deploy, by what they are handed."""

import itertools
import re
from collections.abc import Mapping
from typing import Any

from relplan.sources.deployments.statement import one_line, scalar
from relplan.sources.pipelines.facts import Deploy, Place, Step, Target
from relplan.sources.pipelines.files import Files, joined

_NAMES = frozenset(
    "app-name appname web-app-name webappname name service service-name servicename app"
    " application application-name applicationname application_name project projectname"
    " function-name functionname lambda-function-name release releasename release-name"
    " release_name container-app-name containerappname image images app_name heroku_app_name"
    " chartname chart-name environment_name argocd-app-name site-id static-site stack-name"
    " kubernetesresourcename deployment containers service_name imagetodeploy"
    " deployed_function function_name azure_app_name".split()
)
_PATHS = frozenset(
    "manifests manifest file files filename chart chartpath chart-path chart_path helm_chart"
    " working-directory workingdirectory directory path package source source-dir folder"
    " config config-file helmfile kustomizationpath compose-file stack_file_name docker_compose"
    " docker-compose-file template template-file metadata project-directory terraform-path"
    " app_location stack-file compose_file manifest-path publish-dir app-package code"
    " workdir working_directory helmfile-path local_path deployables".split()
)
_DEPLOYER = re.compile(r"(?<![a-z])(?:deploy|deployer|deployment|rollout)(?![a-z])|webapps-deploy")
_KNOWN = frozenset(
    """azure/container-apps-deploy-action
    azure/functions-action azure/static-web-apps-deploy
    aws-actions/aws-lambda-deploy appleboy/lambda-action akhileshns/heroku-deploy
    google-github-actions/deploy-appengine superfly/flyctl-actions
    bitovi/github-actions-deploy-docker
    helmfile/helmfile-action cloudflare/wrangler-action amondnet/vercel-action
    azure/aci-deploy azure/k8s-deploy""".split()
)
_NO_SERVICES = re.compile(r"pages|gh-pages|storybook|docs?(?![a-z])|notif|status|maven|npm|preview")
_TASKS = frozenset(
    "kubernetesmanifest helmdeploy azurewebapp azurermwebappdeployment azurefunctionapp"
    " azurecontainerapps azurewebappcontainer azurefunctionappcontainer kubernetes"
    " azurestaticwebapp octopusdeployrelease octopuscreaterelease".split()
)
_ONLY_IF = ("triggers", "paths", "changed-paths")
"""What names the paths without a change of which an action does nothing."""
_SCRIPTS = frozenset("azurecli bash powershell cmdline shellscript awsshellscript".split())
_REMOTE = re.compile(
    r"ssh-action|ssh-deploy|ssh-execute|ssh-remote|remote-ssh|ssh-run", re.IGNORECASE
)


def used(
    uses: str,
    given: Mapping[str, Any],
    place: Place,
    files: Files,
    guards: tuple[str, ...] = (),
    folder: str = ".",
) -> Step | Deploy | None:
    """Return what an action or a task does that deploys; None: nothing, as far as is known."""
    name = uses.partition("@")[0].lower()
    plain = {key.lower(): scalar(value) for key, value in given.items()}
    step = _script(name, plain, place, guards, folder)
    if step is not None or name in _SCRIPTS:
        return step
    last = name.rpartition("/")[2]
    if not (name in _KNOWN or name in _TASKS or _DEPLOYER.search(last)) or _NO_SERVICES.search(
        last
    ):
        return None
    if plain.get("action", plain.get("command", "deploy")) in _OTHER_VERBS:
        return None
    if name == "octopuscreaterelease" and not any(key.startswith("deployto") for key in plain):
        return None
    names = [one for key, value in plain.items() if key in _NAMES for one in _listed(value)]
    found = [one for key, value in plain.items() if key in _PATHS for one in _listed(value)]
    words = plain.get("arguments", "").split() if name == "kubernetes" else []
    found += [after for word, after in itertools.pairwise(words) if word in ("-f", "-k")]
    paths = [path for one in found if (path := joined(folder, one))]
    known = [path for path in paths if path in files.paths or files.is_folder(path)]
    only = [plain[key] for key in _ONLY_IF if plain.get(key, "$")[:1] != "$"]
    guards = (*guards, *(f"paths: {paths}" for paths in only))
    told = tuple(plain.get(key, "") for key in ("namespace", "environment", "values", "slot-name"))
    target = Target(tuple(names), tuple(known), place)
    return Deploy(target, guards, told) if names or known else None


def _script(
    name: str, plain: Mapping[str, str], place: Place, guards: tuple[str, ...], folder: str
) -> Step | None:
    """Return the commands that an action or a task runs, where it is one that runs commands."""
    script = plain.get("script") or plain.get("inlinescript") or plain.get("command") or ""
    work = joined(folder, plain.get("workingdirectory", "")) or folder
    text = ""
    if name == "docker/build-push-action":
        words = [f"-t {tag}" for tag in _listed(plain.get("tags", ""))]
        words += [f"-f {plain['file']}"] if plain.get("file") else []
        text = f"docker build {' '.join(words)} {plain.get('context', '.')}"
    if _REMOTE.search(name) and script:
        return Step(script, place.path, place.line, "", guards, (), remote=True)
    if name in _SCRIPTS:
        file = plain.get("filepath") or plain.get("scriptpath") or ""
        text = script or (f"bash {file} {plain.get('arguments', '')}" if file else "")
    elif name.endswith("kubectl-run"):
        verb = plain.get("kubectl_command", "")
        rest = " ".join(plain.get(key, "") for key in ("kubectl_args", "kubectl_apply_args"))
        text = f"kubectl {verb} {rest} -f {plain.get('resource_path', '')}"
    elif name.startswith("terraform") and plain.get("command") == "apply":
        text = "terraform apply"
    elif name in _PROGRAMS:
        return _arguments(name, plain, place, folder, guards)
    return Step(text, place.path, place.line, work, guards) if text else None


_PROGRAMS = {
    "helmfile/helmfile-action": "helmfile",
    "superfly/flyctl-actions": "flyctl",
    "cloudflare/wrangler-action": "wrangler",
}
_OTHER_VERBS = frozenset(
    "delete get describe reject promote bake createsecret scale package lint".split()
)


def _arguments(
    name: str, plain: Mapping[str, str], place: Place, folder: str, guards: tuple[str, ...]
) -> Step | None:
    """Return the command of an action that is a program, handed its arguments."""
    words = plain.get("helmfile-args") or plain.get("args") or plain.get("command", "")
    work = joined(folder, plain.get("workingdirectory", "")) or folder
    work = joined(folder, plain.get("helmfile-workdirectory", "")) or work
    text = f"{_PROGRAMS[name]} {words}"
    return Step(one_line(text), place.path, place.line, work, guards)


def _listed(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", text)[:50] if word]
