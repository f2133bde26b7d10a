"""What all tests share: how hypothesis runs, and the option that writes golden sites anew."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The same examples on every run and machine, however slow.
settings.register_profile("project", deadline=None, derandomize=True, database=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/sites/*/expected/ anew")
