"""A project with what is derived from it: what all stages after the checks are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from microsite.charts.chart import Chart, resolve
from microsite.charts.course import PREFIX, make_course
from microsite.charts.forms import FORMS
from microsite.errors import Problem
from microsite.facts.derive import Datum, Facts, derive_facts
from microsite.language.prose import Prose
from microsite.language.wording import Wording, wording_of
from microsite.source.models import ChartSpec, Statistic
from microsite.source.project import Project

FULL = 750  # names and figures of statistics that a page of their index holds within its budget, or a file of cards


@dataclass(frozen=True)
class Story:
    """A project, its facts, and what words its texts and charts in every language."""

    project: Project
    facts: Facts
    proses: Mapping[str, Prose]

    def place(self, datum: Datum) -> str:
        """Return where a figure is typed, or the formula that gives it: path:line."""
        where = self.project.where[Statistic, datum.statistic]
        if self.project.statistics[datum.statistic].derive:
            return where.place("derive", "formula")
        return where.place("observations", self.facts.data[datum.statistic].index(datum), "value")

    @property
    def courses(self) -> Mapping[str, ChartSpec]:
        """The charts that statistics have without a file, by slug; only of a project that passed all checks."""
        return {f"{PREFIX}{id_}": spec for id_ in self.project.statistics if (spec := self.course(id_))}

    @cached_property
    def course(self) -> Callable[[str], ChartSpec | None]:
        """What makes that of a statistic, once, if it has one: most pages show none."""
        return cache(self._course)

    def _course(self, id_: str) -> ChartSpec | None:
        project, statistic = self.project, self.project.statistics[id_]
        return make_course(statistic, self.facts.data[id_], project.units[statistic.unit], project.words)

    @cached_property
    def chart(self) -> Callable[[str, str], Chart]:
        """What puts the chart of a slug into a language, once: pages show it, and checks look at it.

        Raises KeyError where there is none, UNSAID where something in it is not there.
        """
        return cache(self._chart)

    def _chart(self, slug: str, code: str) -> Chart:
        _, is_course, id_ = slug.rpartition(PREFIX)
        if (spec := self.course(id_) if is_course else self.project.charts[slug]) is None:
            raise KeyError(slug)
        return resolve(slug, spec, FORMS[spec.form], self.proses[code])

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The statistics that each page of their index has, by id: in its order, a subject on one page if it fits."""
        statistics = self.project.statistics.items()
        subjects = self.project.subjects
        return self.cut([id_ for id_, item in statistics if item.subject == subject] for subject in subjects)

    def cut(self, groups: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """Cut groups of statistics, by id, into parts that are not too large; a group only where it is."""
        sizes = {id_: 1 + len(data) for id_, data in self.facts.data.items()}
        parts: list[list[str]] = []
        room = 0
        for group in groups:
            whole = sum(sizes[id_] for id_ in group)
            for place, id_ in enumerate(group):
                if (sizes[id_] if place else whole) > room:
                    parts.append([])
                    room = FULL
                parts[-1].append(id_)
                room -= sizes[id_]
        return tuple(map(tuple, parts)) or ((),)


def make_story(project: Project) -> tuple[Story, list[Problem]]:
    """Derive a project's facts and make its words; return also what could not be derived."""
    facts, problems = derive_facts(project)
    proses = {code: Prose(wording_of(project, code), facts, project) for code in project.site.languages}
    return Story(project, facts, proses), problems


@dataclass(frozen=True)
class Rendition:
    """A story in one of its languages. `charts` are by slug and language."""

    story: Story
    code: str
    charts: Mapping[tuple[str, str], Chart]

    @property
    def project(self) -> Project:
        return self.story.project

    @property
    def facts(self) -> Facts:
        return self.story.facts

    @property
    def prose(self) -> Prose:
        return self.story.proses[self.code]

    @property
    def wording(self) -> Wording:
        return self.prose.wording

    @property
    def folder(self) -> str:
        """Where the language's pages are: nothing, or a path that ends with a slash."""
        return self.project.site.languages[self.code].root

    @property
    def words(self) -> Mapping[str, Any]:
        return self.wording.words

    def text(self, text: Mapping[str, str] | None) -> str:
        """Return a text without markers; nothing for none."""
        return self.prose.text(text[self.code]) if text else ""

    def count_of(self, verdict: str) -> Datum | None:
        """Return the figure that counts the article's figures of a kind of verdict, if a statistic does."""
        formula, statistics = f"verdicts({verdict})", self.project.statistics.items()
        found = (id_ for id_, statistic in statistics if statistic.derive and statistic.derive.formula == formula)
        return next(map(self.facts.find, found), None)

    def joined(self, separator: str, *texts: str) -> str:
        """Join what there is of some texts with a word of the words file, such as its colon."""
        return str(self.words[separator]).join(filter(None, texts))
