"""Mutated files: each gives a site or located problems; never a traceback, a hang or half a site.

The suite takes a share; `pytest tests/promises/test_fuzz.py --thorough` tries two thousand, and every file of the real
project.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.publish.manifest import is_intact
from tests.project import ENGINE, FILES, HARVEST
from tests.promises.test_texts import MORE

PATIENCE = 20  # seconds that one input may take
ORCHARD = ENGINE / "tests/sites/orchard"
# What is in the way of parsers: of YAML, of front matter, of Markdown, of markers, formulas and numbers.
PIECES = [
    "{", "}", "{{", "{}", "{trees}", "{trees@2023}", "{trees|full}", "{trees|", "{term:windfall|", "{claim:x|y}",
    "{date:", "{date:0000}", "{date:9999-99-99}", "{chart:apples-by-year}", "{big:trees}", "{name:", "{words:}",
    "{:}", "{|}", "[", "]", "[[", "[x](page:", "[x](stat:trees)", "[x]: y", "](", "<", ">", "<b>", "&amp;", "&#0;",
    "&", "*", "**", "_", "`", "```", "---\n", "\n---\n", "...\n", "# ", "## ", "| a | b |\n|---|---|\n", "> " * 30,
    "- " * 30, "    ", "\t", "\n", "\n\n", "\r", "\r\n", "\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff",
    "\ufffe", "\u202e", "\u200b", "\ue000", "\U0001f34e", "é", "果", "：", "，", "“", "&a ", "*a", "!!", "!!int ",
    "!!binary ", "<<: ", "? ", ": ", ":", "- ", ", ", "'", '"', "|\n", ">-\n", "%", "@", "~", "null", "true", "0",
    "-0", "-1", "1/0", "9" * 400, "0." + "0" * 400 + "1", "1e999999999", "nan", "inf", "９", "一", "9.4 trillion", "万",
    "85万", "%", "2024", "0000", "9999-12-31", "2024-02-30", "2024/2023", "(" * 300, ")" * 300, "-" * 300, "trees",
    "trees * trees", "trees / (trees - trees)", "trees ** trees", "days(2024)", "days(0)", "rank(trees)",
    '"\\u0001"', '"x\\uE000"', '"\\e]0;x\\a"', '"\\uFFFE"', '"x\\n"', "it's", "CO₂", "½", "٣", "\u00a0", "\ufffd",
    "\U0001fffe", "&half;", "[" * 300, "[x](" * 300, "- " * 300, "> " * 300, "unit: nothing", "unit: rank", "https:x",
    "https://[", "#nothing", "[x](#y)", "mailto:", "main", "contents", "\n* * *\n",
    "".join(f"{'    ' * depth}- x\n" for depth in range(300)),
    "__import__('os')", "{trees} " * 50, "x" * 5000, "\\", "\\u0000", "$", "../", "/",
]  # fmt: skip
LINES: list[Callable[[list[str], random.Random], object]] = [
    lambda lines, chance: lines.pop(chance.randrange(len(lines))),
    lambda lines, chance: lines.insert(chance.randrange(len(lines)), lines[chance.randrange(len(lines))]),
    lambda lines, chance: lines.__setitem__(slice(chance.randrange(len(lines)), None), []),
    lambda lines, chance: lines.insert(
        chance.randrange(len(lines)), " " * chance.randrange(9) + chance.choice(PIECES) + "\n"
    ),
    lambda lines, chance: chance.shuffle(lines),
    lambda lines, chance: indent(lines, chance.randrange(len(lines)), chance.choice([-4, -2, -1, 1, 2, 4])),
]


DRAWN = "drawing: {form: pairs, of: [trees, trees@2023]}\n  name_is: ours"


def indent(lines: list[str], number: int, by: int) -> None:
    lines[number] = " " * by + lines[number] if by > 0 else re.sub(f"^ {{1,{-by}}}", "", lines[number])


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Change a file in one to four ways: its lines, its values, its characters, its bytes."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 4])):
        text = content.decode("utf-8", "replace")
        at = chance.randrange(len(text) + 1)
        way = chance.random()
        if way < 0.3 and text:
            lines = text.splitlines(keepends=True)
            chance.choice(LINES)(lines, chance)
            content = "".join(lines).encode()
        elif way < 0.6 and (values := [*re.finditer(r"(?<=: )[^\n{\[]+|(?<=[ {])[a-z_]+(?=: )", text)]):
            value = chance.choice(values)
            other = chance.choice(
                [*PIECES, chance.choice(values)[0], "", f"[{value[0]}]", f"{{en: {value[0]}}}", value[0] * 2]
            )
            content = (text[: value.start()] + other + text[value.end() :]).encode()
        elif way < 0.8:
            content = (text[:at] + chance.choice(PIECES) + text[at:]).encode()
        elif way < 0.9:
            content = (text[:at] + text[at + chance.choice([1, 1, 2, 5, 50]) :]).encode()
        elif content:
            raw = bytearray(content)
            for _ in range(chance.choice([1, 2, 8])):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
            content = bytes(raw)
    return content


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what takes longer."""

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def inputs(root: Path) -> list[Path]:
    """Return the data and content files of a project."""
    found = [path for name in ("data", "content") for path in sorted((root / name).rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix in (".yaml", ".md", ".txt")]


def stands(error: BuildError) -> bool:
    """Whether each problem says where it is, and something."""
    return all(
        problem.message.strip() and "Traceback" not in problem.message and not problem.path.is_absolute()
        for problem in error.problems
    ) and bool(error.problems)


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    roots = [tmp_path / "orchard", tmp_path / "village"]
    shutil.copytree(ORCHARD, roots[0], ignore=shutil.ignore_patterns("expected"))
    for name, content in FILES.items():
        (roots[1] / name).parent.mkdir(parents=True, exist_ok=True)
        (roots[1] / name).write_text(content, "utf-8")
    for root in roots:
        for name, content in {**MORE, "data/claims.yaml": ""}.items():
            if content:
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(content.replace("name_is: ours", DRAWN), "utf-8")
    return roots


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_mutated_files_give_a_site_or_problems(
    projects: list[Path], tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    files = [(root, path) for root in projects for path in inputs(root)]
    outs = {root: tmp_path / "sites" / root.name for root in projects}
    for root, out in outs.items():
        build(root, out)
    built, faults = 0, []
    count = 2000 if thorough else 80
    for number in range(count):
        chance = random.Random(number)
        root, path = files[number % len(files)]
        before = path.read_bytes()
        changed = mutated(before, chance)
        path.write_bytes(changed)
        if chance.random() < 0.02:
            path.unlink()
        try:
            with patience(PATIENCE):
                build(root, outs[root])
                built += 1
        except BuildError as error:
            if not stands(error):
                faults.append((number, path, changed, str(error)))
        except Exception as error:
            faults.append((number, path, changed, repr(error)))
        path.write_bytes(before)
        assert is_intact(outs[root]), number
    figure(f"{count} inputs from {len(files)} files: {built} sites, {count - built} refused, {len(faults)} faults")
    assert not faults, "\n".join(
        f"{number} {path.name}: {said[:600]}\n{text[:300]!r}" for number, path, text, said in faults
    )


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_the_real_project_s_files_mutated(tmp_path: Path, figure: Callable[[str], None], *, thorough: bool) -> None:
    root = tmp_path / "project"
    for name in ("data", "content"):
        shutil.copytree(ENGINE / name, root / name)
    files = inputs(root)
    faults = []
    for number, path in enumerate(files * 2 if thorough else files[:: len(files) // 4]):
        before = path.read_bytes()
        path.write_bytes(mutated(before, random.Random(number)))
        try:
            with patience(PATIENCE):
                read(root)
        except BuildError as error:
            if not stands(error):
                faults.append(f"{number} {path.name}: {error}")
        except Exception as error:
            faults.append(f"{number} {path.name}: {error!r}")
        path.write_bytes(before)
    figure(f"{len(files)} files of the real project, {len(faults)} faults")
    assert not faults, "\n".join(faults)


# Faults that were found in this way: what the file was changed to.
CHAPTER = "content/en/chapters/1-harvest.md"
FORMULA = "(trees - trees@2023) / trees@2023"
FOUND: list[tuple[str, Callable[[str], str]]] = [
    (HARVEST, lambda text: text.replace(FORMULA, f"{'(' * 5000}trees{')' * 5000}")),
    (HARVEST, lambda text: text.replace(FORMULA, "trees + " * 10**5 + "trees")),
    ("data/site.yaml", lambda text: text.replace("tag: zh-Hans", "tag: 'no tag'")),
    (CHAPTER, lambda text: f"{text}\n![x](https://host.example/pixel.gif)\n"),
    (CHAPTER, lambda text: text.replace("title: The harvest", f"title: {'[' * 10**6}")),
    ("data/units.yaml", lambda text: "- " * 10**5 + text),
    ("data/units.yaml", lambda text: text.replace("\ntrees:", "\nplants:", 1).replace("trees:", "plants:", 1)),
    ("data/units.yaml", lambda _: ""),
    (HARVEST, lambda text: text.replace("unit: trees", "unit: plants", 1)),
    ("content/charts/more-trees.yaml", lambda text: text.replace("en: More trees", 'en: "\\u0001 {trees}"')),
    (CHAPTER, lambda text: text + "\n" + "".join(f"{'    ' * depth}- x\n" for depth in range(300))),
    (CHAPTER, lambda text: f"{text}\n{'[' * 20000}\n"),
    ("data/speakers.yaml", lambda _: f"a: {'{a: ' * 300}"),
]


@pytest.mark.parametrize(("name", "change"), FOUND, ids=range(len(FOUND)))
def test_what_once_was_a_fault(projects: list[Path], tmp_path: Path, name: str, change: Callable[[str], str]) -> None:
    path = projects[1] / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    try:
        with patience(PATIENCE):
            build(projects[1], tmp_path / "site")
    except BuildError as error:
        assert stands(error)
