"""Settings for every test."""

import os

import hypothesis
import pytest

from helpers.pictures import use_style

# No test, and nothing that a test starts, reads or writes the progress of whoever runs it.
os.environ["MLP_COURSE_PROGRESS"] = "off"

# CI's machines are slow and shared: a deadline an example would only measure that.
hypothesis.settings.register_profile("course", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("course")


@pytest.fixture(autouse=True, scope="session")
def _style():
    use_style()


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "claims(*words): computes what these sentences of its room's notebook say"
    )
    config.addinivalue_line(
        "markers", "needs(variable): needs data that an environment variable names the folder of"
    )


def pytest_collection_modifyitems(config, items):
    """Leave out, and count as left out, what needs data that the repository does not hold."""
    without = [item for item in items if _misses_data(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


def _misses_data(item) -> bool:
    marker = item.get_closest_marker("needs")
    return marker is not None and marker.args[0] not in os.environ


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """In CI nothing is skipped silently: a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
        reporter.write_line("a test was skipped: in CI that counts as a failure", red=True)
