"""Mutated files: each gives a site or located problems; never a traceback, a hang or half a site.

The suite takes a share; `pytest tests/promises/test_fuzz.py --thorough` tries two thousand, and every file of the real
project.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.publish.manifest import is_intact
from tests.project import ENGINE, FILES, HARVEST
from tests.promises import wide
from tests.promises.edits import edited
from tests.promises.test_texts import MORE, SERIES, URL

PATIENCE = 20  # seconds of a processor that one input may take
BATCH = 8  # inputs that are tried at once
FOLDERS = ("data", "content", "templates")
WHOLE = re.compile("is missing|is empty|holds comments only|is read by nobody|does not cite")  # of a file
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
    # of tables, words files, options, and markers with theirs
    ",", ",,,", ";", '""', '"a,b"', '"', "period,value\n", "value", "2024,", ",about,", "１２", "1.2.3", "1,5", "−5",
    "1e3",
    "{0}", "{0} {1}", "{1}", "{one: x, other: '{0}'}", "{other: x}", "{one: '{0}'}", "[a, b]", "{en: x}", "{zh: 果}",
    "{en: '', zh: ''}", "de", "zh", "(?i)x", "[a-z", "(a+)+$", "numbers: {}\n", "skip: x\n", "grades: {}\n",
    "{trees|printed}", "{trees|label}", "{trees|size}", "{trees|no}", "{orchards@2021}", "{orchards@2021|full}",
    "{term:windfall}", "{term:windfall|", "{claim:more}", "{date:2021/2024}", "{date:2024-H1}", "{words:half a}",
    "{big:orchards}", "{chart:in-dots}", "{xray:gazette}", "orchards@2021", "way", "2024-Q3", "2023/24", "0,0 1,1 1,0",
    "[^why]", "[^why]: x\n", "[x][y]", "\n[y]: https://x.example\n", "<https://x.example>", "<a@x.example>",
    "~~", "~~~\n",
    "1. ", "- [ ] x\n", "| --- |\n", "***", "##", "\n===\n", "\n---\n", "  \n", "\\\n", "\\*", "{#who}",
    "## x {#who}\n",
    "anchors: x\n", "sections_differ: x\n", "title: \n", "../index.html\n", "index.html\n", "zh/\n", "//x\n", "# x\n",
    "\u00ad", "\u200d", "\u200c", "\u2060", "\u2066x\u2069", "\u0301", "می\u200cخواهم", "\u3164", "\U000e0041",
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
        if way < 0.1 and (spans := [*re.finditer(r"\{[^{}\n]*\}|[^,\n]+", text)]):
            span, other = chance.choice(spans), chance.choice([*PIECES, chance.choice(spans)[0]])
            content = (text[: span.start()] + other + text[span.end() :]).encode()
        elif way < 0.3 and text:
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
    """Raise TimeoutError in what takes longer, by the processor's clock: others may be at work, too."""

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def inputs(root: Path) -> list[Path]:
    """Return the files of a project that an editor types."""
    found = [path for name in FOLDERS for path in sorted((root / name).rglob("*")) if path.is_file()]
    return [path for path in found if path.suffix in (".yaml", ".md", ".txt", ".csv")]


def stands(error: BuildError) -> bool:
    """Whether each problem says where it is, and something: the line, but for what is wrong with a file as a whole."""
    return all(
        problem.message.strip()
        and "Traceback" not in problem.message
        and not problem.path.is_absolute()
        and (problem.line or WHOLE.match(problem.message))
        for problem in error.problems
    ) and bool(error.problems)


class Fuzz:
    """A project whose files are changed, many at once, and what was found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = inputs(root)
        self.before = {path: path.read_bytes() for path in self.files}
        self.taken, self.faults = 0, list[str]()

    def put(self, changes: Mapping[Path, bytes | None]) -> None:
        """Have the project's files be as they were, but for changes; None removes one."""
        for path, content in {**self.before, **changes}.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)

    def tell(self, changes: Mapping[Path, bytes | None], error: Exception) -> None:
        said = str(error) if isinstance(error, BuildError) else repr(error)
        told = "; ".join(
            f"{path.relative_to(self.root)} {(content or b'')[:300]!r}" for path, content in changes.items()
        )
        self.faults.append(f"{said[:900]}\n    {told[:900]}")

    def settled(
        self, changes: Mapping[Path, bytes | None], kept: Mapping[Path, bytes | None]
    ) -> Mapping[Path, bytes | None]:
        """Return those changes that a check takes, with those kept: all at once, then anew without those at fault.

        Where no problem is in a changed file, each half by itself.
        """
        while changes:
            self.put({**kept, **changes})
            refused = set[Path]()
            try:
                with patience(PATIENCE):
                    read(self.root, url=URL)
            except BuildError as error:
                refused = {path for problem in error.problems if (path := self.root / problem.path) in changes}
                if not stands(error):
                    self.tell(changes if len(changes) == 1 else {path: changes[path] for path in refused}, error)
            except Exception as error:
                if len(changes) == 1:
                    self.tell(changes, error)
            else:
                return {**kept, **changes}
            if len(changes) == 1:
                break
            if not refused:
                half = dict(islice(changes.items(), len(changes) // 2))
                kept = self.settled(half, kept)
                refused = set(half)
            changes = {path: content for path, content in changes.items() if path not in refused}
        return kept

    def build(self, changes: Mapping[Path, bytes | None], out: Path) -> None:
        """Have a site made of the changes that a check takes: none of them may fail now."""
        kept = self.settled(changes, {})
        self.taken += len(kept)
        self.put(kept)
        try:
            with patience(3 * PATIENCE):
                build(self.root, out, url=URL)
        except Exception as error:
            self.tell(kept, error)
        assert is_intact(out)


def changed(path: Path, content: bytes, chance: random.Random) -> bytes | None:
    if chance.random() < 0.55:
        return edited(path, content, chance)
    return None if chance.random() < 0.04 else mutated(content, chance)


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    roots = [tmp_path / "orchard", tmp_path / "village"]
    shutil.copytree(ORCHARD, roots[0], ignore=shutil.ignore_patterns("expected"))
    drawn = {name: content.replace("name_is: ours", DRAWN) for name, content in MORE.items()}
    for root, files in zip(
        roots, ({**drawn, **SERIES, **wide.ORCHARD}, {**FILES, **drawn, **wide.VILLAGE}), strict=True
    ):
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, "utf-8")
    claim = roots[0] / "content/en/chapters/11-wide.md"
    assert "{claim:more|" in claim.read_text("utf-8")
    (roots[1] / "data/claims.yaml").unlink()
    return roots


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_mutated_files_give_a_site_or_problems(
    projects: list[Path], tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    count = 2000 if thorough else 32
    fuzzes = [Fuzz(root) for root in projects]
    chance = random.Random(0)
    done = 0
    while done < count:
        fuzz = fuzzes[chance.random() < 0.4]
        out = tmp_path / "sites" / fuzz.root.name
        if not out.exists():
            build(fuzz.root, out, url=URL)
        batch = chance.sample(fuzz.files, BATCH)
        fuzz.build({path: changed(path, fuzz.before[path], chance) for path in batch}, out)
        done += BATCH
    files, taken = sum(len(fuzz.files) for fuzz in fuzzes), sum(fuzz.taken for fuzz in fuzzes)
    faults = [fault for fuzz in fuzzes for fault in fuzz.faults]
    figure(f"{done} inputs from {files} files: {taken} in sites, {done - taken} refused, {len(faults)} faults")
    assert not faults, "\n\n".join(faults)
    assert taken > done / 3


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
def test_the_real_project_s_files_mutated(tmp_path: Path, figure: Callable[[str], None], *, thorough: bool) -> None:
    root = tmp_path / "project"
    for name in ("data", "content"):
        shutil.copytree(ENGINE / name, root / name)
    fuzz = Fuzz(root)
    files = fuzz.files * 2 if thorough else fuzz.files[:: len(fuzz.files) // 4]
    for first in range(0, len(files), BATCH):
        batch = files[first : first + BATCH]
        fuzz.settled({path: changed(path, fuzz.before[path], random.Random(first)) for path in batch}, {})
    figure(f"{len(fuzz.files)} files of the real project, {len(fuzz.faults)} faults")
    assert not fuzz.faults, "\n\n".join(fuzz.faults)


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
