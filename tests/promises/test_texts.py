"""Any printable text, in any field: a problem at its line from `check`, or a site, also where its address is known.

The suite takes a share; `pytest tests/promises/test_texts.py --thorough` puts each text into each field.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.source.yamlfile import find_forbidden
from tests.project import ENGINE
from tests.promises.test_safety import Field, Target

URL = "https://name.example/story"
SHARES = 12  # of the rounds, when all are taken
TEXTS = [  # what is written in two ways, means something to a format, or looks like a number
    "It's Q&A", "“Q”'s \"x\"", "a  b", "a\u00a0b", "a \u00a0 b", "\u00a0a", " a ", "a\n",
    "a\nb\n\nc\n", "a\tb", "CO₂", "m² of H₂O", "①②", "part Ⅻ", "㎡㈱℃№", "½ of it", "&half;", "&amp;",
    "&#x27;", "&lt;b&gt;", "<b>x</b>", "a < b > c", "]]>", "-->", "{", "}", "{{0}}", "%d %s {0}",
    "\\", "\\n", "$x$ #y ~z ^w _v", "*a* _b_ **c**", "`a`", "a | b", "[x](page:method)",
    "https://x.example/?a=b&c=d#e", "=a()", "+a", "@a", "-a", "- a", "# a", "> a", "a: b",
    "e\u0301 \u00e9", "\u0301", "🍎👩\u200d🌾", "مرحبا", "שלום", "٣", "१२", "𝟏", "ﬁ ﬀ ſ ß İ ı ǆ",
    "ＡＢＣ（ｘ）", "a\u3000b", "a\u2009b\u202fc", "a\u200bb\u00adc", "a\u2002b", "x" * 300, "果" * 300,
    ".", "…", "。", "—", "'", '"', "’", "null", "no", "~", "TODO", "a,b;c/d", "one", "a third", "十分",
    "万", "2024", " {name:7-a}", " {name:C#7 & '8'}", " {name: 7  b }", " {name:½}", " {name:٣}",
    " {words:two}", " {date:2024}",
]  # fmt: skip
SHAPES = ["{}", "a {} b", "- {}\n- c", "`{}`", "## {}", "*{}* b", "> {}", "[{}](page:method)", "a\n{}\nb"]
MARKERS = ["{trees}", "{trees|full}", "{trees|label}", "{date:2024}", "{term:windfall}", "{term:windfall|seven fall}",
           "{claim:more|more}", "{name:**x** &amp;}", "{name:Row 7}", "{words:two}"]  # fmt: skip
MORE = {
    "content/exhibits.yaml": """\
press:
  name: {en: Press, zh: 榨汁机}
  maker: {en: The smith, zh: 铁匠}
  claim: {en: It presses., zh: 它能榨汁。}
  note: {en: It is old., zh: 它很旧。}
  paragraphs: [2]
  statistics: [trees]
  name_is: ours
""",
    "content/policies.yaml": """\
rule:
  name: {en: The rule, zh: 规矩}
  kind: reform
  summary: {en: Pick in autumn., zh: 秋天才摘。}
  note: {en: An old one., zh: 老规矩。}
  paragraphs: [3]
  name_is: established
""",
    "content/places.yaml": """\
mill:
  name: {en: The mill, zh: 磨坊}
  kind: facility
  summary: {en: It stands above., zh: 在上面。}
  paragraphs: [4]
""",
    "data/claims.yaml": "more: {holds: trees > trees@2023, note: {en: Both were counted., zh: 都清点过。}}\n",
    "templates/words.en.yaml": """\
grades: {official: the village's own, trade-media: a paper, weak: hearsay}
reasons: {idiom: a saying, name: a name}
policy_kinds: {reform: New rules}
place_kinds: {facility: Works}
""",
    "templates/words.zh.yaml": """\
grades: {official: 村里自己的, trade-media: 报纸, weak: 听说}
reasons: {idiom: 俗语, name: 名称}
policy_kinds: {reform: 新规矩}
place_kinds: {facility: 作坊}
""",
    **{
        f"content/{code}/{name}.md": "---\ntitle: List\ndescription: Of what there is.\n---\n"
        for code in ("en", "zh")
        for name in ("exhibits", "policies")
    },
}

SERIES = {  # of the orchard's own units and sources
    "data/statistics/press.yaml": """\
pressed:
  label: {en: Pressed, zh: 榨汁}
  definition: {en: What was pressed., zh: 榨了多少。}
  unit: tonnes
  subject: harvest
  series:
    weighed:
      label: {en: Weighed at the press, zh: 榨汁前过磅}
      source: county-paper
      counter: barn
      values: pressed.csv
      breaks: {2023: {en: Another balance., zh: 换了一台秤。}}
""",
    "data/statistics/pressed.csv": """\
period,value,bound,note,note.zh,label,label.zh,period_label,period_label.zh
2022,11,about,Wet.,潮。,Barn,仓,Autumn,秋天
2023,12,,Dry.,干。,,,,
2024,13,,,,Yard,院子,,
""",
}


def mixed(chance: random.Random) -> str:
    """Return what nobody would write: characters of all planes, as one finds them."""
    found = ""
    while len(found) < chance.randrange(1, 30):
        character = chr(int(chance.choice([0x80, 0x250, 0x3000, 0x10000, 0x20000]) * chance.random()) + 0x20)
        found += "" if find_forbidden(character) or character in "*_" else character  # a pair, of two texts
    return found


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "story"
    shutil.copytree(ENGINE / "tests/sites/orchard", root, ignore=shutil.ignore_patterns("expected"))
    for name, text in {**MORE, **SERIES}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for code, words in (("en", "more"), ("zh", "更多")):
        with (root / f"content/{code}/chapters/1-harvest.md").open("a", encoding="utf-8") as file:
            file.write(f"\n\n{{claim:more|{words}}}\n")
    target = Target(root)
    target.write({})
    read(root, url=URL)
    return target


def settled(target: Target, texts: dict[Field, str], kept: dict[Field, str]) -> dict[Field, str]:
    """Put texts into fields, beside those kept; return all that a check takes, which stand there now.

    All at once, and anew without those at whose lines there are problems. Where none is at such a line, as when two
    languages differ or a formula has lost what it is made of, each half by itself.
    """
    while True:
        lines = target.write({**kept, **texts})
        try:
            read(target.root, url=URL)
        except BuildError as error:
            for problem in error.problems:  # at its line, but for the table that a series no longer names
                assert problem.line or "is read by nobody" in problem.message, str(problem)
            refused = {field for problem in error.problems for field in lines.get((problem.path, problem.line), [])}
        else:
            return {**kept, **texts}
        if len(texts) == 1:
            target.write(kept)
            return kept
        if refused.isdisjoint(texts):
            half = dict(islice(texts.items(), len(texts) // 2))
            kept = settled(target, half, kept)
            texts = {field: text for field, text in texts.items() if field not in half}
        else:
            texts = {field: text for field, text in texts.items() if field not in refused}


def built(target: Target, texts: dict[Field, str], out: Path) -> dict[Field, str]:
    """Build without the texts that a check refuses; return the others, with which there is a site.

    What only shows when the pages are read back is refused at its line, too.
    """
    while True:
        texts = settled(target, texts, {})
        try:
            build(target.root, out, url=URL)
        except BuildError as error:
            lines = target.write(texts)
            refused = [lines.get((problem.path, problem.line), []) for problem in error.problems]
            assert all(refused), str(error)
            texts = {field: text for field, text in texts.items() if not any(field in fields for fields in refused)}
        else:
            return texts


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Share the rounds out, so that several processes can take part."""
    thorough = metafunc.config.getoption("--thorough")
    if "shapes" in metafunc.fixturenames:
        metafunc.parametrize("shapes", [[shape] for shape in SHAPES] if thorough else [SHAPES], ids=repr)
    if "turns" in metafunc.fixturenames:
        shares = [range(first, len(TEXTS), SHARES) for first in range(SHARES)] if thorough else [range(1)]
        metafunc.parametrize("turns", shares, ids=str)


def test_what_a_check_takes_makes_a_site(
    target: Target, turns: range, tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    fields = target.fields if thorough else target.fields[::3]
    taken = 0
    for turn in turns:
        texts = {
            field: TEXTS[(turn + number * 7) % len(TEXTS)] if number % 4 else mixed(random.Random(turn * 1000 + number))
            for number, field in enumerate(fields)
        }
        taken += len(built(target, texts, tmp_path / "site"))
    put = len(turns) * len(fields)
    figure(f"{taken} of {put} texts in {len(fields)} fields were taken, and made a site")
    assert taken > put / 4


def test_what_a_check_takes_of_markers_makes_a_site(
    target: Target, tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    """Each marker at the end of each text, in all languages at once."""
    for marker in MARKERS if thorough else MARKERS[:1]:
        texts = {}
        for field in target.fields:
            before = field.read(target.data[field.path])
            if field.location[-1] in ("en", "zh"):
                texts[field] = f" {marker}" if "{" in before else f"{before} {marker}"
        kept = settled(target, texts, {})
        target.write(kept)
        build(target.root, tmp_path / "site", url=URL)
        figure(f"{marker} in {len(kept)} of {len(texts)} texts")


def test_what_a_check_takes_in_a_page_makes_a_site(
    target: Target, shapes: list[str], tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    """Each text in a page of its own, every tenth in a chapter, all at once: then anew without those at fault."""
    texts = [*TEXTS, *(mixed(random.Random(number)) for number in range(400))]
    pages = {
        Path("chapters" if number % 10 == 0 else "", f"text-{number}.md"): shapes[number % len(shapes)].format(text)
        for number, text in enumerate(texts if thorough else texts[:100:3])
    }
    taken = target.settle_pages(pages, URL)
    build(target.root, tmp_path / "site", url=URL)
    figure(f"{len(taken)} of {len(pages)} texts in pages were taken, and made a site")
    assert len(taken) > len(pages) / 4
