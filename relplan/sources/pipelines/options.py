"""The words of a command line, taken apart, and what a command deploys."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from relplan.sources.pipelines.facts import Chosen
from relplan.sources.pipelines.shell import Command

_WRAPPERS = frozenset(
    "sudo exec time nohup command env retry npx bunx pnpx dlx chronic stdbuf".split()
)
_VALUED = frozenset(
    "-n --namespace -f --file --filename -k --kustomize --context --kube-context --kubeconfig"
    " --set --set-string --set-file --values --version --timeout -c --compose-file -p"
    " --project-name --project-directory --env-file --profile --cluster --service --region"
    " --name --resource-group -g --app -a --config --project --image --platform --tag -t"
    " --task-definition --function-name --stack-name --template-file --template -s --stack"
    " --stage --application-name --environment-name --selector -l --environment -e --version-label"
    " --image-uri --desired-count --deployment-config-name --only --repo --chdir --source"
    " --server --auth-token --grpc-web-root-path --param --module -m --app-name --slot"
    " --dockerfile --account-id --process-type --projects --targets --target --releaseNumber"
    " --release-number --package --space --channel --container-name --host -H --type --patch"
    " --default-repo --build-artifacts --user --set-env-vars --max-instances --min-instances"
    " --memory --cpu --port --service-account --runtime --entry-point --parameter-overrides"
    " --skaffold-file --delivery-pipeline --images --capabilities --s3-bucket"
    " --project-name --tags -l --limit --dir --inventory --extra-vars --branch --ref"
    " --username --password --url --state-values-file".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a command deploys: names, and files or folders relative to where it runs."""

    names: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    in_deploy_job: bool = False
    """It also serves tests and developers: it deploys where its job is called a deployment."""
    whole: bool = True
    """All that its paths hold is deployed; else only what is named."""
    doubt: str = ""
    """What is not certain of it."""
    chosen: Chosen = ()
    """What of its files is meant; of ``values``, they are relative to where it runs, too."""


class Options:
    """The words of a command, taken apart; its first words are its verbs."""

    def __init__(self, words: Sequence[str], valued: frozenset[str] = _VALUED) -> None:
        """Take *words* after the program's name apart."""
        self.words: list[str] = []
        self.given: dict[str, list[str]] = {}
        ahead = iter(words)
        for word in ahead:
            if not word.startswith("-") or word == "-":
                self.words.append(word)
                continue
            name, equals, value = word.partition("=")
            if not equals:
                value = next(ahead, "") if name in valued else ""
            self.given.setdefault(name, []).append(value)

    def all(self, *names: str) -> list[str]:
        """Return the values of options, in their order."""
        return [value for name in names for value in self.given.get(name, ()) if value]

    def is_verb(self, *verbs: str) -> bool:
        """Tell whether the first words are *verbs*."""
        return tuple(self.words[: len(verbs)]) == verbs


def plain_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return a command's words without what only wraps it, such as ``sudo`` and ``timeout 5m``."""
    rest = list(words)
    while rest:
        first = rest[0].rpartition("/")[2] if rest[0].startswith("/") else rest[0]
        if first in _WRAPPERS or re.fullmatch(r"\w+=.*", first, re.DOTALL):
            rest.pop(0)
            while rest and first in _WRAPPERS and rest[0].startswith("-"):
                rest.pop(0)
        elif first == "timeout" and len(rest) > 2:
            rest = rest[2:]
        elif first in ("pnpm", "yarn", "npm", "bun") and rest[1:2] in (["exec"], ["dlx"]):
            rest = rest[3:] if rest[2:3] == ["--"] else rest[2:]
        elif first in ("poetry", "uv", "bundle", "pipenv") and rest[1:2] in (["run"], ["exec"]):
            rest = rest[2:]
        else:
            return (first, *rest[1:])
    return ()


Tool = Callable[[Options, Command], Named | None]
