"""Whatever stands in a data or content file stays text: in every field that reaches a page, looked at in a browser.

And no file can crash a build, fill its memory, or lead it out of the project's folder.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Error, Page

from microsite.desk.command_line import main
from microsite.errors import BuildError
from microsite.pages.kinds import PAGES
from microsite.pipeline import build, read
from microsite.publish.write import write_site
from microsite.source.load import load_project
from microsite.source.yamlfile import LARGEST, Location, parse
from tests.conftest import needs_browser
from tests.project import ENGINE, FILES, write_project
from tests.promises.test_anywhere import hosted

# --- files that no build should follow, fill its memory with, or die of

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(number + 1)}: &{chr(number + 1)} [{', '.join([f'*{chr(number)}'] * 9)}]\n"
    for number in range(ord("a"), ord("j"))
)
ALIAS = "an alias (*) repeats a part of the file; write it out"
DEEP = "is nested more than 60 levels deep: check the brackets and hyphens"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, f"data/units.yaml:1:4: {ALIAS}"),
        ("a: &a [*a]\n", f"data/units.yaml:1:4: {ALIAS}"),
        ("a: &a {b: *a}\n", f"data/units.yaml:1:4: {ALIAS}"),
        ("a: &a {b: c}\nd: {<<: *a}\n", f"data/units.yaml:1:4: {ALIAS}"),
        ("a: " + "[" * 9000, f"data/units.yaml:1:1: {DEEP}"),
        ("a:\n" + "  {b:\n" * 10**4, f"data/units.yaml:62:1: {DEEP}"),
        ("- " * 4000 + "x\n", f"data/units.yaml:1:1: {DEEP}"),
        ("? " * 4000 + "x\n", f"data/units.yaml:1:1: {DEEP}"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(2000)), f"data/units.yaml:121:1: {DEEP}"),
        ("a: !!python/object/apply:os.system [ls]\n", "means nothing here; remove it"),
        ("a: " + "x" * LARGEST * 10**6, "data/units.yaml: is larger than 16 MB; split it into several files"),
    ],
    ids=["bomb", "loop", "loop of keys", "merge", "brackets", "braces", "hyphens", "keys", "steps", "object", "large"],
)  # fmt: skip
def test_a_file_made_to_do_harm_is_a_problem(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BuildError) as caught:
        load_project(write_project(tmp_path, {"data/units.yaml": text}), PAGES)
    assert any(said in str(problem) for problem in caught.value.problems)


def test_a_page_s_head_may_do_no_harm_either(tmp_path: Path) -> None:
    page = "---\ntitle: " + "[" * 9000 + "\n---\n"
    with pytest.raises(BuildError, match=r"content/en/method\.md:2:1: is nested more than"):
        load_project(write_project(tmp_path, {"content/en/method.md": page}), PAGES)


@pytest.mark.parametrize(
    ("size", "said"), [(20, "is larger than 16 MB"), (100, "has 100 MB, where a file may have 50")]
)
def test_a_text_of_100_mb_is_not_read(tmp_path: Path, size: int, said: str) -> None:
    root = write_project(tmp_path)
    with (root / "content/en/method.md").open("wb") as file:
        file.truncate(size * 10**6)
    with pytest.raises(BuildError, match=rf"content/en/method\.md: {said}"):
        load_project(root, PAGES)


@pytest.mark.parametrize("name", ["static/film.mp4", "static/root/film.mp4", "templates/base.html"])
def test_a_file_too_large_for_a_site_is_not_read_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Neither by a build nor by what asks whether there is anything to build."""
    root = write_project(tmp_path)
    assert main(["--root", str(root)]) == 0
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    with (root / name).open("wb") as file:
        file.truncate(10**12)
    assert main(["--root", str(root)]) == 1
    said = f"{name}: has 1000000 MB, where a file may have 50; keep it where it can be linked to\n"
    assert said in capsys.readouterr().err


def test_all_files_together_may_not_fill_the_memory(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "static").mkdir()
    for number in range(11):
        with (root / f"static/{number}.bin").open("wb") as file:
            file.truncate(49 * 10**6)
    with pytest.raises(BuildError, match=r"^static: and the others have 539 MB, where all may have 500$"):
        load_project(root, PAGES)


OUT = "is a link that leads out of the project; put here what it leads to"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
def test_no_link_leads_out_of_the_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path / "story")
    for folder in ("secret", "story-of-others"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "key.md").write_text("---\ntitle: Secret\n---\n")
    (root / "templates").mkdir()
    for name, target in {
        "content/en/secret.md": tmp_path / "secret/key.md",
        "content/en/relative.md": Path("../../../secret/key.md"),
        "content/zh/folder": tmp_path / "secret",
        "content/zh/neighbour.md": tmp_path / "story-of-others/key.md",  # whose name begins like the project's
        "content/zh/here.md": root / "content/zh/method.md",
        "data/nothing": Path("nowhere"),
        "data/loop": Path("loop"),
        "static": tmp_path / "secret",
        "templates/base.html": Path("/etc/passwd"),
    }.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "data/statistics/pipe.yaml")
    assert main(["check", "--root", str(root)]) == 1
    nothing = "is neither a file nor a folder, or leads to none; remove it"
    assert capsys.readouterr().err.splitlines() == [
        f"content/en/relative.md: {OUT}",
        f"content/en/secret.md: {OUT}",
        f"content/zh/folder: {OUT}",
        f"content/zh/neighbour.md: {OUT}",
        f"data/loop: {nothing}",
        f"data/nothing: {nothing}",
        f"data/statistics/pipe.yaml: {nothing}",
        f"static: {OUT}",
        f"templates/base.html: {OUT}",
        "9 problems; nothing was written",
    ]


def test_what_may_not_be_read_is_not_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_project(tmp_path, {"static/root/CNAME": "name.example\n"})
    monkeypatch.setattr(os, "access", lambda path, _: not str(path).endswith("root"))
    with pytest.raises(BuildError, match=r"^static/root: may not be read; change who may$"):
        load_project(root, PAGES)


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are bytes")
def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / os.fsdecode(b"content/en/\xff.md")).write_text("")
    with pytest.raises(BuildError, match=r"content/en/\\xff\.md: has a name that is not UTF-8; rename it"):
        load_project(root, PAGES)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("aux.md", "has a name that Windows keeps for itself"),
        ("LPT1.md", "has a name that Windows keeps for itself"),
        ("a:b.md", "has a name that Windows keeps for itself"),
        ("a\u200bb.md", "has signs in its name that nobody sees"),
        ("Method.md", "differs from '[mM]ethod.md' in its letters' case alone"),
    ],
)
def test_names_that_other_systems_refuse_are_refused_here(tmp_path: Path, name: str, said: str) -> None:
    root = write_project(tmp_path)
    (root / "content/en" / name).write_text("")
    with pytest.raises(BuildError, match=said):
        load_project(root, PAGES)


def test_a_folder_that_other_systems_take_for_another_is_refused_here(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "Content").mkdir()
    with pytest.raises(BuildError, match=r"differs from '[cC]ontent' in its letters' case alone"):
        load_project(root, PAGES)


@pytest.mark.parametrize("id_", ["../../up", "a/b", "/root", "..", ".hidden", "a\\b", "a b", "con:", "a%2fb", "A", "é"])
def test_no_id_is_a_path(tmp_path: Path, id_: str) -> None:
    """Ids and the names of charts and pages become paths below the site."""
    statistics = FILES["data/statistics/harvest.yaml"].replace("crop:", f"'{id_}':", 1)
    with pytest.raises(BuildError, match="is not an id"):
        load_project(write_project(tmp_path / "a", {"data/statistics/harvest.yaml": statistics}), PAGES)
    if "/" not in id_ and id_[0] != ".":  # what is hidden is not read
        with pytest.raises(BuildError, match="name"):
            read(write_project(tmp_path / "b", {f"content/charts/{id_}.yaml": FILES["content/charts/more-trees.yaml"]}))


@pytest.mark.parametrize("folder", ["..", "../up", "/up", "a/b", ".", "%2e%2e"])
def test_no_language_s_folder_leads_out_of_the_site(tmp_path: Path, folder: str) -> None:
    site = FILES["data/site.yaml"].replace("folder: zh", f"folder: '{folder}'")
    with pytest.raises(BuildError, match="is not the name of a folder"):
        load_project(write_project(tmp_path, {"data/site.yaml": site}), PAGES)


# --- attacks through every field

HOST = "https://evil.example"
ATTACKS = [  # none with digits or braces, which a text may not hold anyway
    "<script>attack()</script>",
    "<script data-attack src=https://evil.example/x.js></script>",
    "</script><script>attack()</script>",
    "<img data-attack src=x onerror=attack()>",
    "<img data-attack src=https://evil.example/pixel.gif>",
    "<svg data-attack onload=attack()></svg>",
    "<svg><script>attack()</script></svg>",
    "</title><script>attack()</script>",
    "</textarea><script>attack()</script>",
    "</style><script>attack()</script>",
    "</svg><img data-attack src=x onerror=attack()>",
    "</table></main></body><img data-attack src=x onerror=attack()>",
    "--><img data-attack src=x onerror=attack()><!--",
    "<!--><img data-attack src=x onerror=attack()>",
    "<![CDATA[><img data-attack src=x onerror=attack()>]]>",
    '" onmouseover="attack()" data-attack="',
    '" autofocus onfocus="attack()" tabindex="-',
    "' onmouseover='attack()' data-attack='",
    '"><img data-attack src=x onerror=attack()>',
    "'><img data-attack src=x onerror=attack()>",
    "`><img data-attack src=x onerror=attack()>",
    "javascript:attack()",
    "JaVaScRiPt:attack()",
    "java\tscript:attack()",
    "data:text/html,<script>attack()</script>",
    "vbscript:attack()",
    "//evil.example/x",
    "<iframe data-attack srcdoc='<script>parent.attack()</script>'></iframe>",
    "<iframe data-attack src=javascript:parent.attack()></iframe>",
    "<object data-attack data=https://evil.example></object>",
    "<base data-attack href=https://evil.example/>",
    "<meta data-attack http-equiv=refresh content=';url=https://evil.example/'>",
    "<link data-attack rel=stylesheet href=https://evil.example/x.css>",
    "<style data-attack>@import 'https://evil.example/x.css'</style>",
    "<form data-attack action=https://evil.example><button>x</button></form>",
    "<details data-attack open ontoggle=attack()>",
    "<a data-attack href=javascript:attack()>x</a>",
    "<math><mtext><table><mglyph><style><img data-attack src=x onerror=attack()>",
    "<noscript><p title='</noscript><img data-attack src=x onerror=attack()>'>",
    "&lt;img data-attack src=x onerror=attack()&gt;",
    "\u2028<script>attack()</script>",
    "*/attack();/*",
    "';attack();'",
    '";attack();"',
    "\\';attack();//",
    "</a><a data-attack href=javascript:attack()>x",
    "%Cscript%Eattack()%C/script%E",
    "&lpar;&lt;script&gt;attack()&lt;/script&gt;",
]
MARKDOWN = [
    "[x](javascript:attack())",
    "[x](JAVASCRIPT:attack())",
    "[x](java\tscript:attack())",
    "[x](\x01javascript:attack())",
    "[x]( javascript:attack())",
    "[x](<javascript:attack()>)",
    "[x](javascript&colon;attack())",
    "[x](&#106;avascript:attack())",
    "[x](data:text/html;base,attack)",
    "[x](vbscript:attack())",
    "[x](//evil.example)",
    "[x](file:///etc/passwd)",
    "[x](https://evil.example \"' onmouseover='attack()\")",
    '[x](https://evil.example" onmouseover="attack())',
    "![x](javascript:attack())",
    "![x](https://evil.example/pixel.gif)",
    '![x" onerror="attack()](x)',
    "<javascript:attack()>",
    "<data:text/html,attack>",
    "[x]: javascript:attack()\n\n[x]",
    "[x][y]\n\n[y]: <javascript:attack()>",
    "`<img data-attack src=x onerror=attack()>`",
    "    <img data-attack src=x onerror=attack()>",
    "```\n</code></pre><img data-attack src=x onerror=attack()>\n```",
    "> <img data-attack src=x onerror=attack()>",
    "# <img data-attack src=x onerror=attack()>",
    "| a |\n|---|\n| <img data-attack src=x onerror=attack()> |",
    "<div markdown='block' data-attack>\n\n<script>attack()</script>\n\n</div>",
    "[page](page:../../../etc/passwd)",
    "[page](page:method\"onmouseover=\"attack())",
    "[stat](stat:<script>attack()</script>)",
    "*[x]: <img data-attack src=x onerror=attack()>",
    "{: onmouseover='attack()' }",
]  # fmt: skip
HARM = """() => [
  ...(window.attacked ? ["ran"] : []),
  ...[...document.querySelectorAll("[data-attack], iframe, object")].map(e => e.outerHTML.slice(0, 90)),
  ...[...document.querySelectorAll(":not(link[rel=icon])")].flatMap(e => [...e.attributes] // the story's is inline
    .filter(a => /^on/i.test(a.name) || /^(href|src|action|xlink:href|srcset|data)$/.test(a.name)
      && /^(javascript|data|vbscript|file):/i.test(a.value.replace(/[\\x00-\\x20]/g, "")))
    .map(a => `${e.tagName} ${a.name}=${a.value}`)),
]"""


class Field:
    """A place in a data or content file where a text stands."""

    def __init__(self, path: Path, location: Location) -> None:
        self.path, self.location = path, location

    def read(self, data: Any) -> str:
        for part in self.location:
            data = data[part]
        return str(data)

    def put(self, data: Any, text: str) -> None:
        """Put a text there; markers stay, for the other language has them too."""
        for part in self.location[:-1]:
            data = data[part]
        before = data[self.location[-1]]
        data[self.location[-1]] = before + text if "{" in before else text


def leaves(data: Any, location: Location = ()) -> Iterator[Location]:
    if isinstance(data, str):
        yield location
    for key, item in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from leaves(item, (*location, key))


class Target:
    """The small projects' files as data, into which texts can be put."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data: dict[Path, Any] = {}
        self.bodies: dict[Path, str] = {}
        found = ("data/**/*.yaml", "data/**/*.csv", "content/**/*.yaml", "content/**/*.md", "templates/words.*.yaml")
        for path in sorted(path for pattern in found for path in root.glob(pattern)):
            text = path.read_text("utf-8")
            if path.suffix == ".md":
                _, text, self.bodies[path] = text.split("---\n", 2)
            table = path.suffix == ".csv"
            self.data[path] = [*csv.DictReader(text.splitlines())] if table else parse(text, path)[0].data
        self.data[root / "data/site.yaml"].pop("url", None)  # by which the page for missing pages finds its style
        self.fields = [Field(path, location) for path, data in self.data.items() for location in leaves(data)]
        self.fields = [field for field in self.fields if field.location[-1] != "script"]  # a regular expression

    def write(
        self, put: dict[Field, str], bodies: str = "", only: Path | None = None
    ) -> dict[tuple[Path, int], list[Field]]:
        """Write all files, or `only` one, with some texts replaced; return which of these stand in which line."""
        lines: dict[tuple[Path, int], list[Field]] = {}
        for path, original in self.data.items() if only is None else [(only, self.data[only])]:
            data = deepcopy(original)
            mine = [field for field in put if field.path == path]
            for field in mine:
                field.put(data, put[field])
            text = self.table(data, data[0]) if path.suffix == ".csv" else self.dump(data)
            above = 0
            if path in self.bodies:
                body = self.bodies[path] + (f"\n{bodies}\n" if "chapters" in path.parts else "")
                path.write_text(f"---\n{text}---\n{body}", "utf-8")
                above = 1
            else:
                path.write_text(text, "utf-8")
            if path.suffix == ".csv":  # below its head, whatever line breaks are in its cells
                for field in mine:
                    above = self.table(data[: field.location[0]], data[0]).count("\n") + 1
                    lines.setdefault((path.relative_to(self.root), above), []).append(field)
                continue
            document = parse(text, path)[0]
            for field in mine:
                item = isinstance(field.location[-1], int)  # whose list is at fault, where it begins
                for location in (field.location, field.location[:-1])[: 1 + item]:
                    line = document.problem(location, "").line + above
                    lines.setdefault((path.relative_to(self.root), line), []).append(field)
        return lines

    @staticmethod
    def table(rows: list[dict[str, str]], names: Collection[str]) -> str:
        text = StringIO()
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    @staticmethod
    def dump(data: Any) -> str:
        text: str = yaml.dump(
            data, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=10**6, sort_keys=False
        )
        return text.replace("!!str ", "")

    def build_with(self, put: dict[Field, str], out: Path) -> dict[Field, str]:
        """Put texts into fields and build, without those that are refused there; return those that were taken."""
        for _ in range(40):
            lines = self.write(put)
            try:
                build(self.root, out)
            except BuildError as error:
                refused = {field for problem in error.problems for field in lines.get((problem.path, problem.line), [])}
                if not refused:  # what reads the site back names another place, but cites what it read there
                    said = "\n".join(f"{problem.path} {problem.message}" for problem in error.problems)
                    refused = {field for field, text in put.items() if text[:6] in said or field.path.name in said}
                if not refused:  # as when the words of units make too long a text of figures
                    refused = {field for field in put if field.path.name == "units.yaml"} or set(list(put)[::2])
                put = {field: text for field, text in put.items() if field not in refused}
            else:
                return put
        raise AssertionError("never accepted")

    def settle_pages(self, pages: dict[Path, str], url: str = "") -> set[Path]:
        """Write pages into each language's folder, all at once; return those that stay: which a check takes."""
        folders = [self.root / "content" / code for code in ("en", "zh")]
        for path, text in pages.items():
            for folder in folders:
                (folder / path).write_text(f"---\ntitle: A\n---\n\n{text}\n", "utf-8")
        taken = set(pages)
        while True:
            try:
                read(self.root, url=url)
            except BuildError as error:
                assert all(problem.line and problem.message for problem in error.problems), str(error)
                refused = {Path(*problem.path.parts[2:]) for problem in error.problems}
                assert refused <= taken, str(error)
            else:
                return taken
            taken -= refused
            for folder in folders:
                for path in refused:
                    (folder / path).unlink()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    """A project whose texts may hold tags: `check` refuses them, and this is about what holds where it does not."""
    for name in ("checks.texts.find_leftovers", "checks.texts.find_brackets", "checks.pages.find_in_markdown",
                 "verify.account.find_leftovers"):  # fmt: skip
        monkeypatch.setattr(f"microsite.{name}", lambda _: ())
    root = tmp_path / "story"
    shutil.copytree(ENGINE / "tests/sites/orchard", root, ignore=shutil.ignore_patterns("expected"))
    return Target(root)


def look(browser: Browser, site: Path, paths: Iterable[Path]) -> list[str]:
    """Open pages as ones that no policy protects, use what can be used, and return what harm was done."""
    harm: list[str] = []
    with hosted(site, "/") as base:
        context = browser.new_context(bypass_csp=True)
        context.add_init_script("window.attack = () => { window.attacked = true; }")
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(base) else harm.append(request.url))
        page.on("dialog", lambda dialog: harm.append(dialog.message))
        page.on("pageerror", lambda error: harm.append(f"{page.url}: {error}"))
        for path in sorted(paths):
            if path.suffix in (".html", ".svg", ".xml"):
                address = base + path.relative_to(site).as_posix()
                page.goto(address)
                if path.suffix == ".html" and 'http-equiv="refresh"' in path.read_text("utf-8"):
                    page.wait_for_url(lambda url, left=address: url != left)  # type: ignore[misc]
                else:
                    try:
                        use(page)
                    except Error as error:
                        harm.append(f"{path.relative_to(site)}: went to {page.url}: {error}")
                harm += [f"{path.relative_to(site)}: {fault}" for fault in page.evaluate(HARM)]
        context.close()
    return harm


def use(page: Page) -> None:
    """Open cards, search, and move over everything."""
    page.evaluate("""async () => {
      const search = document.querySelector("input[type=search]");
      if (search) { search.value = "attack"; search.dispatchEvent(new Event("input", {bubbles: true})); }
      await new Promise(done => setTimeout(done, 20));
      const openers = [...document.querySelectorAll("a.number, a.term, main a, [tabindex]")];
      for (const opener of openers.filter(element => element.getClientRects().length).slice(0, 6)) {
        opener.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
        opener.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
        opener.focus?.();
      }
      await new Promise(done => setTimeout(done, 20));
    }""")


@needs_browser
def test_what_fields_hold_is_text_wherever_it_shows(
    browser: Browser, target: Target, tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    """Each attack through every field that takes it, in turn; the fields that refuse it are as safe."""
    taken = set()
    rounds = range(len(ATTACKS)) if thorough else range(1)
    site = tmp_path / "site"
    for turn in rounds:
        texts = {field: ATTACKS[(turn + number) % len(ATTACKS)] for number, field in enumerate(target.fields)}
        put = target.build_with(texts, site)
        # Each page in one language, the next in the other: their templates are the same.
        named: dict[Path, list[Path]] = {}
        for path in sorted(site.rglob("*")):
            named.setdefault(Path(*path.relative_to(site).parts[path.is_relative_to(site / "zh") :]), []).append(path)
        seen = [path for number, paths in enumerate(named.values())
                for path in (paths if thorough else paths[number % len(paths) :][:1])]  # fmt: skip
        assert look(browser, site, seen) == [], turn
        taken |= {(field.path.name, field.location, text) for field, text in put.items()}
    fields = {(name, location) for name, location, _ in taken}
    assert len(fields) > 50
    assert len({text for *_, text in taken}) > 30
    figure(f"{len(taken)} attacks of {len(ATTACKS)} kinds through {len(fields)} fields of {len(target.fields)}")


@needs_browser
def test_what_markdown_holds_is_text(
    browser: Browser, target: Target, tmp_path: Path, figure: Callable[[str], None], *, thorough: bool
) -> None:
    attacks = {Path(f"attack-{number}.md"): text for number, text in enumerate([*MARKDOWN, *ATTACKS])}
    target.write({})
    kept = target.settle_pages(attacks)  # others are refused at their place, as `test_bodies` of pages holds
    taken = [text for path, text in attacks.items() if path in kept]
    target.write({}, "\n\n".join(taken))
    site = tmp_path / "site"
    build(target.root, site)
    assert look(browser, site, site.rglob("index.html") if thorough else [site / "index.html"]) == []
    assert len(taken) > 40
    figure(f"{len(taken)} of {len(MARKDOWN) + len(ATTACKS)} attacks in Markdown were taken, and stayed text")


@needs_browser
def test_the_look_sees_harm(browser: Browser, tmp_path: Path) -> None:
    """What these tests rely on: each kind of harm, done."""
    harmful = [
        *ATTACKS[:5],
        "<a href='java\tscript:attack()'>x</a>",
        "<p onclick=attack()>x</p>",
    ]
    pages = {f"{number}.html": f"<!doctype html><body>{text}".encode() for number, text in enumerate(harmful)}
    write_site(pages, tmp_path / "site")
    harm = look(browser, tmp_path / "site", tmp_path.rglob("*"))
    assert {fault.partition(":")[0] for fault in harm if not fault.startswith("http")} >= set(pages)
    assert f"{HOST}/pixel.gif" in harm
