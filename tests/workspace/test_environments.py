"""Environments and deployment files in relplan.toml."""

from pathlib import Path

import pytest

from relplan.model.errors import WorkspaceError
from relplan.workspace import load

BASE = '[workspace]\nname = "shop"\n[services.orders]\nrepo = "orders"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / "relplan.toml"
    file.write_text(BASE + text, "utf-8")
    return file


def test_production_is_always_known_and_its_table_is_the_services_own_way(tmp_path: Path) -> None:
    text = '[environments.production]\ndeployed = { orders = "v1" }\n[environments.qa]\n'
    loaded = load(written(tmp_path, text))
    assert [known.name for known in loaded.environments] == ["production", "qa"]
    assert loaded.roots[0].deployed == "v1"
    assert [known.name for known in load(written(tmp_path, "")).environments] == ["production"]


def test_files_name_an_environment_without_a_table(tmp_path: Path) -> None:
    text = '[[deployments]]\nrepo = "../ops"\nfiles = ["*.yaml"]\nenvironment = "eu"\n'
    loaded = load(written(tmp_path, text))
    assert [known.name for known in loaded.environments] == ["production", "eu"]
    (files,) = loaded.deployments
    assert (files.repository, files.environment) == (str(tmp_path.parent / "ops"), "eu")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[environments.qa]\ndeployd = {}\n", "unknown key 'deployd'; did you mean 'deployed'?"),
        ('[environments.qa]\ndeployed = { order = "v1" }\n', "did you mean 'orders'?"),
        ("[environments.qa]\ndeployed = { orders = 1 }\n", "must be a text in quotes; it is 1"),
        ('[[deployments]]\nrepo = "x"\n', "'files' is missing"),
        ('[[deployments]]\nrepo = "x"\nfiles = ["../a"]\n', "must stay inside the repository"),
        ('[[deployments]]\nrepo = "x"\nfiles = []\n', "files"),
        ('[deployments]\nrepo = "x"\n', "must be a list"),
    ],
)
def test_what_is_wrong_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        load(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
