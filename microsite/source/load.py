"""The files of a project → models, or every problem in every file.

The sole entrance for what editors type: whatever passes here has the shape that models.py describes.
Whether the parts fit together is for checks/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from microsite.errors import Problem, refusal, refuse, suggestion
from microsite.files import ENGINE, find_files
from microsite.source.fields import ID, NO_ID, check_address, find_single
from microsite.source.kinds import RECORDS, PageKind, RecordKind, RecordKinds
from microsite.source.markup import DEEPEST, DEPTH, find_unclosed
from microsite.source.messages import explain, name_fields
from microsite.source.models import FrontMatter, Language, Site, Source, Statistic
from microsite.source.own import find_own
from microsite.source.project import ADDRESSES, Page, Project, R, Where
from microsite.source.record import Record, vocabularies
from microsite.source.series import TABLE, expand, find_tables
from microsite.source.table import parse_table
from microsite.source.unread import find_unread
from microsite.source.unsafe import find_unsafe
from microsite.source.words import check_words, lay_over, list_groups
from microsite.source.yamlfile import Document, Location, parse, parse_entries, read_text


@dataclass
class _Reader:
    """Reads files one after the other and gathers what is wrong in any of them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    where: dict[tuple[type[Record], str], Where] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)  # CSV files that were read
    language: str = ""  # the site's first, once that is known

    def shown(self, path: Path) -> Path:
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def document(self, path: Path) -> Document | None:
        return next(iter(self.documents(path)), None)

    def documents(self, path: Path, *, by_entry: bool = False) -> list[Document]:
        """Read a file as one document, or as one for each entry; as none where something is amiss."""
        shown = self.shown(path)
        text, problems = read_text(path, shown)
        found = [] if problems else parse_entries(text, shown) if by_entry else [parse(text, shown)]
        self.problems += chain(problems, *(amiss for _, amiss in found))
        return [document for document, amiss in found if not amiss]

    def expanded(self, document: Document) -> Document:
        """Return a file of statistics with the values of their tables; without those whose table is amiss."""
        tables, amiss = [], set()
        for location, name in find_tables(document):
            shown = document.path.with_name(name.rpartition("/")[2])
            path = self.root / shown
            if shown.name != name or not path.is_file() or path.suffix != TABLE:
                beside = suggestion(name, (other.name for other in path.parent.glob(f"*{TABLE}")))
                problems = [document.problem(location, f"no CSV file '{name}' stands beside this one{beside}")]
            else:
                text, problems = read_text(path, shown, mark=True)
                self.tables.append(shown.as_posix())
            if not problems:
                table, problems = parse_table(text, shown, self.language)
                tables.append((location, table))
            if problems:
                amiss.add(location[0])
            self.problems += problems
        if amiss:  # else it stays the same, of which all is kept
            document = replace(document, data={id_: data for id_, data in document.data.items() if id_ not in amiss})
        document, faults = expand(document, tuple(tables))
        self.problems += faults
        return document

    def validate(self, model: type[R], where: Where) -> R | None:
        record, problems = _validated(model, where)
        self.problems += problems
        return record

    def records(self, kind: RecordKind) -> dict[str, Record]:
        """Read all records of a kind, by id; those of a list, by their place in it."""
        paths = find_files(self.root, kind.files)
        if kind.holds == "one" and not paths and "*" not in kind.files:
            self.problems.append(Problem(Path(kind.files), 0, 0, "is missing"))
        records: dict[str, Record] = {}
        for path in paths:
            if kind.holds == "one" and not ID.fullmatch(path.stem):
                message = "the file's name is not an id: lower-case letters, digits and single hyphens"
                self.problems.append(Problem(self.shown(path), 0, 0, message))
                continue
            for document in self.documents(path, by_entry=kind.holds == "by id"):
                for id_, where in self.entries(kind, self.expanded(document) if kind.model is Statistic else document):
                    self.where[kind.model, id_] = where
                    if record := self.validate(kind.model, where):
                        records[id_] = record
        return records

    def entries(self, kind: RecordKind, document: Document) -> Iterator[tuple[str, Where]]:
        """Yield the records in a file, by id or else by their place, and where they stand."""
        if kind.holds == "one":
            yield document.path.stem, Where(document)
        elif kind.holds == "list" and isinstance(document.data, list):
            yield from ((str(index), Where(document, (index,))) for index in range(len(document.data)))
        elif kind.holds == "list":
            self.problems.append(document.problem((), "expected a list: entries that begin with '- '"))
        elif not isinstance(document.data, dict):
            self.problems.append(document.problem((), "expected ids, each with its entry below it"))
        else:
            for id_ in document.data:
                where, other = Where(document, (id_,)), self.where.get((kind.model, id_))
                if not ID.fullmatch(id_):
                    self.problems.append(where.problem(message=NO_ID.format(id_), at_key=True))
                elif other:
                    message = f"the id '{id_}' stands in {other.place(at_key=True)} already"
                    self.problems.append(where.problem(message=message, at_key=True))
                else:
                    yield id_, where

    def lines(self, path: Path) -> dict[str, int]:
        """Read a list of one item a line, with their lines; those that begin with # are comments."""
        text, problems = read_text(path, self.shown(path)) if path.is_file() else ("", [])
        self.problems += problems
        lines = enumerate(map(str.strip, text.split("\n")), 1)
        return {line: number for number, line in lines if line and not line.startswith("#")}

    def pages(self, folder: Path, language: str) -> dict[str, Page]:
        pages: dict[str, Page] = {}
        for path in sorted(find_files(folder, "**/*.md"), key=_page_order):
            page = self._page(path, folder, language)
            if page is not None and page.name in pages:
                message = f"the page '{page.name}' stands in {pages[page.name].path.as_posix()} already"
                self.problems.append(Problem(page.path, 0, 0, message))
            elif page is not None:
                pages[page.name] = page
        return pages

    def _page(self, path: Path, folder: Path, language: str) -> Page | None:
        shown = self.shown(path)
        text, problems = read_text(path, shown)
        match = re.match(r"--- *\n(.*?)^--- *(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
        if match is None:
            message = "expected front matter first: a line '---', the page's title and so on, and a line '---'"
            self.problems += problems or [Problem(shown, 1, 1, message)]
            return None
        above, body = text[: match.end()].count("\n"), text[match.end() :]
        name = re.sub(r"(^|/)[0-9]+-", r"\1", path.relative_to(folder).with_suffix("").as_posix())
        document, problems = parse(match[1], shown, first_line=1)
        if deep := DEPTH.exceeded(body):
            message = f"opens or nests more than {DEEPEST} things in each other: check brackets, hyphens and spaces"
            problems = [*problems, Problem(shown, above + deep, 1, message)]
        elif begun := find_unclosed(body):
            message = f"code begins here and no line ends it: {body.splitlines()[begun - 1].split()[0]}"
            problems = [*problems, Problem(shown, above + begun, 1, message)]
        if not problems and not all(map(ID.fullmatch, name.split("/"))):  # it becomes an address
            message = f"'{name}' is not the name of a page: lower-case letters, digits and single hyphens"
            problems = [Problem(shown, 0, 0, message)]
        self.problems += problems
        if problems:
            return None
        self.where[FrontMatter, f"{language}/{name}"] = where = Where(document)
        front = self.validate(FrontMatter, where)
        return Page(language, name, front, body=body, body_line=above, path=shown) if front else None


@lru_cache(maxsize=8192)  # of a document that did not change, the records are the same: what they keep is kept
def _validated(model: type[R], where: Where) -> tuple[R | None, tuple[Problem, ...]]:
    data = where.document.data
    for part in where.location:
        data = data[part]
    if not isinstance(data, dict):
        return None, (where.problem(message=f"expected keys such as {name_fields(model)}"),)
    try:
        record = model.model_validate(data)
        texts: Collection[Location] = where.document.comments  # of a page's head, all
        if not isinstance(record, FrontMatter):
            texts = [(*where.location, *location, code) for location, text, _ in record.texts for code in text]
        return record, tuple(where.document.find_cut(where.location, texts))
    except ValidationError as error:
        return None, tuple(explain(error, model, where))


def _page_order(path: Path) -> tuple[str, int, str]:
    """Numbers before a file's name order it: 2-b.md stands before 10-a.md."""
    number = re.match(r"[0-9]+", path.name)
    return path.parent.as_posix(), int(number[0]) if number else 0, path.name


def load_project(
    root: Path,
    page_kinds: Iterable[PageKind],
    url: str | None = None,
    *,
    kinds: RecordKinds = RECORDS,
    partly: bool = False,
) -> Project:
    """Read the project below `root`; words of the interface that it lacks are the engine's.

    With `partly`, what could be read is returned, as long as the site and its words are: somebody adds to it.
    `url` replaces the address that data/site.yaml gives. Raises BuildError with every problem of every file; nothing
    is read where one leads out of the project.
    """
    refuse(find_unsafe(root))
    reader = _Reader(root)
    site = cast(dict[str, Site], reader.records(kinds[Site]))
    languages = {code: language.locale for found in site.values() for code, language in found.languages.items()}
    reader.language = next(iter(languages), "")
    records = {model: site if model is Site else reader.records(kind) for model, kind in kinds.items()}
    addresses = reader.lines(root / ADDRESSES)
    pages = {language: reader.pages(root / "content" / language, language) for language in languages}
    page_kinds = tuple(page_kinds)
    sorts = {key for model in kinds for key in vocabularies(model).values()}
    words = _words(reader, languages, list_groups(page_kinds, kinds.values()), sorts)
    sources = cast(dict[str, Source], records[Source]).values()
    spoken = {source.language.partition("-")[0] for source in sources if source.language}
    tongues = _tongues(reader, spoken - words.keys())
    if url is not None:
        if wrong := refusal(check_address, url):
            reader.problems.append(Problem(Path("SITE_URL"), 0, 0, wrong))
        site |= {id_: found.model_copy(update={"url": url}) for id_, found in site.items()}
    known = [*(kind.files for kind in kinds.values()), *reader.tables, ADDRESSES.as_posix()]
    known += [f"templates/{kind.template}.html" for kind in page_kinds]
    known += [f"templates/words.{tongue}.yaml" for tongue in tongues]
    unread = partial(find_unread, root, known, [*languages])
    if reader.problems and not (partly and site and all(words.values())):
        refuse([*reader.problems, *unread()])
    return Project(
        root=root,
        kinds=kinds,
        page_kinds=page_kinds,
        records=records,
        addresses=addresses,
        pages=pages,
        words=words,
        tongues=tongues,
        where=reader.where,
        find_unread=unread,
    )


def _words(
    reader: _Reader, languages: Mapping[str, str], groups: Mapping[str, Mapping[str, str]], sorts: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Return the interface's words by language: the engine's, with what the project's own file says laid over them.

    All are held against the engine's English ones, but for the keys of `groups` and of `sorts`, the vocabularies.
    """
    root, document = reader.root, cache(reader.document)  # or what is wrong with one would be told twice
    expected = document(ENGINE / "templates/words.en.yaml")
    words: dict[str, dict[str, Any]] = {}
    for language, locale in languages.items():
        words[language] = {}
        name = f"templates/words.{language}.yaml"
        paths = [path for path in dict.fromkeys((ENGINE / name, root / name)) if path.is_file()]
        layers = [layer for path in paths if (layer := document(path))]
        is_whole = root / name in paths or any("skip" in layer.data for layer in layers)
        if not paths or (layers and not is_whole):
            message = f"is missing: the interface's words for '{language}'"
            reader.problems.append(Problem(Path(name), 0, 0, message))
        elif expected and len(layers) == len(paths):
            base, own = layers[0].data if layers[1:] else {}, layers[-1].data
            vocabulary = {key: own[key] for key in sorts if key in own and isinstance(own[key], dict)}
            if root / name in paths:
                reader.where[Language, language] = Where(layers[-1])
            reader.problems += layers[-1].find_cut(())
            whole, known = {**expected.data, **groups, **vocabulary}, {**dict.fromkeys(sorts), **base}
            reader.problems += check_words(layers[-1], whole, known, single=find_single(locale))
            words[language] = lay_over(base, own, sorts) if isinstance(own, dict) else {}
    return words


def _tongues(reader: _Reader, tongues: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the words of languages that the site does not speak, and its sources do; {} where there are none."""
    paths = {tongue: find_own(f"templates/words.{tongue}.yaml", reader.root) for tongue in sorted(tongues)}
    documents = {tongue: reader.document(path) for tongue, path in paths.items() if path}
    return {tongue: document.data for tongue, document in documents.items() if document}
