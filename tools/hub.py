"""A class on one JupyterHub: how much memory does a learner need, and how long do sliders take?

    make hub                        10 learners, each with a notebook of its own
    python tools/hub.py measure --learners 4 --notebook 01_neurons
    python tools/hub.py link --hub https://hub.school.org

`measure` starts the hub of hub/jupyterhub_config.py here, with its proxy (npm's configurable-http-proxy),
logs learners in, and has all of them run the same notebook at once, through the hub, as browsers do. Then
all move a slider at the same time: the latency is from the message that a slider sends until the
new picture is back. Memory is the sum over a learner's server and kernel of what would be free without
them (PSS: memory that several share counts once, in parts).

`link` prints, for each notebook, a link that fetches the course into a learner's folder on a
JupyterHub that has nbgitpuller, and opens the notebook there.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import nbformat
import requests
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

import build

PROXY = "configurable-http-proxy@5.3.0"
FOLDER = build.ROOT / "build" / "hub"
CONFIG = build.ROOT / "hub" / "jupyterhub_config.py"
NUM_MOVES = 30
PATIENCE = 600.0  # seconds for a notebook on a busy machine


def nbgitpuller_links(hub: str, repository: str, branch: str) -> dict[str, str]:
    """Return {notebook: link} for a hub at an https address, a repository and its branch."""
    folder = repository.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")
    links = {}
    for name in build.source_names():
        place = f"lab/tree/{folder}/notebooks/{name}.ipynb"
        query = urlencode({"repo": repository, "branch": branch, "urlpath": place})
        links[name] = f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{query}"
    return links


# --- The hub ---------------------------------------------------------------------------------------


def proxy_command() -> list[str]:
    """Return the command of the proxy, fetched by npm if it is not there yet."""
    script = FOLDER / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    if not script.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        fetch = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(FOLDER),
            PROXY,
        ]
        subprocess.run(fetch, check=True)
    return ["node", str(script)]


def free_ports() -> int:
    """Return the first of three neighboring ports that are free now."""
    for port in range(18000, 19000, 3):
        with contextlib.suppress(OSError), contextlib.ExitStack() as sockets:
            for offset in range(3):
                sockets.enter_context(socket.socket()).bind(("127.0.0.1", port + offset))
            return port
    raise RuntimeError("No three neighboring ports are free between 18000 and 19000.")


@contextlib.contextmanager
def running_hub() -> Iterator[tuple[str, dict[str, str]]]:
    """Start a hub; yield its address and the headers of a service that may do all. Stop it after."""
    port, token = free_ports(), secrets.token_hex(16)
    address, headers = f"http://127.0.0.1:{port}", {"Authorization": f"token {token}"}
    environment = os.environ | {
        "CLASS_PORT": str(port),
        "CLASS_PASSWORD": secrets.token_hex(16),
        "CLASS_SERVICE_TOKEN": token,
        "CLASS_PROXY": " ".join(proxy_command()),
        "CLASS_HOMES": str(FOLDER / f"homes-{port}"),
    }
    command = [sys.executable, "-m", "jupyterhub", "-f", str(CONFIG), "--log-level=WARN"]
    with (FOLDER / "hub.log").open("w") as log:
        hub = subprocess.Popen(command, cwd=FOLDER, env=environment, stdout=log, stderr=log)
    try:
        wait_until(
            lambda: requests.get(f"{address}/hub/api/", timeout=5).ok, "the hub answers", hub
        )
        yield address, headers
    finally:
        hub.terminate()
        hub.wait(60)


def wait_until(is_so, what: str, hub: subprocess.Popen | None = None, seconds: float = 120) -> None:
    """Wait until `is_so()`. Raises TimeoutError, or RuntimeError if the hub has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if hub and hub.poll() is not None:
            raise RuntimeError(f"The hub has ended; {FOLDER / 'hub.log'} says why.")
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            if is_so():
                return
        time.sleep(0.3)
    raise TimeoutError(f"{seconds:.0f} s have passed before {what}.")


# --- A learner ---------------------------------------------------------------------------------------


class Learner:
    """One who opens a notebook on the hub, runs it, and moves a slider."""

    def __init__(self, hub: str, headers: dict[str, str], name: str) -> None:
        self.hub, self.headers, self.name = hub, headers, name
        self.server = f"{hub}/user/{name}"
        self.socket: WebSocketClientConnection
        self.sliders: dict[str, dict] = {}  # comm id: state
        self.texts: set[str] = set()  # comm ids of what is HTML: pictures, sentences

    def start(self) -> None:
        """Start the learner's server, and a kernel."""
        user = f"{self.hub}/hub/api/users/{self.name}"
        requests.post(user, headers=self.headers, timeout=60).raise_for_status()
        requests.post(f"{user}/server", headers=self.headers, timeout=120).raise_for_status()

        def is_ready() -> bool:
            found = requests.get(user, headers=self.headers, timeout=30).json()
            return any(server["ready"] for server in found["servers"].values())

        wait_until(is_ready, f"the server of {self.name} is ready")
        wanted = {"path": "notebooks/x.ipynb", "name": "", "type": "notebook"}
        wanted["kernel"] = {"name": "python3"}
        session = requests.post(
            f"{self.server}/api/sessions", json=wanted, headers=self.headers, timeout=120
        )
        session.raise_for_status()
        self.kernel = session.json()["kernel"]["id"]

    async def connect(self) -> None:
        """Open the connection over which a browser would talk to the kernel."""
        address = f"{self.server}/api/kernels/{self.kernel}/channels".replace("http", "ws", 1)
        request = HTTPRequest(address, headers=self.headers, connect_timeout=60, request_timeout=60)
        self.socket = await websocket_connect(request, max_message_size=2**28)

    async def send(self, kind: str, content: dict) -> str:
        """Send a message of a kind on the shell channel; return its id."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": self.name, "session": self.name}
        header |= {"date": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))
        return number

    async def messages(self):
        """Yield what the kernel says, and note the widgets that it opens."""
        while True:
            raw = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            if raw is None:
                raise ConnectionError(f"The kernel of {self.name} has hung up.")
            message = json.loads(raw) if isinstance(raw, str) else binary(raw)
            content = message["content"]
            if message["header"]["msg_type"] == "comm_open":
                state = content["data"].get("state", {})
                if state.get("_model_name") in ("FloatSliderModel", "IntSliderModel"):
                    self.sliders[content["comm_id"]] = state
                if state.get("_model_name") == "HTMLModel":
                    self.texts.add(content["comm_id"])
            yield message

    async def run(self, cells: list[str]) -> float:
        """Run cells, one after the other; return the seconds. Raises RuntimeError for a failing one."""
        start = time.perf_counter()
        for code in cells:
            number = await self.send("execute_request", {"code": code, "store_history": True})
            async for message in self.messages():
                if message["parent_header"].get("msg_id") != number:
                    continue
                if message["header"]["msg_type"] == "execute_reply":
                    if message["content"]["status"] != "ok":
                        raise RuntimeError(f"{self.name}: {message['content'].get('evalue')}")
                    break
        return time.perf_counter() - start

    async def move(self, number: int) -> float:
        """Move the first slider by a step; return the ms until its new picture is here."""
        slider, state = next(iter(self.sliders.items()))
        value = state["min"] + state["step"] * (1 + number % 2)
        change = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        start = time.perf_counter()
        await self.send("comm_msg", {"comm_id": slider, "data": change})
        async for message in self.messages():
            content = message["content"]
            is_text = (
                message["header"]["msg_type"] == "comm_msg" and content["comm_id"] in self.texts
            )
            if is_text and "<img" in str(content["data"].get("state", {}).get("value", "")):
                return 1000 * (time.perf_counter() - start)
        raise AssertionError("messages() never ends")

    async def moves(self) -> list[float]:
        """Move the slider NUM_MOVES times, three times a second, as somebody does who looks."""
        found = []
        for number in range(NUM_MOVES):
            found.append(await self.move(number))
            await asyncio.sleep(0.3)
        return found

    def memory(self) -> float:
        """Return the MB that the learner's server and kernel take (PSS)."""
        owned = {pid for pid in processes() if f"/user/{self.name}/" in environ(pid)}
        return sum(pss(pid) for pid in owned)


def binary(raw: bytes) -> dict:
    """Return a message that came with buffers: a count, offsets, and the parts."""
    num_parts = int.from_bytes(raw[:4], "big")
    ends = [int.from_bytes(raw[4 * k : 4 * k + 4], "big") for k in range(1, num_parts + 1)]
    last = ends[1] if num_parts > 1 else len(raw)
    return json.loads(raw[ends[0] : last])


# --- Memory (Linux) ----------------------------------------------------------------------------------


def processes() -> list[int]:
    """Return the numbers of all processes."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def environ(pid: int) -> str:
    """Return the environment that a process was started with, or "" if it may not be seen."""
    try:
        return Path(f"/proc/{pid}/environ").read_text(errors="replace")
    except OSError:  # it has ended, or is another user's
        return ""


def pss(pid: int) -> float:
    """Return the MB of a process; what n processes share counts as one n-th."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6


# --- The measurement ---------------------------------------------------------------------------------


def cells_of(name: str) -> list[str]:
    """Return the code cells of a notebook that readers open."""
    notebook = nbformat.read(build.NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


async def measure(num_learners: int, name: str) -> dict[str, float]:
    """Have learners run a notebook at once and move sliders; return what that took."""
    with running_hub() as (hub, headers):
        learners = [Learner(hub, headers, f"learner{number}") for number in range(num_learners)]
        await asyncio.gather(*[asyncio.to_thread(learner.start) for learner in learners])
        for learner in learners:
            await learner.connect()
        cells = cells_of(name)
        seconds = await asyncio.gather(*[learner.run(cells) for learner in learners])
        memory = [learner.memory() for learner in learners]
        moves = await asyncio.gather(*[learner.moves() for learner in learners])
    latency = sorted(itertools.chain.from_iterable(moves))
    return {
        "learners": num_learners,
        "seconds to run all": max(seconds),
        "memory per learner (MB)": statistics.mean(memory),
        "slider (ms, median)": statistics.median(latency),
        "slider (ms, 95th percentile)": latency[int(0.95 * len(latency))],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True)
    measuring = what.add_parser("measure")
    measuring.add_argument("--learners", type=int, nargs="+", default=[1, 10])
    measuring.add_argument("--notebook", default="01_neurons", choices=build.source_names())
    linking = what.add_parser("link")
    linking.add_argument("--hub", required=True)
    linking.add_argument("--repository", required=True)
    linking.add_argument("--branch", default="main")
    given = parser.parse_args()
    if given.what == "link":
        for name, link in nbgitpuller_links(given.hub, given.repository, given.branch).items():
            print(f"{name}: {link}")
        return
    rows = [asyncio.run(measure(number, given.notebook)) for number in given.learners]
    print(f"| {' | '.join(rows[0])} |\n|{' --: |' * len(rows[0])}")
    for row in rows:
        print(f"| {' | '.join(f'{value:.0f}' for value in row.values())} |")


if __name__ == "__main__":
    main()
