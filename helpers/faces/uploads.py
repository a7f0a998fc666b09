"""Files that a reader hands over with an upload button, whichever ipywidgets is at work."""


def newest_file(value) -> tuple[str, bytes] | None:
    """Return the name and the bytes of the file uploaded last, or None if there is none.

    `value` is that of a `FileUpload`: in ipywidgets 8 a tuple of dictionaries, whose content is a
    memoryview; in ipywidgets 7, which Colab has, a dictionary by file name.
    """
    if not value:
        return None
    if isinstance(value, dict):
        name, file = list(value.items())[-1]
        return name, bytes(file["content"])
    return value[-1]["name"], bytes(value[-1]["content"])
