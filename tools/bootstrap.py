# @title Find the course, or fetch it where this notebook travels alone (Colab, Kaggle)
import html
import io
import json
import os
import re
import sys
import tempfile
import textwrap
import time
import zipfile
import zlib
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import urlopen

PUBLISHED = "@PUBLISHED@"  # asked where nobody says which repository this notebook comes from
SILENCE, PATIENCE = 10, 120  # seconds that a server may be silent, and that an archive may take
MAX_PACKED, MAX_UNPACKED = 50_000_000, 100_000_000  # bytes
YOURS = "your zip"


class Problem(Exception):
    def _render_traceback_(self):  # what IPython shows instead of a traceback
        return textwrap.wrap(str(self), 90, break_long_words=False, break_on_hyphens=False)


def is_course(folder):
    return (folder / "helpers" / "runtime.py").is_file()


def opened_from():
    """Return where Colab's server says that this kernel's notebook lies: an address or an id."""
    server = f"http://{os.environ['COLAB_JUPYTER_IP']}:{os.environ['KMP_TARGET_PORT']}"
    with urlopen(f"{server}/api/sessions", timeout=SILENCE) as reply:
        sessions = json.load(reply)
    ours = [one for one in sessions if any(one["kernel"]["id"] in word for word in sys.argv)]
    return [unquote(one["path"].removeprefix("fileId=")) for one in ours or sessions[:1]]


def copied_from():
    """Return what Colab's page says that this notebook was copied from, the latest first."""
    from google.colab import _message

    notebook = _message.blocking_request("get_ipynb", timeout_sec=30)["ipynb"]
    sources = notebook["metadata"]["colab"].get("provenance", [])
    sources = sorted(sources, key=lambda source: source.get("timestamp", 0), reverse=True)
    return [source["file_id"] for source in sources]


def archives(address):
    """Return {origin: address of its zip} for a repository, or for a page of it at a revision."""
    if re.fullmatch(r"https://\S+\.zip", address):
        return {address: address}
    page = re.sub(r"^https://|(/notebooks/[^/]+\.ipynb)?/?([?#].*)?$", "", unquote(address))
    place, _, revision = re.sub("/(blob|tree)/", " ", page, count=1).partition(" ")
    place, parts = place.removesuffix(".git"), (revision or "HEAD").split("/")
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[\w.-]+){2}", place):
        raise Problem(f"{address} is no address of a repository, like github.com/OWNER/NAME.")
    # a/b is a branch or, where a repository holds more than the course, folder b of branch a.
    revisions = ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]
    return {f"{place} at {one}": f"https://{place}/archive/{quote(one)}.zip" for one in revisions}


def download(address):
    """Return the bytes at an address, or None if there is nothing; within limits of size and time."""
    host, data, start = urlsplit(address).netloc, bytearray(), time.monotonic()
    try:
        with urlopen(address, timeout=SILENCE) as reply:
            if not reply.url.startswith("https://"):
                raise Problem(f"{host} led to {reply.url}, which is not encrypted.")
            while part := reply.read1():
                data += part
                if len(data) > MAX_PACKED:
                    raise Problem(f"{host} sent more than {MAX_PACKED / 1e6:g} MB.")
                if time.monotonic() - start > PATIENCE:
                    raise Problem(f"{host} sent only {len(data) / 1e6:.1f} MB in {PATIENCE} s.")
    except HTTPError as error:
        if error.code == 404:
            return None
        raise Problem(f"{host} answered {error.code}, {error.reason}.") from None
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise Problem(f"{host} could not be reached, {reason}: is there a network?") from None
    return bytes(data)


def choose(entries):
    """Return {path: entry} of what a notebook needs of a zip, and where its notebooks lie in it."""
    files = {PurePosixPath(entry.filename): entry for entry in entries if not entry.is_dir()}
    tops = [path.parents[1] for path in files if path.parts[-2:] == ("helpers", "runtime.py")]
    if not tops:
        raise Problem("there is no helpers/runtime.py in it")
    top = min(tops, key=lambda folder: len(folder.parts))
    inside = {path.relative_to(top): path for path in files if top in path.parents}
    notebooks = [path for path in inside if re.fullmatch(r"notebooks/\d[^/]+\.ipynb", str(path))]
    needed = {path: files[inside[path]] for path in inside if path.parts[0] in ("helpers", "data")}
    for path, entry in needed.items():
        is_link = entry.external_attr >> 28 == 0o12
        if is_link or ".." in path.parts or re.search(r"[\\:]", str(path)):
            raise Problem(f"{path} may lead out of it")
    if sum(entry.file_size for entry in needed.values()) > MAX_UNPACKED:
        raise Problem(f"it would unpack to more than {MAX_UNPACKED / 1e6:g} MB")
    return needed, sorted("/".join(inside[path].parts[1:]) for path in notebooks)


def unpack(archive, origin, course):
    """Put what a notebook needs of a zip into the folder `course`: all of it, or nothing."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(archive)) as opened,
            tempfile.TemporaryDirectory(dir=course.parent, prefix=".mlp-course-") as folder,
        ):
            files, notebooks = choose(opened.infolist())
            new = Path(folder, "new")
            for path, entry in files.items():
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(opened.read(entry))
            (new / "origin.txt").write_text("\n".join([origin, *notebooks]), "utf-8")
            if course.exists():
                course.rename(Path(folder, "old"))
            new.rename(course)
    except (Problem, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise Problem(f"The course from {origin} cannot be used: {error}.") from None


def origin_of(course):
    """Return where a fetched course comes from, and its notebooks; "" and [] for the reader's own."""
    note = course / "origin.txt"
    origin, *notebooks = note.read_text("utf-8").split("\n") if note.is_file() else [""]
    return origin, notebooks


def take(address, course):
    """Fetch the course from an address, unless the one that is here comes from there."""
    found = archives(address.strip())
    if origin_of(course)[0] in found:
        return
    for origin, archive in found.items():
        if (data := download(archive)) is not None:
            return unpack(data, origin, course)
    raise Problem(f"There is no {next(iter(found))}, or it is private.")


def fetch(course):
    """Fetch the course from where this notebook comes from, unless it is here; else ask for it."""
    before, _ = origin_of(course)
    if is_course(course) and before in ("", YOURS):
        return  # the reader has put it there
    if not is_course(course) and course.exists() and any(course.iterdir()):
        raise Problem(
            f"{course} is there but is not the course: rename it, and run this cell again."
        )
    colab = (opened_from, copied_from) if "COLAB_JUPYTER_IP" in os.environ else ()
    problems = []
    for tell in (*colab, lambda: [PUBLISHED]):
        try:
            addresses = [address for address in tell() if address.startswith("https://")]
        except Exception as error:  # nobody promises how these services of Colab's answer
            problems.append(f"Colab did not say where this notebook comes from: {error!r}.")
            continue
        for address in addresses:
            try:
                take(address, course)
                return print(*problems) if problems else None
            except Problem as problem:
                problems.append(str(problem))
    if not is_course(course):
        ask(course, problems)
    print(*problems, f"What was fetched before, from {before}, stays in use.")


def ask(course, problems):
    """Show a field for an address and a button for a zip, and stop the notebook here."""
    import ipywidgets as widgets
    from IPython.display import display

    hint = "github.com/OWNER/NAME, then Enter"
    field = widgets.Text(description="Address", placeholder=hint, continuous_update=False)
    field.layout.width = "30em"
    button = widgets.FileUpload(description="Or a zip", accept=".zip")
    answer = widgets.HTML()

    def bring(change):
        answer.value = "One moment ..."
        try:
            if change["owner"] is field:
                take(change["new"], course)
            else:  # a dictionary in ipywidgets 7, a tuple in 8
                files = change["new"]
                *_, file = files.values() if isinstance(files, dict) else files
                unpack(bytes(file["content"]), YOURS, course)
            sys.path.insert(0, str(course))
            answer.value = "The course is here. Now run all cells again."
        except Problem as problem:
            answer.value = html.escape(str(problem))

    field.observe(bring, "value")
    button.observe(bring, "value")
    display(field, button, answer)
    why = " ".join(["The course, its folders helpers and data, is not here.", *problems])
    raise Problem(
        f"{why} Give the address of its repository or a zip of it, then run all cells again."
    )


def announce(course):
    """Say where a fetched course comes from, and link its notebooks: on Colab they cannot."""
    from IPython.display import display

    origin, notebooks = origin_of(course)
    place, _, revision = origin.partition(" at ")
    said = f"The course comes from {origin}."
    page = html.escape(said)
    if place.startswith("github.com/"):
        colab = f"https://colab.research.google.com/{place.replace('.com', '')}/blob/{revision}/"
        links = [(quote(colab + path, safe="/:"), Path(path).stem) for path in notebooks]
        page += "<br>On Colab: " + ", ".join(f'<a href="{to}">{name}</a>' for to, name in links)
    display({"text/plain": said, "text/html": page}, raw=True)


spec = find_spec("helpers")  # somebody else's may have this name, too
places = [Path(place).parent for place in (spec and spec.submodule_search_locations) or []]
here = Path.cwd().resolve()
course = next(filter(is_course, [*places, here, *here.parents]), None)
if course is None:
    course = here / "mlp-course"
    fetch(course)
if course not in places:
    sys.path.insert(0, str(course))
if (course / "origin.txt").is_file():
    announce(course)
