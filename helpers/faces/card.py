"""The model card as it appears in the notebook."""

from IPython.display import display


def show(text: str) -> None:
    """Show a text in Markdown, and as it stands where Markdown is not shown."""
    display({"text/markdown": text, "text/plain": text}, raw=True)
