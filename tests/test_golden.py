"""Whole sites, compared byte for byte: a new case is a new folder in tests/sites/.

A case holds a project, and in `expected/` either the site that it builds to (without static/, which is the
engine's, what a page holds of it, and the hashes that change with it) or a `problems.txt`. Drawings are stood
in for by their texts, so that no browser is needed, and PNGs are left out.
`pytest tests/test_golden.py --update-golden` writes `expected/` anew; read what changed before committing it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build
from microsite.publish.manifest import MANIFEST
from microsite.publish.write import read_site

ENGINES = re.compile(rb"(<style>|<script(?! type=)[^>]*>).*?(?=</style>|</script>)| 'sha256-[^']*'", re.DOTALL)
CASES = sorted(path for path in (Path(__file__).parent / "sites").iterdir() if path.is_dir())


def built(case: Path, folder: Path) -> dict[str, bytes]:
    """Return the files of the case's site, or its problems as the one file problems.txt."""
    root = folder / "project"
    shutil.copytree(case, root, ignore=shutil.ignore_patterns("expected"))
    try:
        build(root, folder / "site")
    except BuildError as error:
        return {"problems.txt": f"{error}\n".encode()}
    return {
        name: ENGINES.sub(rb"\1", content) if name.endswith(".html") else content
        for name, content in read_site(folder / "site").items()
        if name != MANIFEST and name[:7] != "static/" and name[-4:] != ".png"
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_site(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    actual = built(case, tmp_path)
    expected = case / "expected"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(expected, ignore_errors=True)
        for name, content in actual.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(content)
    wanted = read_site(expected)
    assert sorted(actual) == sorted(wanted)
    for name, content in actual.items():
        assert content.decode("utf-8") == wanted[name].decode("utf-8"), name


def test_every_case_has_its_expectation() -> None:
    assert CASES
    assert all((case / "expected").is_dir() for case in CASES)
