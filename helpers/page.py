"""What an output brings to the page that shows it: names for eyes that do not see, and manners.

JupyterLab gives a picture no alternative text, and ipywidgets gives a slider's handle no name. A
few lines of script in our own outputs do. They run where the notebook is trusted. Elsewhere (on
GitHub, in a page that strips scripts) pictures and sentences stand as they are, and say all.
"""

import base64
import html
import re

NO_KERNEL = (
    "This picture stands still. To move it by its sliders, run this cell: they need a kernel."
)

# Gives the picture above the caption its alternative text; and, where it stands in for a moving
# one, the class by which it steps aside.
_NAME_PICTURE = """
(script => setTimeout(() => {
  const above = image => image.compareDocumentPosition(script) & Node.DOCUMENT_POSITION_FOLLOWING;
  const image = [...document.images].filter(above).at(-1), caption = script.parentElement;
  if (!image) return;
  image.alt = caption.querySelector(".figure-caption").textContent;
  if (caption.className) image.classList.add(caption.className);
}))(document.currentScript)"""

# Names the controls whenever they appear, has the sentence read out when it changes, and keeps the
# arrow keys for the sliders: to a notebook they mean 'next cell'.
NAME_CONTROLS = """
(name => {
  if (window.nameExplorables) return;
  window.nameExplorables = new MutationObserver(name);
  window.nameExplorables.observe(document.body, {childList: true, subtree: true});
  name();
})(() => {
  const set = (box, part, name, value) =>
    box.querySelectorAll(part).forEach(element => element.setAttribute(name, value));
  for (const box of document.querySelectorAll(".explorable, .guess")) {
    set(box, "[role=slider], .ui-slider-handle, [type=radio]", "data-lm-suppress-shortcuts", "true");
    // One group for the browser, too: its arrow keys choose.
    set(box, "[type=radio]", "name", [...box.classList].find(name => name.startsWith("live-")));
    for (const row of box.querySelectorAll(".widget-slider"))
      set(row, "[role=slider], .ui-slider-handle", "aria-label",
          row.querySelector(".widget-label").textContent);
    set(box, ".progress", "aria-label", "Progress");
    set(box, ".explorable-sentence", "aria-live", "polite");
  }
})"""


def css_name(text: str) -> str:
    """Return a text as a name that a page's style can use."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def caption(sentence: str, stand_in_for: str = "") -> str:
    """Return HTML for `sentence`, which is also the alternative text of the picture above it.

    If `stand_in_for` names a moving picture, both are hidden while that one is on the page.
    """
    line = figure_caption(sentence)
    if not stand_in_for:
        return f"<div>{line}<script>{_NAME_PICTURE}</script></div>"
    script = f"<script>{_NAME_PICTURE};{NAME_CONTROLS}</script>"
    return stand_in(stand_in_for, f"{line}<p><em>{NO_KERNEL}</em></p>", script)


def stand_in(name: str, content: str, script: str = "") -> str:
    """Return HTML for `content`, hidden while the widget of class `live-{name}` is on the page.

    So is the line 'model not found', which a saved notebook shows in its place without a kernel.
    """
    hidden = f"body:has(.live-{name}) .still-{name}"
    hidden += ", .jp-OutputArea-output.jupyter-widgets:not(:has(*))"
    style = f"<style>{hidden} {{ display: none }}</style>"
    return f'<div class="still-{name}">{content}{style}{script}</div>'


def widget_view(model_id: str, text: str) -> dict:
    """Return a widget as an output, whose `text` is one that nbval can compare.

    Where there are no widgets it shows nothing: what stands in for it says what to do.
    """
    view = {"model_id": model_id, "version_major": 2, "version_minor": 0}
    return {"application/vnd.jupyter.widget-view+json": view, "text/html": "", "text/plain": text}


def image(mime: str, data: bytes, size: dict[str, int], alt: str) -> str:
    """Return HTML for an encoded picture at a size in CSS pixels; `alt` is text."""
    return (
        f'<img alt="{html.escape(alt)}" src="data:{mime};base64,{base64.b64encode(data).decode()}" '
        f'width="{size["width"]}" height="{size["height"]}" decoding="sync" '
        'style="max-width: 100%; height: auto">'
    )


def figure_caption(sentence: str) -> str:
    """Return `sentence` (HTML) as it stands below every picture."""
    style = "max-width: 750px; margin: 0 0 1em"
    return f'<p class="figure-caption" style="{style}"><em>{sentence}</em></p>'
