"""Find the browser that the tests drive, or install one; fail with a remedy, never skip."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


def find_browser() -> str | None:
    """Return the path of Chromium or Chrome on this machine, or None."""
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (place for place in PLACES if Path(place).exists())
    return next((found for found in (*on_path, *in_place) if found), None)


def install_browser() -> None:
    """Install Debian's Chromium where this user may; raise RuntimeError with the remedy if not."""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise RuntimeError(
            "The tests need Chromium or Chrome, and none was found. Install one: "
            "'sudo apt-get install chromium' on Debian, or https://www.google.com/chrome/."
        )
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "--quiet=2", *command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    if find_browser() is None:
        try:
            install_browser()
        except (RuntimeError, subprocess.CalledProcessError) as error:
            sys.exit(str(error))
    print(f"browser: {find_browser()}")
