"""The folder static/ → files of the site, code without comments; tokens.yaml → the properties that head the CSS."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from microsite.errors import Problem, refuse
from microsite.files import find_files
from microsite.source.own import get_own, read_document
from microsite.source.yamlfile import Document

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PAINT = re.compile(r'="var\(--([a-z]+)\)"')
GIVEN = "root"  # the folder of files that others look for at a site's root
NOT_PUBLISHED = ("pictures", "tokens.yaml", "README.md", GIVEN)


def read_tokens(root: Path, engine: Path) -> dict[str, dict[str, str]]:
    """Return the design tokens, {name: {theme: colour}}: the project's own, or else the engine's.

    Raises BuildError, also where the project's lack one that the engine has.
    """
    found = [path for path in (base / "static/tokens.yaml" for base in (root, engine)) if path.is_file()]
    document, *others = (read_document(path, path) for path in found)
    refuse(_check_tokens(document, *(other.data for other in others)))
    tokens: dict[str, dict[str, str]] = document.data
    return tokens


def _check_tokens(document: Document, known: Iterable[str] = ()) -> Iterator[Problem]:
    tokens = document.data if isinstance(document.data, dict) else {}
    for name in known:
        if name not in tokens:
            yield document.problem((), f"lacks the colour '{name}'")
    for name, themes in tokens.items():
        for theme in ("light", "dark"):
            colour = themes.get(theme) if isinstance(themes, dict) else None
            if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
                message = f"'{name}' needs a colour for '{theme}', such as \"#1B1B1F\""
                yield document.problem((name, theme) if isinstance(themes, dict) else (name,), message)
    plain = [(name, themes.get("light")) for name, themes in tokens.items() if isinstance(themes, dict)]
    for number, (name, colour) in enumerate(plain):
        for other, same in plain[:number]:
            if colour and colour == same:
                yield document.problem((name, "light"), f"is the colour of '{other}', too: drawings tell them by it")


def read_asset(name: str, root: Path) -> str:
    """Return what a file of static/ says: the project's own, or else the engine's."""
    return get_own(f"static/{name}", root).read_text("utf-8")


def render_assets(root: Path, engine: Path, tokens: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """Return the static files by path below the site; a project's own file replaces the engine's."""
    files: dict[str, bytes] = {}
    for base in dict.fromkeys((engine, root)):
        for path in find_files(base / "static", "**/*"):
            if path.relative_to(base / "static").parts[0] not in NOT_PUBLISHED:
                files[path.relative_to(base).as_posix()] = _smaller(path.name, path.read_bytes())
    css = "static/site.css"
    if css in files:
        files[css] = "\n".join(_custom_properties(tokens)).encode() + b"\n" + files[css]
    return files


def read_given(root: Path) -> dict[str, bytes]:
    """Return a project's files for the site's root as they are, by path: CNAME, .well-known/…, those that verify it."""
    folder = root / "static" / GIVEN
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in find_files(folder, "**/*")}


def find_taken(given: Iterable[str], site: Iterable[str]) -> Iterator[Problem]:
    """Yield the given files whose place the site itself needs; its robots.txt is only there for want of another."""
    needed = {path.partition("/")[0].lower() for path in site} - {"robots.txt"}
    for path in given:
        if path.partition("/")[0].lower() in needed:
            message = "stands where the site has a file or folder of its own; give it another name"
            yield Problem(Path("static", GIVEN, path), 0, 0, message)


class Inline(NamedTuple):
    """A file that stands in a page itself, and the hash by which the page's policy admits it (W3C CSP Level 3)."""

    text: Markup
    hash: str


def inline(content: bytes, root: str) -> Inline:
    """Put a style or script into a page from which `root` leads to the site's root."""
    text = content.decode().replace("url(fonts/", f"url({root}static/fonts/")
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Inline(Markup(text), f"'sha256-{digest}'")


def paint_plainly(html: str, tokens: Mapping[str, Mapping[str, str]]) -> str:
    """Give drawings in a page colours that they keep where our style is not, such as in a browser's reading view.

    What is in ink is in the colour of the text around it. The style sheet knows the others by their light colour.
    """
    plain = _plain(tokens)
    return _PAINT.sub(lambda token: f'="{plain[token[1]]}"' if token[1] in plain else token[0], html)


def _plain(tokens: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: "currentColor" if name == "ink" else themes["light"] for name, themes in tokens.items()}


def _smaller(name: str, content: bytes) -> bytes:
    smaller = None if ".min." in name else {".js": jsmin, ".css": cssmin}.get(Path(name).suffix)
    return smaller(content) if smaller else content


def _custom_properties(tokens: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Light is the default and print's theme; dark follows the reader's choice, or else the system.

    `:where` keeps every rule as weak as the first, so that the style sheet's own (forced colours) prevail.
    """
    light = ";".join(f"--{name}:{colours['light']}" for name, colours in tokens.items())
    dark = "color-scheme:dark;" + ";".join(f"--{name}:{colours['dark']}" for name, colours in tokens.items())
    yield f":root{{color-scheme:light;{light}}}"
    yield f"@media screen and (prefers-color-scheme:dark){{:root:where(:not([data-theme=light])){{{dark}}}}}"
    yield f"@media screen{{:root:where([data-theme=dark]){{{dark}}}}}"
    for name, colour in _plain(tokens).items():
        yield f'[fill="{colour}"]{{fill:var(--{name})}}[stroke="{colour}"]{{stroke:var(--{name})}}'
