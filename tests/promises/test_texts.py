"""Any printable text, in any field: a problem at its line from `check`, or a site, also where its address is known.

The suite takes a share; `pytest tests/promises/test_texts.py --thorough` puts each text into each field.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pipeline import build, read
from microsite.source.yamlfile import find_forbidden
from tests.project import ENGINE
from tests.promises.test_safety import Field, Target

URL = "https://name.example/story"
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
    **{
        f"content/{code}/{name}.md": "---\ntitle: List\ndescription: Of what there is.\n---\n"
        for code in ("en", "zh")
        for name in ("exhibits", "policies")
    },
}


def mixed(chance: random.Random) -> str:
    """Return what nobody would write: characters of all planes, as one finds them."""
    found = ""
    while len(found) < chance.randrange(1, 30):
        character = chr(int(chance.choice([0x80, 0x250, 0x3000, 0x10000, 0x20000]) * chance.random()) + 0x20)
        found += "" if find_forbidden(character) else character
    return found


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "story"
    shutil.copytree(ENGINE / "tests/sites/orchard", root, ignore=shutil.ignore_patterns("expected"))
    for name, text in MORE.items():
        (root / name).write_text(text, "utf-8")
    for code, words in (("en", "more"), ("zh", "更多")):
        with (root / f"content/{code}/chapters/1-harvest.md").open("a", encoding="utf-8") as file:
            file.write(f"\n\n{{claim:more|{words}}}\n")
    target = Target(root)
    target.write({})
    read(root, url=URL)
    return target


def settled(target: Target, texts: dict[Field, str]) -> dict[Field, str]:
    """Put texts into fields one after the other; return those that a check takes, all of which stand there now."""
    kept: dict[Field, str] = {}
    for field, text in texts.items():
        before = field.path.read_bytes()
        target.write(
            {other: said for other, said in {**kept, field: text}.items() if other.path == field.path}, only=field.path
        )
        try:
            read(target.root, url=URL)
            kept[field] = text
        except BuildError as error:
            assert all(problem.line and problem.message for problem in error.problems), (
                field.location,
                text,
                str(error),
            )
            field.path.write_bytes(before)
    return kept


@pytest.mark.usefixtures("pngs_as_dots")
def test_what_a_check_takes_makes_a_site(
    target: Target, tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    taken = 0
    rounds = len(TEXTS) if thorough else 1
    for turn in range(rounds):
        texts = {}
        for number, field in enumerate(target.fields if thorough else target.fields[::3]):
            texts[field] = (
                TEXTS[(turn + number * 7) % len(TEXTS)] if number % 4 else mixed(random.Random(turn * 1000 + number))
            )
        kept = settled(target, texts)
        taken += len(kept)
        build(target.root, tmp_path / "site", url=URL)
    figure(f"{taken} of {rounds * len(texts)} texts in {len(texts)} fields were taken, and made a site")
    assert taken > rounds * len(texts) / 4


@pytest.mark.usefixtures("pngs_as_dots")
def test_what_a_check_takes_in_a_page_makes_a_site(target: Target, tmp_path: Path, *, thorough: bool) -> None:
    taken = []
    texts = [*TEXTS, *(mixed(random.Random(number)) for number in range(400))]
    for number, text in enumerate(texts if thorough else texts[:100:3]):
        for shape in SHAPES if thorough else [SHAPES[number % len(SHAPES)]]:
            target.write({}, shape.format(text))
            try:
                read(target.root, url=URL)
            except BuildError as error:
                assert all(problem.line and problem.message for problem in error.problems), (shape, text, str(error))
            else:
                taken.append(shape.format(text))
    target.write({}, "\n\n".join(taken))
    build(target.root, tmp_path / "site", url=URL)
    assert len(taken) > 15
