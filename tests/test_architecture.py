"""How modules hang together: one way, without cycles, and without a story in the engine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from microsite.quantities import SCALES
from tests.project import ENGINE

FOLDER = ENGINE / "microsite"
PATHS = sorted(FOLDER.rglob("*.py"))

# The flow of a build, load → derive → check → draw → render → verify → write, is known to build.py alone.
FLOW = (
    ("load",),
    ("derive",),
    ("check",),
    ("svg", "snapshots"),
    ("pages", "downloads", "assets"),
    ("verify",),
    ("write",),
)
FOR_BUILD_ALONE = ("pages", "downloads", "write", "explain", "diff", "revisions")  # no module imports them

# Text in the code stays out of the engine, but for what reads and writes numbers.
HAN = re.compile("[\u3400-\u9ffe]")  # U+9FFF ends ranges of characters
HAN_ALLOWED = {
    "numerals.py": None,  # its entry for Chinese
    "quantities.py": set("".join(SCALES)),
    "audit.py": set("零〇一二三四五六七八九十百千万亿两双半余多来"),
    "fonts.py": set("壹贰叁肆伍陆柒捌玖拾万亿家"),
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full names of the modules that one imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                submodule = FOLDER.parent.joinpath(*f"{node.module}.{alias.name}".split(".")).with_suffix(".py")
                yield f"{node.module}.{alias.name}" if submodule.is_file() else str(node.module)


GRAPH = {
    name_of(path): {
        name.removeprefix("microsite.") for name in imports_of(path) if name.startswith("microsite.")
    }
    for path in PATHS
}  # fmt: skip


def behind(module: str) -> set[str]:
    """Return all that a module imports, directly or through others."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = GRAPH[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_imports_have_no_cycle() -> None:
    TopologicalSorter(GRAPH).prepare()  # raises CycleError, which names the modules


@pytest.mark.parametrize("number", range(len(FLOW)))
def test_a_stage_imports_no_later_stage(number: int) -> None:
    later = {module for stage in FLOW[number + 1 :] for module in stage}
    for module in FLOW[number]:
        assert not behind(module) & later, module


@pytest.mark.parametrize("module", FOR_BUILD_ALONE)
def test_stages_are_called_by_the_build_alone(module: str) -> None:
    assert not [name for name, imported in GRAPH.items() if module in imported]


def test_writing_knows_nothing_of_the_rest() -> None:
    assert behind("write") == set()


def test_what_is_loaded_before_all_else_is_little() -> None:
    assert behind("stamp") == {"files", "manifest"}


def test_forms_of_chart_import_neither_each_other_nor_the_registry() -> None:
    forms = {name for name in GRAPH if name.startswith("charts.")} - {"charts.chart", "charts.house"}
    for form in forms:
        assert not GRAPH[form] & (forms | {"charts"}), form


@pytest.mark.parametrize(
    ("package", "owners"),
    [
        ("kaleido", {"svg.py"}),
        ("plotly", {"svg.py"}),
        ("yaml", {"yamlfile.py"}),
        ("jinja2", {"pages.py", "new.py"}),
        ("markdown", {"prose.py"}),
        ("babel", {"models.py", "wording.py"}),
        ("fontTools", {"fonts.py"}),
    ],
)
def test_a_package_has_its_owner(package: str, owners: set[str]) -> None:
    importers = {path.name for path in PATHS if any(name.split(".")[0] == package for name in imports_of(path))}
    assert importers <= owners


def test_the_engine_imports_neither_the_command_line_nor_the_tests() -> None:
    assert not any(name.split(".")[0] in ("build", "tests") for path in PATHS for name in imports_of(path))


def strings_of(path: Path) -> Iterator[str]:
    """Yield the strings that do something: not docstrings, which may give examples."""
    tree = ast.parse(path.read_text("utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.value


@pytest.mark.parametrize("path", [*PATHS, ENGINE / "build.py"], ids=lambda path: path.name)
def test_the_engine_holds_no_chinese_words(path: Path) -> None:
    allowed = HAN_ALLOWED.get(path.name, set())
    if allowed is not None:
        assert set(HAN.findall("".join(strings_of(path)))) <= allowed


@pytest.mark.parametrize("path", [*PATHS, ENGINE / "build.py"], ids=lambda path: path.name)
def test_the_engine_knows_no_story(path: Path) -> None:
    assert not re.search(r"beijing|chitec|zhongguancun", path.read_text("utf-8"), re.IGNORECASE)
