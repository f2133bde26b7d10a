"""The files of a project → models, or every problem in every file.

The sole entrance for what editors type: whatever passes here has the shape that models.py describes.
Whether the parts fit together is for check.py.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from microsite.errors import BuildError, Problem, suggestion
from microsite.source.kinds import RECORDS, RecordKind, RecordKinds
from microsite.source.models import (
    ID,
    ChartSpec,
    Claim,
    Correction,
    Disagreement,
    Exhibit,
    FrontMatter,
    Place,
    Policy,
    Record,
    Redirect,
    SetAside,
    Site,
    Source,
    Speaker,
    Statistic,
    Term,
    Unit,
    check_address,
)
from microsite.source.words import check_words
from microsite.source.yamlfile import Document, Location, parse, read_text

R = TypeVar("R", bound=Record)
FOLDERS = ("data", "content", "templates", "static")  # of a project
ADDRESSES = Path("data/addresses.txt")


class Where(NamedTuple):
    """Where one record stands: its document and its location in it."""

    document: Document
    location: Location = ()

    def problem(self, *location: str | int, message: str, at_key: bool = False, snippet: str = "") -> Problem:
        return self.document.problem((*self.location, *location), message, at_key=at_key, snippet=snippet)

    def line(self, *location: str | int) -> int:
        return self.problem(*location, message="").line

    def key_line(self) -> int:
        return self.problem(message="", at_key=True).line


class Page(NamedTuple):
    """One Markdown file. `name` is its path below the language's folder, without order and ending."""

    language: str
    name: str
    front: FrontMatter
    body: str
    body_line: int  # lines of the file above the body
    path: Path


class _Of(Generic[R]):
    """The records of one model, by id; of a list, by their place in it."""

    def __init__(self, model: type[R]) -> None:
        self.model = model

    def __get__(self, project: Project, _: type[Project]) -> Mapping[str, R]:
        return project.of(self.model)


@dataclass(frozen=True)
class Project:
    """Everything that the editors of one site have written: records by model and id, in the files' order."""

    root: Path
    kinds: RecordKinds
    records: Mapping[type[Record], Mapping[str, Record]]
    addresses: Mapping[str, int]  # paths in the site that were published, and their lines in ADDRESSES
    pages: Mapping[str, Mapping[str, Page]]  # by language and name
    words: Mapping[str, Mapping[str, Any]]  # by language
    where: Mapping[tuple[type[Record], str], Where]

    units = _Of(Unit)
    sources = _Of(Source)
    speakers = _Of(Speaker)
    statistics = _Of(Statistic)
    set_aside = _Of(SetAside)
    terms = _Of(Term)
    exhibits = _Of(Exhibit)
    policies = _Of(Policy)
    places = _Of(Place)
    corrections = _Of(Correction)
    claims = _Of(Claim)
    disagreements = _Of(Disagreement)
    redirects = _Of(Redirect)
    charts = _Of(ChartSpec)

    def of(self, model: type[R]) -> Mapping[str, R]:
        return cast(Mapping[str, R], self.records[model])

    @property
    def site(self) -> Site:
        return self.of(Site)["site"]

    @property
    def chapters(self) -> tuple[str, ...]:
        """Ids of the chapters, in the order of the default language's files."""
        pages = self.pages[self.default_language]
        return tuple(name.removeprefix("chapters/") for name in pages if name.startswith("chapters/"))

    @property
    def default_language(self) -> str:
        return next(iter(self.site.languages))

    def entries(self) -> Iterator[tuple[RecordKind, str, Record, Where]]:
        """Yield every record that stands in a YAML file: its kind, its id, itself, and its place."""
        for model, records in self.records.items():
            for id_, record in records.items():
                yield self.kinds[model], id_, record, self.where[model, id_]


@dataclass
class _Reader:
    """Reads files one after the other and gathers what is wrong in any of them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    where: dict[tuple[type[Record], str], Where] = field(default_factory=dict)

    def shown(self, path: Path) -> Path:
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def document(self, path: Path) -> Document | None:
        text, problems = read_text(path, self.shown(path))
        if not problems:
            document, problems = parse(text, self.shown(path))
        self.problems += problems
        return None if problems else document

    def validate(self, model: type[R], where: Where) -> R | None:
        record, problems = _validated(model, where)
        self.problems += problems
        return record

    def records(self, kind: RecordKind) -> dict[str, Record]:
        """Read all records of a kind, by id; those of a list, by their place in it."""
        paths = sorted(path for path in self.root.glob(kind.files) if path.is_file())
        if kind.holds == "one":
            if not paths and "*" not in kind.files:
                self.problems.append(Problem(Path(kind.files), 0, 0, "is missing"))
            return self.singles(kind.model, paths)
        documents = filter(None, map(self.document, paths))
        return (self.mapping if kind.holds == "by id" else self.listing)(kind.model, documents)

    def singles(self, model: type[Record], paths: Iterable[Path]) -> dict[str, Record]:
        """Read files of one record each, which is named like its file."""
        records: dict[str, Record] = {}
        for path in paths:
            if not ID.fullmatch(path.stem):
                message = "the file's name is not an id: lower-case letters, digits and single hyphens"
                self.problems.append(Problem(self.shown(path), 0, 0, message))
            elif document := self.document(path):
                self.where[model, path.stem] = where = Where(document)
                if record := self.validate(model, where):
                    records[path.stem] = record
        return records

    def mapping(self, model: type[Record], documents: Iterable[Document]) -> dict[str, Record]:
        """Read what maps ids to records; an id may stand in one document only."""
        records: dict[str, Record] = {}
        for document in documents:
            if not isinstance(document.data, dict):
                self.problems.append(document.problem((), "expected ids, each with its entry below it"))
                continue
            for id_ in document.data:
                where = Where(document, (id_,))
                if not ID.fullmatch(id_):
                    message = (
                        f"'{id_}' is not an id: lower-case letters, digits and single hyphens, such as 'tech-firms'"
                    )
                    self.problems.append(where.problem(message=message, at_key=True))
                elif (model, id_) in self.where:
                    other = self.where[model, id_]
                    message = f"the id '{id_}' stands in {other.document.path.as_posix()}:{other.key_line()} already"
                    self.problems.append(where.problem(message=message, at_key=True))
                else:
                    self.where[model, id_] = where
                    record = self.validate(model, where)
                    if record is not None:
                        records[id_] = record
        return records

    def listing(self, model: type[Record], documents: Iterable[Document]) -> dict[str, Record]:
        records: dict[str, Record] = {}
        for document in documents:
            if not isinstance(document.data, list):
                self.problems.append(document.problem((), "expected a list: entries that begin with '- '"))
                continue
            for index in range(len(document.data)):
                self.where[model, str(index)] = where = Where(document, (index,))
                if record := self.validate(model, where):
                    records[str(index)] = record
        return records

    def lines(self, path: Path) -> dict[str, int]:
        """Read a list of one item a line, with their lines; those that begin with # are comments."""
        text, problems = read_text(path, self.shown(path)) if path.is_file() else ("", [])
        self.problems += problems
        lines = enumerate(map(str.strip, text.split("\n")), 1)
        return {line: number for number, line in lines if line and not line.startswith("#")}

    def pages(self, folder: Path, language: str) -> dict[str, Page]:
        pages: dict[str, Page] = {}
        for path in sorted(folder.rglob("*.md"), key=_page_order):
            page = self._page(path, folder, language)
            if page is not None and page.name in pages:
                message = f"the page '{page.name}' stands in {pages[page.name].path.as_posix()} already"
                self.problems.append(Problem(page.path, 0, 0, message))
            elif page is not None:
                pages[page.name] = page
        return pages

    def _page(self, path: Path, folder: Path, language: str) -> Page | None:
        text, problems = read_text(path, self.shown(path))
        self.problems += problems
        if problems:
            return None
        match = re.match(r"---\n(.*?)^---(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
        if not match:
            message = "expected front matter first: a line '---', the page's title and so on, and a line '---'"
            self.problems.append(Problem(self.shown(path), 1, 1, message))
            return None
        document, problems = parse(match[1], self.shown(path), first_line=1)
        self.problems += problems
        if problems:
            return None
        name = re.sub(r"(^|/)\d+-", r"\1", path.relative_to(folder).with_suffix("").as_posix())
        if not all(map(ID.fullmatch, name.split("/"))):  # it becomes an address
            message = f"'{name}' is not the name of a page: lower-case letters, digits and single hyphens"
            self.problems.append(Problem(self.shown(path), 0, 0, message))
            return None
        where = Where(document)
        front = self.validate(FrontMatter, where)
        self.where[FrontMatter, f"{language}/{name}"] = where
        if front is None:
            return None
        return Page(language, name, front, text[match.end() :], text[: match.end()].count("\n"), self.shown(path))


@lru_cache(maxsize=8192)  # of a document that did not change, the records are the same: what they keep is kept
def _validated(model: type[R], where: Where) -> tuple[R | None, tuple[Problem, ...]]:
    data = where.document.data
    for part in where.location:
        data = data[part]
    if not isinstance(data, dict):
        return None, (where.problem(message=f"expected keys such as {_some_fields(model)}"),)
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(_translate(error, model, where))


def _page_order(path: Path) -> tuple[str, int, str]:
    """Numbers before a file's name order it: 2-b.md stands before 10-a.md."""
    number = re.match(r"\d+", path.name)
    return path.parent.as_posix(), int(number[0]) if number else 0, path.name


def load_project(root: Path, engine: Path, url: str | None = None, *, kinds: RecordKinds = RECORDS) -> Project:
    """Read the project below `root`; words of the interface that it lacks come from `engine`.

    `url` replaces the address that data/site.yaml gives. Raises BuildError with every problem of every file; nothing
    is read where one leads out of the project.
    """
    if strays := [*_find_strays(root)]:
        raise BuildError(strays)
    reader = _Reader(root)
    records = {model: reader.records(kind) for model, kind in kinds.items()}
    addresses = reader.lines(root / ADDRESSES)
    site = cast(dict[str, Site], records[Site])
    languages = [code for found in site.values() for code in found.languages]
    pages = {language: reader.pages(root / "content" / language, language) for language in languages}
    words = _words(reader, root, engine, languages)
    if url is not None:
        reader.problems += _wrong_address(url)
        site |= {id_: found.model_copy(update={"url": url}) for id_, found in site.items()}
    if reader.problems:
        raise BuildError(reader.problems)
    return Project(root, kinds, records, addresses, pages, words, reader.where)


def _wrong_address(url: str) -> Iterator[Problem]:
    try:
        check_address(url)
    except ValueError as error:
        yield Problem(Path("SITE_URL"), 0, 0, str(error))


def _find_strays(root: Path) -> Iterator[Problem]:
    """Yield what reading or publishing a project's files must not follow: links out of it, pipes, devices."""
    inside = f"{root.resolve()}{os.sep}"
    for entry in _entries(root):
        is_link = entry.is_symlink()
        kind = Path(entry.path) if is_link else entry  # which knows already what it is
        if is_link and not os.path.realpath(entry.path).startswith(inside):
            message = "is a link that leads out of the project; put here what it leads to"
        elif not (kind.is_file() or kind.is_dir()):
            message = "is neither a file nor a folder, or leads to none; remove it"
        elif not _is_utf8(entry.name):
            message = "has a name that is not UTF-8; rename it"
        else:
            continue
        shown = os.fsencode(Path(entry.path).relative_to(root))
        yield Problem(Path(shown.decode(errors="backslashreplace")), 0, 0, message)


def _entries(root: Path) -> Iterator[os.DirEntry[str]]:
    """Yield a project's folders and all that lies in them; of links, only those folders' are followed."""
    with os.scandir(root) as found:
        waiting = [entry for entry in found if entry.name in FOLDERS]
    tops = frozenset(waiting)
    while waiting:
        entry = waiting.pop()
        yield entry
        if entry.is_dir(follow_symlinks=entry in tops):
            with suppress(OSError), os.scandir(entry) as found:
                waiting += found


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _words(reader: _Reader, root: Path, engine: Path, languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the interface's words by language: the project's own file, or else the engine's.

    All are held against the engine's for the first language, or for any that it speaks.
    """
    names = {language: f"templates/words.{language}.yaml" for language in languages}
    model = next(path for path in map(engine.joinpath, [*names.values(), "templates/words.en.yaml"]) if path.is_file())
    paths = {}
    for language, name in names.items():
        path = next((path for path in (root / name, engine / name) if path.is_file()), None)
        if path is None:
            reader.problems.append(Problem(Path(name), 0, 0, f"is missing: the interface's words for '{language}'"))
        else:
            paths[language] = path
    documents = {path: reader.document(path) for path in dict.fromkeys([model, *paths.values()])}
    expected = documents[model]
    words: dict[str, dict[str, Any]] = {language: {} for language in names}
    for language, path in paths.items():
        if (document := documents[path]) and expected:
            reader.problems += check_words(document, expected.data)
            words[language] = document.data
    return words


# --- pydantic's errors in an editor's words


def _some_fields(model: type[BaseModel]) -> str:
    return ", ".join(f"'{name}'" for name in list(model.model_fields)[:3])


def _model_at(model: Any, location: Location) -> type[BaseModel] | None:
    """Follow a location from a model through its fields' types to the model that stands there."""
    for part in location:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field_info = model.model_fields.get(str(part))
            model = field_info.annotation if field_info else None
        while get_origin(model) in (Union, UnionType):
            model = next(member for member in get_args(model) if member is not type(None))
        if get_origin(model) in (tuple, list, dict) and not (isinstance(part, str) and get_origin(model) is tuple):
            model = get_args(model)[-1] if get_origin(model) is dict else model
        if isinstance(part, int):
            model = get_args(model)[0]
    if get_origin(model) is dict:
        model = get_args(model)[-1]
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _translate(error: ValidationError, model: type[BaseModel], where: Where) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        location: Location = detail["loc"]
        kind, context = detail["type"], detail.get("ctx", {})
        name = next((part for part in reversed(location) if isinstance(part, str)), "")
        if kind == "extra_forbidden":
            known = _model_at(model, location[:-1])
            hint = suggestion(name, known.model_fields) if known else ""
            allowed = f"; known here: {', '.join(known.model_fields)}" if known and not hint else ""
            yield where.problem(*location, message=f"unknown key '{name}'{hint}{allowed}", at_key=True)
            continue
        if kind == "missing":
            yield where.problem(*location, message=f"the key '{name}' is missing", at_key=True)
            continue
        if kind == "value_error":
            message = str(context["error"])
        elif kind in ("enum", "literal_error"):
            expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
            given = detail["input"] if isinstance(detail["input"], str) else "that"
            message = f"'{name}' can't be '{given}'{suggestion(given, expected.split(', '))} (known: {expected})"
        elif kind == "too_short" and detail["input"]:
            continue  # what is in it has its own problems
        elif detail["input"] == "" or kind in ("string_too_short", "too_short"):
            message = f"'{name}' is empty"
        elif kind == "string_type":
            message = f"'{name}' must be text (one that begins with a bracket stands in quotes)"
        elif kind in ("dict_type", "model_type", "mapping_type"):
            message = f"'{name}' must hold keys of its own, each on a line below it (such as en: … and zh: …)"
        elif kind in ("tuple_type", "list_type"):
            message = f"'{name}' must be a list: entries that begin with '- ', or [a, b]"
        else:
            message = f"'{name}': {detail['msg']}"
        yield where.problem(*location, message=message)
