"""A class on a hub: links for nbgitpuller, and settings that JupyterHub takes. `make hub` measures."""

import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from jupyterhub.app import JupyterHub
from jupyterhub.auth import Authenticator, DummyAuthenticator
from jupyterhub.proxy import ConfigurableHTTPProxy
from jupyterhub.spawner import SimpleLocalProcessSpawner, Spawner
from traitlets.config.loader import PyFileConfigLoader

import build
import hub

SETTINGS = build.ROOT / "hub"


@pytest.mark.parametrize("repository", ["https://github.com/you/mlp.git", "https://git.org/a/mlp/"])
def test_a_link_fetches_the_course_and_opens_a_notebook_that_is_there(repository):
    links = hub.nbgitpuller_links("https://hub.school.org/", repository, "autumn/2026")
    assert list(links) == build.source_names()
    for name, link in links.items():
        assert link.startswith("https://hub.school.org/hub/user-redirect/git-pull?")
        asked = parse_qs(urlsplit(link).query)
        assert asked["repo"] == [repository] and asked["branch"] == ["autumn/2026"]
        assert asked["urlpath"] == [f"lab/tree/mlp/notebooks/{name}.ipynb"]


def test_every_setting_is_one_that_jupyterhub_has(monkeypatch):
    monkeypatch.setenv("CLASS_PASSWORD", "x")
    monkeypatch.setenv("CLASS_SERVICE_TOKEN", "y" * 32)
    config = PyFileConfigLoader("jupyterhub_config.py", path=str(SETTINGS)).load_config()
    known = (JupyterHub, ConfigurableHTTPProxy, Authenticator, DummyAuthenticator, Spawner)
    classes = {each.__name__: each for each in (*known, SimpleLocalProcessSpawner)}
    for name, section in config.items():
        assert set(section) <= set(classes[name].class_trait_names()), name
    assert config.JupyterHub.services[0]["api_token"] == "y" * 32


def test_the_class_must_have_a_password(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "CLASS_PASSWORD"}
    command = [sys.executable, "-m", "jupyterhub", "-f", str(SETTINGS / "jupyterhub_config.py")]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert ended.returncode != 0 and "CLASS_PASSWORD" in ended.stderr


def test_the_values_for_kubernetes_are_yaml():
    values = yaml.safe_load((SETTINGS / "z2jh-values.yaml").read_text())
    assert values["singleuser"]["memory"] == {"guarantee": "1G", "limit": "2G"}
    assert (build.NOTEBOOKS / "00_start_here.ipynb").exists()
    assert values["singleuser"]["defaultUrl"].endswith("notebooks/00_start_here.ipynb")


def test_the_script_for_one_machine_is_a_script_and_asks_for_the_repository():
    script = SETTINGS / "tljh.sh"
    assert subprocess.run(["bash", "-n", script]).returncode == 0
    environment = {name: value for name, value in os.environ.items() if name != "REPOSITORY"}
    asked = subprocess.run(["bash", script], env=environment, capture_output=True, text=True)
    assert asked.returncode != 0 and "Name the repository" in asked.stderr
