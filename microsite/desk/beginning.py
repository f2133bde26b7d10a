"""Languages → the files of a new story, which builds as it stands and says what each part is for.

What is written stands in templates/new/story/: a file whose path holds LANG is written for each language, and a leading
underscore stands for a dot. Texts are there in some languages; others have the English ones, to be translated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from microsite.charts.forms import FORMS
from microsite.files import ENGINE, find_files
from microsite.source.kinds import RECORDS
from microsite.source.markup import UNFINISHED
from microsite.source.own import read_document
from microsite.source.record import vocabularies

About = Callable[[str, str], str]  # what a field of a model means, in the languages at hand
TEMPLATES = ENGINE / "templates/new"
EACH = "LANG"
ENTRY = re.compile(r"^((?:#.*\n)*)(([a-z_]+):.*\n(?: .*\n)*)", re.MULTILINE)  # of a words file, with what is above it
# The story's own vocabularies; how numbers are read, which is other in each language.
LEFT_OUT = {key for kind in RECORDS for key in vocabularies(kind).values()} - {"grades"} | {"numbers"}


def make_environment() -> Environment:
    """Return what renders the templates of what is new."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # what comes out is YAML, of our own words only
    )


class Tongue(NamedTuple):
    """A language of the new story. `code` names its folders and files, `tag` is what was asked for."""

    code: str
    tag: str
    locale: str
    name: str


def tongue(tag: str) -> Tongue:
    """Return what CLDR knows of a language. Raises ValueError in an editor's words."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"'{tag}' is no language that CLDR knows, such as en, de or pt-BR") from None
    name = locale.languages.get(locale.language, tag)
    return Tongue(locale.language, tag, str(locale), f"{name[:1].upper()}{name[1:]}")


def begin(tongues: Sequence[Tongue], about: About, **values: object) -> Iterator[tuple[Path, str]]:
    """Yield the files of a new story: the path of each below its folder, and its text."""
    environment = make_environment()
    words = read_document(ENGINE / "templates/words.en.yaml", Path("templates/words.en.yaml"))
    workflow = (ENGINE / ".github/workflows/pages.yml").read_text("utf-8")

    def said(code: str, **texts: str) -> str:
        plain = texts["en"].removeprefix(f"{UNFINISHED} ")
        return texts.get(code, plain if UNFINISHED in plain else f"{UNFINISHED} {plain}")

    def quoted(code: str, **texts: str) -> str:
        return json.dumps(said(code, **texts), ensure_ascii=False)

    def texts(**by_language: str) -> str:
        return f"{{{', '.join(f'{known.code}: {quoted(known.code, **by_language)}' for known in tongues)}}}"

    def action(name: str) -> str:
        return str(re.findall(rf"uses: (actions/{name}@.*)", workflow)[0])

    for path in find_files(TEMPLATES / "story", "**/*"):
        name = path.relative_to(TEMPLATES / "story")
        for each in tongues if EACH in name.parts else tongues[:1]:
            parts = (each.code if part == EACH else re.sub("^_", ".", part) for part in name.parts)
            template = environment.get_template(f"story/{name.as_posix()}")
            yield (
                Path(*parts),
                template.render(
                    languages=tongues,
                    about=about,
                    texts=texts,
                    said=partial(said, each.code),
                    quoted=partial(quoted, each.code),
                    grades=", ".join(words.data["grades"]),
                    forms=", ".join(FORMS),
                    action=action,
                    uv=re.findall(r"pipx install (\S+)", workflow)[0],
                    **values,
                ),
            )
    for each in tongues:
        path = Path(f"templates/words.{each.code}.yaml")
        known = read_document(ENGINE / path, path).data if (ENGINE / path).is_file() else {}
        if text := "".join(_untranslated(words.text, {*known, *LEFT_OUT})):
            text += "" if "numbers" in known else environment.get_template("numbers.yaml").render()
            yield (
                path,
                f"# The interface's words in {each.name}: each says what it is for until it is translated.\n{text}",
            )


def _untranslated(text: str, known: Collection[str]) -> Iterator[str]:
    """Yield the entries of the English words that are not known, marked before what each says of itself."""
    for above, entry, key in ENTRY.findall(text.partition("\n")[2]):
        if key not in known:
            yield above.replace("# ", f"# {UNFINISHED} ", 1)
            yield entry.replace("  # ", f"  # {UNFINISHED} ", 1)
