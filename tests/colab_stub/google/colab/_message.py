"""A stand-in for the private module through which a kernel asks Colab's page."""

import json
import os


def blocking_request(request_type, request="", timeout_sec=5, parent=None):
    """Return the notebook that the page shows, or None as where the page does not answer in time."""
    assert request_type == "get_ipynb"
    provenance = json.loads(os.environ.get("STUB_PROVENANCE", "null"))
    if provenance is None:
        return None
    return {"ipynb": {"cells": [], "metadata": {"colab": {"provenance": provenance}}}}
