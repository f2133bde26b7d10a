"""Everything that the editors of one site have written, with the place of each part in its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

from microsite.errors import Problem
from microsite.source import models
from microsite.source.kinds import PageKind, RecordKind, RecordKinds
from microsite.source.markup import markers
from microsite.source.record import Record
from microsite.source.yamlfile import Document, Location

R = TypeVar("R", bound=Record)
ADDRESSES = Path("data/addresses.txt")


class Where(NamedTuple):
    """Where one record stands: its document and its location in it."""

    document: Document
    location: Location = ()

    def problem(self, *location: str | int, message: str, at_key: bool = False, snippet: str = "") -> Problem:
        return self.document.problem((*self.location, *location), message, at_key=at_key, snippet=snippet)

    def below(self, *location: str | int) -> Where:
        """Return where a part of it stands."""
        return Where(self.document, (*self.location, *location))

    def line(self, *location: str | int) -> int:
        return self.problem(*location, message="").line

    def begin(self) -> str:
        """Return where it begins, path:line: at its key, or with the file that holds it alone."""
        return self.place(at_key=True) if self.location else f"{self.document.path.as_posix()}:1"

    def place(self, *location: str | int, at_key: bool = False) -> str:
        """Return where a part of it stands: path:line."""
        found = self.problem(*location, message="", at_key=at_key)
        return f"{found.path.as_posix()}:{found.line}"


class Page(NamedTuple):
    """One Markdown file. `name` is its path below the language's folder, without order and ending."""

    language: str
    name: str
    front: models.FrontMatter
    body: str
    body_line: int  # lines of the file above the body
    path: Path

    def blocks(self, kind: str) -> tuple[str, ...]:
        """Return what stands alone on its lines, of a kind such as charts, in order."""
        return tuple(marker.target for marker in markers(self.body) if marker.kind == kind)


class _Of(Generic[R]):
    """The records of one model, by id; of a list, by their place in it."""

    def __init__(self, model: type[R]) -> None:
        self.model = model

    def __get__(self, project: Project, _: type[Project]) -> Mapping[str, R]:
        return project.of(self.model)


@dataclass(frozen=True, eq=False)
class Project:
    """Everything that the editors of one site have written: records by model and id, in the files' order."""

    root: Path
    kinds: RecordKinds
    page_kinds: tuple[PageKind, ...]
    records: Mapping[type[Record], Mapping[str, Record]]
    addresses: Mapping[str, int]  # paths in the site that were published, and their lines in ADDRESSES
    pages: Mapping[str, Mapping[str, Page]]  # by language and name
    words: Mapping[str, Mapping[str, Any]]  # by language
    where: Mapping[tuple[type[Record], str], Where]
    tongues: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # words of sources' other languages
    find_unread: Callable[[], Iterable[Problem]] = tuple

    units = _Of(models.Unit)
    sources = _Of(models.Source)
    speakers = _Of(models.Speaker)
    statistics = _Of(models.Statistic)
    set_aside = _Of(models.SetAside)
    shape = _Of(models.Paragraph)
    terms = _Of(models.Term)
    exhibits = _Of(models.Exhibit)
    policies = _Of(models.Policy)
    places = _Of(models.Place)
    corrections = _Of(models.Correction)
    claims = _Of(models.Claim)
    verdicts = _Of(models.VerdictKind)
    disagreements = _Of(models.Disagreement)
    redirects = _Of(models.Redirect)
    charts = _Of(models.ChartSpec)

    def of(self, model: type[R]) -> Mapping[str, R]:
        return cast(Mapping[str, R], self.records[model])

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """Files that say what nobody reads: of an older state, no hindrance."""
        return tuple(self.find_unread())

    @property
    def site(self) -> models.Site:
        return self.of(models.Site)["site"]

    @property
    def chapters(self) -> tuple[str, ...]:
        """Ids of the chapters, in the order of the default language's files."""
        pages = self.pages[self.default_language]
        return tuple(name.removeprefix("chapters/") for name in pages if name.startswith("chapters/"))

    @property
    def subjects(self) -> tuple[str, ...]:
        """Ids of what statistics and charts are listed under: the site's subjects, or else the story's chapters."""
        return tuple(self.site.subjects) or self.chapters

    @property
    def default_language(self) -> str:
        return next(iter(self.site.languages))

    @property
    def required_pages(self) -> Mapping[str, str]:
        """The pages that must have Markdown: those of every site, and of the others those on which records stand.

        Of the latter it says what stands there.
        """
        required = {kind.name: "" for kind in self.page_kinds if kind.required and not kind.of}
        told = (kind for model, kind in self.kinds.items() if kind.list_page and self.of(model))
        return {**{kind.list_page: f": {kind.files} is shown there" for kind in told}, **required}

    def entries(self) -> Iterator[tuple[RecordKind, str, Record, Where]]:
        """Yield every record that stands in a YAML file: its kind, its id, itself, and its place."""
        for model, kind in self.kinds.items():
            for entry in self.placed(model):
                yield kind, *entry

    def placed(self, model: type[R]) -> Iterator[tuple[str, R, Where]]:
        """Yield the records of one model: each one's id, itself, and its place."""
        for id_, record in self.of(model).items():
            yield id_, record, self.where[model, id_]

    @cached_property
    def observations(self) -> tuple[tuple[str, models.Observation, Where], ...]:
        """Every observation: its statistic's id, itself, and its place."""
        return tuple(
            (id_, observation, where.below("observations", index))
            for id_, statistic, where in self.placed(models.Statistic)
            for index, observation in enumerate(statistic.observations)
        )
