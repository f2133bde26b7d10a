"""Static files and design tokens: a project's own come before the engine's, of which none is unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microsite.errors import BuildError
from microsite.pages.assets import paint_plainly, read_tokens, render_assets
from tests.project import ENGINE

TOKENS = {"ink": {"light": "#111", "dark": "#EEE"}, "paper": {"light": "#FFF", "dark": "#000"}}


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    static = tmp_path / "engine" / "static"
    for name, text in {
        "site.css": "body{}",
        "fonts/a.woff2": "font",
        "icon.svg": "<svg/>",
        "tokens.yaml": 'ink: {light: "#111111", dark: "#EEEEEE"}\n',
        "README.md": "about",
        "pictures/sans.otf": "font",
    }.items():
        path = static / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "engine"


def test_publishes_all_but_what_the_site_is_made_with(engine: Path) -> None:
    assert set(render_assets(engine, engine, TOKENS)) == {
        "static/site.css",
        "static/fonts/a.woff2",
        "static/icon.svg",
    }


def test_tokens_head_the_style_sheet(engine: Path) -> None:
    css = render_assets(engine, engine, TOKENS)["static/site.css"].decode()
    assert css == (
        ":root{color-scheme:light;--ink:#111;--paper:#FFF}\n"
        "@media screen and (prefers-color-scheme:dark)"
        "{:root:where(:not([data-theme=light])){color-scheme:dark;--ink:#EEE;--paper:#000}}\n"
        "@media screen{:root:where([data-theme=dark]){color-scheme:dark;--ink:#EEE;--paper:#000}}\n"
        '[fill="currentColor"]{fill:var(--ink)}[stroke="currentColor"]{stroke:var(--ink)}\n'
        '[fill="#FFF"]{fill:var(--paper)}[stroke="#FFF"]{stroke:var(--paper)}\n'
        "body{}"
    )


def test_drawings_in_pages_have_colours_that_need_no_style() -> None:
    drawn = (
        '<svg><path fill="var(--ink)" stroke="var(--paper)"/></svg><style>b{fill:var(--ink)}</style><i d="var(--x)">'
    )
    assert paint_plainly(drawn, TOKENS) == (
        '<svg><path fill="currentColor" stroke="#FFF"/></svg><style>b{fill:var(--ink)}</style><i d="var(--x)">'
    )


def test_scripts_lose_their_comments_and_nothing_else(engine: Path) -> None:
    (engine / "static/site.js").write_text('// what it does\nconst place = "//a b";\n\n  go(place); /* there */\n')
    assert render_assets(engine, engine, TOKENS)["static/site.js"] == b'const place="//a b";go(place);'


def test_a_projects_own_files_come_before_the_engines(engine: Path, tmp_path: Path) -> None:
    own = tmp_path / "story" / "static"
    own.mkdir(parents=True)
    (own / "icon.svg").write_text("<svg>own</svg>")
    (own / "photo.jpg").write_bytes(b"\xff\xd8")
    files = render_assets(tmp_path / "story", engine, TOKENS)
    assert files["static/icon.svg"] == b"<svg>own</svg>"
    assert files["static/photo.jpg"] == b"\xff\xd8"
    assert "static/fonts/a.woff2" in files


def test_tokens_are_the_projects_or_else_the_engines(engine: Path, tmp_path: Path) -> None:
    assert read_tokens(tmp_path, engine) == {"ink": {"light": "#111111", "dark": "#EEEEEE"}}
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "tokens.yaml").write_text('ink: {light: "#222222", dark: "#DDDDDD"}\n')
    assert read_tokens(tmp_path, engine)["ink"]["light"] == "#222222"


def test_a_mistake_in_the_tokens_is_a_problem(engine: Path, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "tokens.yaml").write_text("ink: {light: #222, dark: #DDD}\n")  # a comment, to YAML
    with pytest.raises(BuildError, match=r"tokens\.yaml:\d+:\d+: does not fit what stands above it"):
        read_tokens(tmp_path, engine)


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ('paper: {light: "#222222", dark: "#DDDDDD"}\n', "tokens.yaml:1:1: lacks the colour 'ink'"),
        ("ink: black\n", "tokens.yaml:1:6: 'ink' needs a colour for 'light', such as \"#1B1B1F\""),
        ('ink: {light: black, dark: "#DDDDDD"}\n', "tokens.yaml:1:14: 'ink' needs a colour for 'light'"),
        (
            'ink: {light: "#222222", dark: "#DDDDDD"}\naxis: {light: "#222222", dark: "#DDDDDE"}\n',
            "tokens.yaml:2:15: is the colour of 'ink', too: drawings tell them by it",
        ),
        ('ink: {light: "#222222"}\n', "tokens.yaml:1:1: 'ink' needs a colour for 'dark'"),
        ("- ink\n", "tokens.yaml:1:1: lacks the colour 'ink'"),
    ],
)
def test_a_colour_that_is_none_or_missing_is_a_problem(engine: Path, tmp_path: Path, tokens: str, message: str) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "tokens.yaml").write_text(tokens)
    with pytest.raises(BuildError, match=re.escape(message)):
        read_tokens(tmp_path, engine)


# --- the engine's own style


def read_all(*patterns: str) -> str:
    paths = (path for pattern in patterns for path in sorted(ENGINE.glob(pattern)) if ".min." not in path.name)
    return "".join(path.read_text("utf-8") for path in paths)


STYLES = re.sub(r"/\*.*?\*/", "", read_all("static/*.css"), flags=re.DOTALL)
USES = read_all("templates/*.html", "static/*.js", "microsite/**/*.py")  # what makes elements and sets properties
PLOTLYS = {"main-svg", "draglayer", "crisp"}  # classes of what it draws


def test_styles_are_of_classes_that_something_makes() -> None:
    classes = {
        name for selectors in re.findall(r"([^{};]+)\{", STYLES) for name in re.findall(r"\.([a-z][\w-]*)", selectors)
    }
    assert len(classes) > 50
    ours = {re.sub(r"^w\d+$", "artboard w", name) for name in classes} - PLOTLYS
    assert {name for name in ours if not re.search(rf"(?<![\w-]){name}(?![\w-])", USES)} == set()


def test_colours_and_properties_are_used() -> None:
    colours = read_tokens(ENGINE, ENGINE)
    defined = {f"--{name}" for name in colours} | set(re.findall(r"(--[\w-]+):", STYLES))
    used = set(re.findall(r"var\((--[\w-]+)", STYLES + USES))
    assert used <= defined
    drawn = {f"--{name}" for name in colours if len(re.findall(rf"\b{name.upper()}\b", USES)) > 1}
    assert defined - used - drawn == set()


def test_no_line_of_scripts_and_styles_is_longer_than_pythons() -> None:  # Biome leaves comments as they are
    lines = read_all("static/*.css", "static/*.js", "templates/serve/*", ".ci/*.mjs").splitlines()
    assert [line for line in lines if len(line) > 120 and 'url("data:' not in line] == []  # drawings are one word
