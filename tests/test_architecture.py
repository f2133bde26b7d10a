"""How modules hang together: one way, without cycles, and without a story in the engine."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from microsite.quantities import SCALES
from tests.project import ENGINE

FOLDER = ENGINE / "microsite"
PATHS = sorted(FOLDER.rglob("*.py"))
CODE = [*PATHS, ENGINE / "build.py"]

# The pipeline: a folder imports only itself, the modules at the top of the package, and the folders before it.
FOLDERS = (
    "source",
    "facts",
    "language",
    "charts",
    "pictures",
    "checks",
    "downloads",
    "pages",
    "verify",
    "publish",
    "desk",
)

TABLES = {"RecordKind"}  # made in tables, a line each

# Text in the code stays out of the engine, but for what reads and writes numbers.
HAN = re.compile("[\u3400-\u9ffe]")  # U+9FFF ends ranges of characters
HAN_ALLOWED = {
    "numerals.py": None,  # its entry for Chinese
    "quantities.py": set("".join(SCALES)),
    "article.py": set("零〇一二三四五六七八九十百千万亿两双半"),
    "pages.py": set("一二三四五六七八九十"),  # lists as word processors number them
    "headings.py": set("壹贰叁肆伍陆柒捌玖拾万亿家"),
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts).removesuffix(".__init__")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return what a module is made of, itself first; parsed once, for many rules ask."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Return the full names of the modules that one imports, wherever in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                submodule = FOLDER.parent.joinpath(*f"{node.module}.{alias.name}".split(".")).with_suffix(".py")
                yield f"{node.module}.{alias.name}" if submodule.is_file() else str(node.module)


@cache
def graph() -> Mapping[str, set[str]]:
    """Return which of the package's modules each of them imports."""
    return {
        name_of(path): {name.removeprefix("microsite.") for name in imports_of(path) if name.startswith("microsite.")}
        for path in PATHS
    }


def behind(module: str) -> set[str]:
    """Return all that a module imports, directly or through others."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = graph()[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_imports_have_no_cycle() -> None:
    TopologicalSorter(graph()).prepare()  # raises CycleError, which names the modules


def folder_of(module: str) -> str:
    return module.partition(".")[0] if module.partition(".")[0] in FOLDERS else ""


def test_folders_are_those_of_the_pipeline() -> None:
    assert {path.name for path in FOLDER.iterdir() if (path / "__init__.py").exists()} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_those_before_it(folder: str) -> None:
    later = FOLDERS[FOLDERS.index(folder) + 1 :]
    arrows = {
        (name, imported)
        for name in graph()
        if folder_of(name) == folder
        for imported in graph()[name]
        if folder_of(imported) in later
    }
    assert not arrows


def test_the_pipeline_imports_all_but_the_desk_which_alone_imports_it() -> None:
    assert not [name for name in graph()["pipeline"] if folder_of(name) == "desk"]
    assert {folder_of(name) for name, imported in graph().items() if "pipeline" in imported} == {"desk"}


def test_what_stands_at_the_top_imports_no_folder() -> None:
    top = [name for name in graph() if not folder_of(name) and name != "pipeline"]
    assert len(top) < 8
    assert not {(name, imported) for name in top for imported in graph()[name] if folder_of(imported)}


def test_publishing_knows_nothing_of_the_rest() -> None:
    found = set().union(*(behind(name) for name in graph() if folder_of(name) == "publish"))
    assert {folder_of(name) or name for name in found} == {"errors", "files", "publish"}


def test_what_is_loaded_before_all_else_is_little() -> None:
    assert behind("publish.stamp") == {"files", "publish.manifest"}


def test_forms_of_chart_import_neither_each_other_nor_the_registry() -> None:
    forms = {name for name in graph() if name.startswith("charts.forms.")}
    for form in forms:
        assert not graph()[form] & (forms | {"charts.forms"}), form


@pytest.mark.parametrize(
    ("package", "owners"),
    [
        ("plotly", {"charts.py"}),
        ("PIL", {"palettes.py"}),
        ("resvg_py", {"rasters.py"}),
        ("yaml", {"yamlfile.py"}),
        ("jinja2", {"templates.py", "beginning.py"}),
        ("markdown", {"conversion.py"}),
        ("babel", {"beginning.py", "fields.py", "numerals.py", "wording.py"}),
        ("fontTools", {"subsets.py"}),
    ],
)
def test_a_package_has_its_owner(package: str, owners: set[str]) -> None:
    importers = {path.name for path in PATHS if any(name.split(".")[0] == package for name in imports_of(path))}
    assert importers <= owners


def test_the_door_is_a_few_lines() -> None:
    assert len((ENGINE / "build.py").read_text("utf-8").splitlines()) < 20
    assert behind("desk.command_line") == {"desk.terminal", "errors", "files"}


def test_the_engine_imports_neither_the_command_line_nor_the_tests() -> None:
    assert not any(name.split(".")[0] in ("build", "tests") for path in PATHS for name in imports_of(path))


def defined_in(path: Path) -> Iterator[str]:
    """Yield the names of the types that a module defines: its classes, and its aliases."""
    for node in ast.iter_child_nodes(nodes(path)[0]):
        if isinstance(node, ast.ClassDef):
            yield node.name
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        yield from (name.id for name in targets if isinstance(name, ast.Name) and re.match("_?[A-Z][a-z]", name.id))


def test_no_type_has_the_name_of_another() -> None:
    names = Counter(name for path in PATHS for name in defined_in(path))
    assert [name for name, count in names.items() if count > 1] == ["Options"]  # of a form of chart, by each of them


def test_what_is_made_of_much_is_made_by_name() -> None:
    calls = [(path, node) for path in PATHS for node in nodes(path) if isinstance(node, ast.Call)]
    made = ((path, ast.unparse(call.func).rpartition(".")[2]) for path, call in calls if len(call.args) > 5)
    assert not [(path, name) for path, name in made if name[:1].isupper() and name not in TABLES]


def strings_of(path: Path) -> Iterator[str]:
    """Yield the strings that do something: not docstrings, which may give examples."""
    statements = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.value


def test_the_engine_holds_no_chinese_words() -> None:
    for path in CODE:
        allowed = HAN_ALLOWED.get(path.name, set())
        if allowed is not None:
            assert set(HAN.findall("".join(strings_of(path)))) <= allowed, path


def test_the_engine_knows_no_story() -> None:
    story = re.compile("beijing|chitec|zhongguancun", re.IGNORECASE)
    assert [path for path in CODE if story.search(path.read_text("utf-8"))] == []


def test_no_pattern_has_a_possessive_group() -> None:
    """Python before 3.11.5 matches such wrongly where the group can itself go back (gh-106052)."""
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+(?!\?)")
    assert [(path, text) for path in PATHS for text in strings_of(path) if possessive.search(text)] == []
