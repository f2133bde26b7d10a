"""SVGs → PNGs, drawn by the browser that draws charts, and kept below static/.

A PNG names the hash of the SVG that it shows: one that names another shows other numbers, and is never published.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from microsite.files import put
from microsite.pictures import svg
from microsite.pictures.svg import NoBrowserError
from microsite.progress import steps

VERSION = 1  # raise it when the same picture shall come out differently
FOLDERS = (Path("static/charts"), Path("static/social"))  # below the project's root, where they are kept
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FONTS = re.compile(r'font-family(?:="|:)([^";]*)')
_SPEC = b"spec\0"  # the keyword of the text chunk that holds the hash


class MissingGlyphsError(Exception):
    """No font of this machine has some of the characters: it would draw boxes in their place."""


class Png(NamedTuple):
    """A PNG: its path below the site, where it is kept below the project's root, and how it is drawn."""

    path: str
    kept: Path
    scale: float = 2
    colours: int = 256  # at most; 16 and fewer take half the room


@dataclass(frozen=True)
class Rasters:
    """The PNGs that are current, and those that are missing or show something else."""

    current: Mapping[Png, bytes]
    waiting: tuple[Png, ...]
    made: int = field(default=0, compare=False)  # of the current ones, just now


def fingerprint(picture: str) -> str:
    """Return a hash of what the PNG of an SVG would look like."""
    return hashlib.sha256(f"{VERSION}\n{picture}".encode()).hexdigest()[:16]


def read(root: Path, drawings: Mapping[Png, str]) -> Rasters:
    """Compare the PNGs below `root` with the SVGs that they shall show."""
    current: dict[Png, bytes] = {}
    waiting = []
    for png, drawing in drawings.items():
        path = root / png.kept
        content = path.read_bytes() if path.is_file() else b""
        if _SPEC + fingerprint(drawing).encode() in content[:200]:
            current[png] = content
        else:
            waiting.append(png)
    return Rasters(current, tuple(waiting))


def render(root: Path, drawings: Mapping[Png, str], rasters: Rasters) -> Rasters:
    """Render and write what waits; return all PNGs, now current.

    Raises NoBrowserError, and MissingGlyphsError before any is drawn.
    """
    drawn = draw({png: drawings[png] for png in rasters.waiting})
    for png, content in drawn.items():
        put(root / png.kept, content)
    return Rasters({**rasters.current, **drawn}, (), len(drawn))


def remove_unused(root: Path, pngs: Iterable[Png]) -> tuple[Path, ...]:
    """Delete the PNGs of what is no more, in the folders of what there is; return their paths."""
    used = {root / png.kept for png in pngs}
    folders = (root / folder for folder in FOLDERS if any((root / folder) in path.parents for path in used))
    found = (path for folder in folders for path in sorted(folder.rglob("*.png")))
    unused = tuple(path for path in found if path not in used)
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

# As many colours as are allowed: the commonest as they are, every other as the nearest of them. Returns the
# palette, and the rows of a PNG, a pixel a byte, or two where half a byte does, compressed and as base64.
_PIXELS = """async (svg, scale, colours) => {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const [width, height] = [image.width, image.height].map(length => Math.round(length * scale));
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
  const palette = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, colours).map(pair => pair[0]);
  const index = new Map(palette.map((colour, number) => [colour, number]));
  const kept = palette.map(parts);
  for (const colour of counts.keys()) if (!index.has(colour)) {
    const [r, g, b] = parts(colour);
    const far = kept.map(other => (r - other[0]) ** 2 + (g - other[1]) ** 2 + (b - other[2]) ** 2);
    index.set(colour, far.indexOf(Math.min(...far)));
  }
  const half = palette.length <= 16;
  const length = half ? Math.ceil(width / 2) : width;
  const rows = new Uint8Array((length + 1) * height);
  for (let at = 0, last = -1, number = 0, y = 0; y < height; y++) for (let x = 0; x < width; x++, at++) {
    if (pixels[at] !== last) number = index.get(last = pixels[at]);
    const to = y * (length + 1) + 1;
    if (half) rows[to + (x >> 1)] |= x & 1 ? number : number << 4;
    else rows[to + x] = number;
  }
  const stream = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return {width, height, palette: kept.flat(), rows: btoa(text)};
}"""


def draw(drawings: Mapping[Png, str]) -> dict[Png, bytes]:
    """Return the PNGs of SVGs. Raises as `render` does."""
    if not drawings:
        return {}
    browser = svg.find_browser()
    if browser is None:
        raise NoBrowserError("no Chromium to draw PNGs with")
    import asyncio  # takes a while, and most builds draw nothing

    return asyncio.run(_draw(drawings, browser))


async def _draw(drawings: Mapping[Png, str], path: Path) -> dict[Png, bytes]:
    from choreographer import Browser

    # The sandbox keeps Chromium from starting as root, and the page holds nothing but our own pictures.
    browser = Browser(path, enable_sandbox=False)
    try:
        await browser.open()
        tab = await browser.create_tab("about:blank")
    except Exception as error:  # whatever keeps a browser from starting on some machine
        raise NoBrowserError(f"{path} does not start: {error}") from error
    try:
        for fonts, characters in _characters(drawings.values()).items():
            missing = await _call(tab, _MISSING, fonts, characters)
            if missing:
                raise MissingGlyphsError(
                    f"no font of this machine has {missing[:12]}{'…' if missing[12:] else ''}: install fonts for them "
                    "(Chinese on Debian: apt-get install fonts-noto-cjk)"
                )
        drawn = {}
        for png, drawing in steps("pictures drawn", drawings.items()):
            pixels = await _call(tab, _PIXELS, drawing, png.scale, png.colours)
            drawn[png] = encode(
                pixels["width"],
                pixels["height"],
                bytes(pixels["palette"]),
                zlib.compress(zlib.decompress(base64.b64decode(pixels["rows"])), 9),  # browsers have but one level
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


def _characters(drawings: Iterable[str]) -> dict[str, str]:
    """Return the characters of the drawings' texts beyond Latin, sorted, by the fonts that they may be set in."""
    found: dict[str, set[str]] = {}
    for drawing in drawings:
        said = {character for character in drawing if character >= "\u2e80"}
        for fonts in _FONTS.findall(drawing) or ("",):
            found.setdefault(fonts, set()).update(said)
    return {fonts: "".join(sorted(said)) for fonts, said in found.items()}


# --- the file


def encode(width: int, height: int, palette: bytes, rows: bytes, spec: str) -> bytes:
    """Return a PNG whose `rows` are compressed already: a byte a pixel, or half of one for up to 16 colours.

    `palette` is red, green and blue of each colour; `spec` is the hash of the picture.
    """
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8 if len(palette) > 3 * 16 else 4, 3, 0, 0, 0)),
        (b"tEXt", _SPEC + spec.encode()),
        (b"PLTE", palette),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
