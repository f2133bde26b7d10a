"""Pictures → PNGs at twice their size, drawn by the browser that draws charts, and kept beside the snapshots.

static/charts/SLUG/LANGUAGE.png names the hash of the picture that it shows: one that names another shows
other numbers, and is never published.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from microsite import svg
from microsite.exports import Picture
from microsite.snapshots import FOLDER
from microsite.svg import NoBrowserError

VERSION = 1  # raise it when the same picture shall come out differently
SCALE = 2
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SPEC = b"spec\0"  # the keyword of the text chunk that holds the hash


class MissingGlyphsError(Exception):
    """No font of this machine has some of the characters: it would draw boxes in their place."""


@dataclass(frozen=True)
class Rasters:
    """The PNGs that are current, and those that are missing or show something else."""

    current: Mapping[Picture, bytes]
    waiting: tuple[Picture, ...]


def fingerprint(picture: str) -> str:
    """Return a hash of what the PNG of an SVG would look like."""
    return hashlib.sha256(f"{VERSION}\n{picture}".encode()).hexdigest()[:16]


def path_of(root: Path, picture: Picture) -> Path:
    return root / FOLDER / picture.slug / f"{picture.language}.png"


def read(root: Path, pictures: Mapping[Picture, str]) -> Rasters:
    """Compare the PNGs below `root` with the light ones among the pictures."""
    current: dict[Picture, bytes] = {}
    waiting = []
    for png, drawing in _light(pictures).items():
        path = path_of(root, png)
        content = path.read_bytes() if path.is_file() else b""
        if _SPEC + fingerprint(drawing).encode() in content[:200]:
            current[png] = content
        else:
            waiting.append(png)
    return Rasters(current, tuple(waiting))


def render(root: Path, pictures: Mapping[Picture, str], rasters: Rasters) -> Rasters:
    """Render and write what waits; return all PNGs, now current.

    Raises NoBrowserError, and MissingGlyphsError before any is drawn.
    """
    light = _light(pictures)
    drawn = draw({png: light[png] for png in rasters.waiting})
    for png, content in drawn.items():
        path = path_of(root, png)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Rasters({**rasters.current, **drawn}, ())


def _light(pictures: Mapping[Picture, str]) -> dict[Picture, str]:
    return {replace(picture, kind="png"): drawing for picture, drawing in pictures.items() if picture.theme == "light"}


def remove_unused(root: Path, pictures: Iterable[Picture]) -> tuple[Path, ...]:
    """Delete the PNGs of charts that are no more; return their paths."""
    used = {path_of(root, picture) for picture in pictures}
    unused = tuple(path for path in sorted((root / FOLDER).glob("*/*.png")) if path not in used)
    for path in unused:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return unused


# --- the browser

# What stands for a missing glyph looks the same for every character, such as one that Unicode does not assign.
_MISSING = """(fonts, characters) => {
  const context = Object.assign(document.createElement("canvas"), {width: 24, height: 24})
    .getContext("2d", {willReadFrequently: true});
  const look = character => {
    context.clearRect(0, 0, 24, 24);
    context.font = `16px ${fonts}`;
    context.fillText(character, 2, 18);
    return context.getImageData(0, 0, 24, 24).data.join();
  };
  const box = look("\\u{2fe0}");
  return [...characters].filter(character => look(character) === box).join("");
}"""

# At most 256 colours: the commonest as they are, every other as the nearest of them. Returns the palette, and
# the rows of a PNG, a byte a pixel, compressed and as base64.
_PIXELS = """async (svg, scale) => {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const [width, height] = [image.width * scale, image.height * scale];
  const context = Object.assign(document.createElement("canvas"), {width, height})
    .getContext("2d", {alpha: false, willReadFrequently: true});
  context.drawImage(image, 0, 0, width, height);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (let at = 0, from = 0; at < pixels.length; from = at) {
    while (pixels[++at] === pixels[from]);
    counts.set(pixels[from], (counts.get(pixels[from]) || 0) + at - from);
  }
  const parts = colour => [colour & 255, colour >> 8 & 255, colour >> 16 & 255];
  const palette = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256).map(pair => pair[0]);
  const index = new Map(palette.map((colour, number) => [colour, number]));
  const kept = palette.map(parts);
  for (const colour of counts.keys()) if (!index.has(colour)) {
    const [r, g, b] = parts(colour);
    const far = kept.map(other => (r - other[0]) ** 2 + (g - other[1]) ** 2 + (b - other[2]) ** 2);
    index.set(colour, far.indexOf(Math.min(...far)));
  }
  const rows = new Uint8Array((width + 1) * height);
  for (let at = 0, last = -1, number = 0; at < pixels.length; at++) {
    if (pixels[at] !== last) number = index.get(last = pixels[at]);
    rows[at + Math.floor(at / width) + 1] = number;
  }
  const stream = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return {width, height, palette: kept.flat(), rows: btoa(text)};
}"""


def draw(pictures: Mapping[Picture, str]) -> dict[Picture, bytes]:
    """Return a PNG of each picture. Raises as `render` does."""
    if not pictures:
        return {}
    browser = svg.find_browser()
    if browser is None:
        raise NoBrowserError("no Chromium to draw PNGs with")
    return asyncio.run(_draw(pictures, browser))


async def _draw(pictures: Mapping[Picture, str], path: Path) -> dict[Picture, bytes]:
    from choreographer import Browser

    # The sandbox keeps Chromium from starting as root, and the page holds nothing but our own pictures.
    browser = Browser(path, enable_sandbox=False)
    try:
        await browser.open()
        tab = await browser.create_tab("about:blank")
    except Exception as error:  # whatever keeps a browser from starting on some machine
        raise NoBrowserError(f"{path} does not start: {error}") from error
    try:
        for fonts, characters in _characters(pictures).items():
            missing = await _call(tab, _MISSING, fonts, characters)
            if missing:
                raise MissingGlyphsError(
                    f"no font of this machine has {missing[:12]}{'…' if missing[12:] else ''}: install fonts for them "
                    "(Chinese on Debian: apt-get install fonts-noto-cjk)"
                )
        drawn = {}
        for picture, drawing in pictures.items():
            pixels = await _call(tab, _PIXELS, drawing, SCALE)
            drawn[picture] = encode(
                pixels["width"],
                pixels["height"],
                bytes(pixels["palette"]),
                base64.b64decode(pixels["rows"]),
                fingerprint(drawing),
            )
        return drawn
    finally:
        await browser.close()


async def _call(tab: Any, function: str, *arguments: Any) -> Any:
    """Call a JavaScript function in the page and return what it returns; RuntimeError where it throws."""
    context = (await tab.send_command("Runtime.evaluate", {"expression": "window"}))["result"]["result"]["objectId"]
    response = await tab.send_command(
        "Runtime.callFunctionOn",
        {
            "functionDeclaration": function,
            "objectId": context,
            "arguments": [{"value": argument} for argument in arguments],
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    result = response["result"]
    if "exceptionDetails" in result:
        raise RuntimeError(result["exceptionDetails"]["exception"].get("description", "the page failed"))
    return result["result"].get("value")


def _characters(pictures: Mapping[Picture, str]) -> dict[str, str]:
    """Return the characters of the pictures' texts beyond Latin, sorted, by the fonts that they are set in."""
    found: dict[str, set[str]] = {}
    for drawing in pictures.values():
        fonts = re.search('font-family="([^"]*)"', drawing)
        said = {character for character in drawing if character >= "\u2e80"}
        found.setdefault(fonts[1] if fonts else "", set()).update(said)
    return {fonts: "".join(sorted(said)) for fonts, said in found.items()}


# --- the file


def encode(width: int, height: int, palette: bytes, rows: bytes, spec: str) -> bytes:
    """Return a PNG of one byte a pixel, its `rows` compressed already.

    `palette` is red, green and blue of each colour; `spec` is the hash of the picture.
    """
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0)),
        (b"tEXt", _SPEC + spec.encode()),
        (b"PLTE", palette),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
