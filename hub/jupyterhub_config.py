"""A JupyterHub on one machine, for a class: `jupyterhub -f hub/jupyterhub_config.py`.

It is also what `make hub` measures. Whoever knows CLASS_PASSWORD may enter under any name: enough for
an afternoon in a closed network. For more, set an authenticator of your institution's instead.
"""

import os
import shutil
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parent.parent
HOMES = Path(os.environ.get("CLASS_HOMES", COURSE / "build" / "hub" / "homes"))
PORT = int(os.environ.get("CLASS_PORT", "8000"))
# What a learner edits is a copy; the package and the data are shared, and read only.
OWN, SHARED = ("notebooks",), ("helpers", "data")

c = get_config()  # noqa: F821  # JupyterHub puts it there
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{PORT + 1}"
c.JupyterHub.db_url = "sqlite://"  # nothing is remembered when the hub stops
c.JupyterHub.cookie_secret = os.urandom(32)
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{PORT + 2}"
c.ConfigurableHTTPProxy.command = os.environ.get("CLASS_PROXY", "configurable-http-proxy").split()

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["CLASS_PASSWORD"]
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"  # every server runs as the user who has started the hub
c.SimpleLocalProcessSpawner.home_dir_template = str(HOMES / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab/tree/notebooks/00_start_here.ipynb"
# Two kernels' worth: a notebook takes up to 1.1 GB. 30 minutes after the last move a kernel ends, and
# gives its memory back; the notebook stays as it is.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--MappingKernelManager.cull_interval=300",
    "--MappingKernelManager.cull_connected=True",
]
if os.getuid() == 0:  # in a container
    c.Spawner.args.append("--allow-root")
c.Spawner.http_timeout = 120
# One thread each: a class of thirty has less than one core per head.
c.Spawner.environment = {"OMP_NUM_THREADS": "1"}
c.JupyterHub.concurrent_spawn_limit = 10

# With this token, if it is set, `make hub` starts servers on behalf of learners.
if token := os.environ.get("CLASS_SERVICE_TOKEN"):
    c.JupyterHub.services = [{"name": "measure", "api_token": token}]
    c.JupyterHub.load_roles = [
        {
            "name": "measure",
            "scopes": ["admin:users", "admin:servers", "access:servers"],
            "services": ["measure"],
        }
    ]


def lay_out(spawner):
    """Put the course into a learner's folder, once; what the learner has changed stays."""
    home = HOMES / spawner.user.name
    home.mkdir(parents=True, exist_ok=True)
    for name in OWN:
        if not (home / name).exists():
            shutil.copytree(COURSE / name, home / name, ignore=shutil.ignore_patterns("sources"))
    for name in SHARED:
        if not (home / name).is_symlink():
            (home / name).symlink_to(COURSE / name)


c.Spawner.pre_spawn_hook = lay_out
