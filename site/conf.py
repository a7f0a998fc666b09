"""Settings of the static site, for Sphinx; `make site` calls it (tools/make_site.py)."""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import build

REPOSITORY = os.environ.get("REPOSITORY", "")  # owner/name on GitHub, if it is known

project = "Multilayer perceptrons"
author = "the authors of the course"
release = build.project()["version"]
language = "en"
extensions = ["myst_nb"]
exclude_patterns = ["notebooks"]  # the originals, for download
root_doc = "index"

# The notebooks as they are: they were executed when they were built.
nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_ipywidgets_js = {}  # would come from a network
myst_enable_extensions = ["dollarmath", "amsmath"]
# What Jupyter reads as plain text is plain text here, too.
myst_disable_syntax = ["myst_block_break", "myst_line_comment", "myst_role", "myst_target"]
mathjax_path = "mathjax/tex-chtml-full.js"  # on pages with mathematics only
mathjax3_config = {"options": {"enableMenu": False}}

html_theme = "sphinx_book_theme"
html_title = project
html_favicon = "favicon.svg"
html_static_path = ["page.css", "page.js", "player.css", "player.js"]
html_css_files = ["page.css", "player.css"]
html_js_files = [("page.js", {"defer": "defer"})]
html_copy_source = False  # the page offers the notebook itself
html_theme_options = {
    "use_download_button": False,
    "home_page_in_toc": True,
    "show_toc_level": 2,
    "repository_url": f"https://github.com/{REPOSITORY}" if REPOSITORY else "",
    "use_repository_button": bool(REPOSITORY),
    "search_bar_text": "Search the course",
    "navbar_persistent": [],  # a second search button, alone in a bar of its own
    "primary_sidebar_end": [],  # a place for advertisements
}
html_context = {"default_mode": "auto"}  # dark where the reader's system is


def finish(app, pagename, templatename, context, doctree):
    """Load the player on pages that have something for it to move; name no column by nothing."""
    body = context.get("body", "")
    context["body"] = re.sub(r'<th class="head[^"]*"><p></p></th>', "<td></td>", body)
    if 'class="player"' in body:
        app.add_js_file("player.js", loading_method="defer", **{"data-scenes": "scenes"})


def setup(app):
    app.connect("html-page-context", finish)
