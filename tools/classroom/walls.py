"""Walls around a student's code: limits of time, memory and files, no network, the course out of reach.

They stand in a process of its own, on Linux in namespaces of its own, too: no network at all, every
file read-only but a small empty folder, and empty folders where the course lies; and a filter of system
calls refuses new processes. Where the system allows none of these (macOS, some containers) the rest
holds: limits (of memory on Linux only), and an audit hook that refuses files, sockets and processes to
Python code. The hook is no wall for machine code; `ctypes` is refused.
"""

import contextlib
import ctypes
import errno
import math
import os
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

GIB = 2**30
MEMORY = 2 * GIB  # that an answer may take beyond what the course itself takes
FILES = 64 * 2**20  # bytes that it may write
_NEW_USER, _NEW_MOUNTS, _NEW_NETWORK = 0x10000000, 0x00020000, 0x40000000
_MOUNT_SETATTR, _AT_FDCWD, _RECURSIVE = 442, -100, 0x8000
_NO_PROGRAMS = 2 | 4 | 8  # no set-user-id, no devices, nothing to execute
# A machine's own number, and those of the calls that it shall refuse: to make a process or a thread, or
# to replace it (clone, fork, vfork, execve, execveat, clone3), and to signal or change another one (kill,
# tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal, pidfd_getfd, ptrace,
# process_vm_readv, process_vm_writev).
_CALLS = {
    "x86_64": (
        *(0xC000003E, 56, 57, 58, 59, 322, 435),
        *(62, 200, 234, 129, 297, 424, 438, 101, 310, 311),
    ),
    "aarch64": (  # which has no fork and vfork
        *(0xC00000B7, 220, 221, 281, 435),
        *(129, 130, 131, 138, 240, 424, 438, 117, 270, 271),
    ),
}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
# What no answer needs, by the names of Python's audit events.
_REFUSED = (
    *("socket.", "subprocess.", "ctypes.", "gc.get_", "sys._current_", "os.system", "os.exec"),
    *(
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.kill",
        "pty.",
        "signal.",
        "os.chroot",
        "resource.",
    ),
    *(
        "sys.settrace",
        "sys.setprofile",
        "code.__new__",
        "webbrowser.",
        "urllib.",
        "http.",
        "ftplib.",
    ),
)
_WRITING = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
)
_WRITING += ("os.chmod", "os.chown", "os.utime", "shutil.rmtree", "shutil.move")


class Refused(PermissionError):
    """An answer asked for what is out of its reach."""


def confine(folder: Path, hidden: Sequence[Path], seconds: float) -> bool:
    """Shut this process in; say whether the system helped with namespaces and a filter.

    Only below `folder`, which is empty, may files be written; `hidden` folders look empty.
    """
    os.environ.clear()
    os.environ.update({"HOME": str(folder), "TMPDIR": str(folder), "MPLBACKEND": "Agg"})
    has_walls = _enter_namespaces(folder, hidden)
    os.chdir(folder)
    _limit(seconds)
    has_walls &= _refuse_processes()
    sys.addaudithook(_hook(folder, hidden))
    return has_walls


def _limit(seconds: float) -> None:
    pages = Path("/proc/self/statm")  # Linux: what this process has taken already
    own = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
    wanted = {
        resource.RLIMIT_FSIZE: FILES,
        resource.RLIMIT_NPROC: 0,  # no new process, no thread; root is exempt
        resource.RLIMIT_CORE: 0,
        **({resource.RLIMIT_AS: own + MEMORY} if own else {}),
    }
    for kind, value in wanted.items():
        _set_limit(kind, value, value)
    computing = math.ceil(seconds)
    _set_limit(resource.RLIMIT_CPU, computing, computing + 1)  # SIGXCPU, and if ignored SIGKILL


def _set_limit(kind: int, soft: int, hard: int) -> None:
    highest = resource.getrlimit(kind)[1]
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(kind, (soft, hard))


def _enter_namespaces(folder: Path, hidden: Sequence[Path]) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_USER | _NEW_MOUNTS | _NEW_NETWORK):
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    except OSError:
        return False
    read_only = (ctypes.c_uint64 * 4)(1, 0, 0, 0)
    failed = libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, b"/", _RECURSIVE, read_only, 32)
    for place in (*hidden, folder):
        size = FILES if place == folder else 4096
        place, options = str(place).encode(), f"size={size}".encode()
        failed |= libc.mount(b"none", place, b"tmpfs", _NO_PROGRAMS, options)
    return not (failed or libc.unshare(_NEW_USER))  # a second one: the mounts cannot be undone


def _refuse_processes() -> bool:
    """Let the system refuse new processes, and any way to others, to root, too; say whether it does."""
    machine, *numbers = _CALLS.get(os.uname().machine, (0,))
    if not sys.platform.startswith("linux") or not machine or sys.maxsize < 2**32:
        return False
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, refuse = (give, 0, 0, 0x7FFF0000), (give, 0, 0, 0x00050000 | errno.EPERM)
    steps = [(load, 0, 0, 4), (equal, 1, 0, machine), refuse, (load, 0, 0, 0)]
    for test, number in ((at_least, 0x40000000), *((equal, number) for number in numbers)):
        steps += [(test, 0, 1, number), refuse]  # from 2**30 on: the same calls by other numbers
    steps.append(allow)
    packed = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(steps), ctypes.addressof(packed))
    )
    libc = ctypes.CDLL(None, use_errno=True)
    failed = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return not (failed or libc.prctl(_SECCOMP, _FILTER, program, 0, 0))


def _hook(folder: Path, hidden: Sequence[Path]) -> Callable:
    own, closed = os.path.realpath(folder), [os.path.realpath(place) for place in hidden]
    real, encode, write_flags = os.path.realpath, os.fsdecode, os.O_WRONLY | os.O_RDWR | os.O_CREAT

    def is_below(path: str, places: Sequence[str]) -> bool:
        return any(path == place or path.startswith(f"{place}{os.sep}") for place in places)

    def place_of(path: object) -> str:
        return "" if isinstance(path, int) else real(encode(path))

    def refuse(event: str, arguments: tuple) -> None:
        if event.startswith(_REFUSED):
            raise Refused(f"no answer needs {event}")
        if event == "open" and not isinstance(arguments[0], int):
            path, flags = place_of(arguments[0]), arguments[2]
            is_written = isinstance(flags, int) and flags & write_flags
            if is_below(path, closed) or (is_written and not is_below(path, [own, os.devnull])):
                raise Refused(f"no answer needs {os.path.basename(path)}")
        elif event in _WRITING and not is_below(place_of(arguments[0]), [own]):
            raise Refused(f"no answer needs {event}")

    return refuse


def silence(but: int) -> None:
    """Send all output nowhere, and close every file but one descriptor."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    highest = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 4096)
    with contextlib.suppress(OSError):
        os.closerange(3, but)
        os.closerange(but + 1, highest)
