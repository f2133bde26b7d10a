"""Files of a project → the same as editors change them: most of it makes a site, as mutations at random seldom do."""

from __future__ import annotations

import random
import re
from pathlib import Path

WORDS = [
    " & more", " of Q&A", "’s", "—so", " (there)", " “so”", " a/b", "…", " é", " 🍎", " مرحبا", " שלום", " C++", " 5~",
    " ﬁ", "，又有", " <", " %", " x@y", " #a", " a_b_c", " *", " $x", " \\", " €", " m²", " ½", " ①", "١", "\u0301",
    " x" * 40, "果" * 40, " https://x.example/?a=b&c=d#e", " {date:2023}", " {name:7-a}", " {trees}",
]  # fmt: skip
PARAGRAPHS = [
    "Some more.", "又有。", "- a\n- b\n    - c", "> So.\n>\n> - a", "## More", "* * *", "`a | b`", "    code", "a  \nb",
    "```\na b\n```", "| a | b |\n| --- | --- |\n| c | d |", "*a* **b** ~~c~~", "[x](page:method)", "1. a\n2. b",
    "<https://x.example/a(b)>", "a[^n]\n\n[^n]: b", "Of {trees}.", "In {date:2023}.", "{name:7-a}", "{big:trees}",
    "{term:windfall}", "### Deep {#deep}",
]  # fmt: skip
TEXT = re.compile(r"\b(?:en|zh): [^,{}\"'\n]*[^\W\d_](?=[.。]?[,}\n])|^[a-z_]+: [^:{}\"'#|>\n]+[^\W\d_]$", re.MULTILINE)
FIGURE = re.compile(r"(?:(?<=value: )|(?<=,))[0-9.]*[0-9]|(?:(?<=day: )|(?<=paragraph: ))[0-9-]*[0-9]")
ROWS = {".yaml": re.compile(r"^(?=[a-z])", re.MULTILINE), ".csv": re.compile(r"(?<=\n)(?=.)")}


def edited(path: Path, content: bytes, chance: random.Random) -> bytes:
    """Change a file in one to three ways: its words, paragraphs, figures, order, comments or line ends."""
    text = content.decode()
    for _ in range(chance.choice([1, 1, 2, 3])):
        way = chance.random()
        if path.suffix == ".md" and way < 0.6:
            front, parts = text.partition("\n---\n")[0], text.partition("\n---\n")[2].split("\n\n")
            parts.insert(chance.randrange(1, len(parts) + 1), chance.choice(PARAGRAPHS))
            text = "{}\n---\n{}\n".format(front, "\n\n".join(parts).removesuffix("\n"))
        elif way < 0.6 and (places := [*TEXT.finditer(text)]):
            end = chance.choice(places).end()
            text = text[:end] + chance.choice(WORDS) + text[end:]
        elif way < 0.8 and (places := [*FIGURE.finditer(text)]):
            end = chance.choice(places).end()
            text = f"{text[: end - 1]}{chance.randrange(10)}{text[end:]}"
        elif way < 0.95 and path.suffix in ROWS:
            head, *rows = ROWS[path.suffix].split(text)
            comment = chance.choice(["# A comment.\n\n", "\n", ""]) if path.suffix == ".yaml" else ""
            text = head + comment + "".join(chance.sample(rows, len(rows)))
        else:
            text = text.replace("\n", "\r\n")
    return text.encode()
