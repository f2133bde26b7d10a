"""Sources, and what records name → ids of nothing, words of no vocabulary, links where none may be."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.checks.references import unknown_problem
from microsite.errors import Problem, suggestion
from microsite.source.models import Source
from microsite.source.project import Project
from microsite.source.record import vocabularies


def check_sources(project: Project) -> Iterator[Problem]:
    article = project.site.article
    if article is not None and article not in project.sources:
        message = f"unknown source '{article}'{suggestion(article, project.sources)}"
        yield project.where[type(project.site), "site"].problem("article", message=message)
    elif article is not None and project.sources[article].language is None:
        message = f"the article '{article}' needs a 'language', in which its phrases are printed"
        yield project.where[Source, article].problem(message=message, at_key=True)
    for id_, source in project.sources.items():
        where = project.where[Source, id_]
        if source.url and source.grade == "mirror":
            yield where.problem("url", message="a mirrored source is credited and not linked: remove its 'url'")


def check_lists(project: Project) -> Iterator[Problem]:
    """Check the statistics that records name, and the words of the story's own vocabularies."""
    for _, _, record, where in project.entries():
        for index, id_ in enumerate(getattr(record, "statistics", ())):
            if message := unknown_problem("statistic", id_, project.statistics):
                yield where.problem("statistics", index, message=message)
        for name, key in vocabularies(type(record)).items():
            for code, words in project.words.items():
                if (message := unknown_problem(name, sort := getattr(record, name), words[key])) is None:
                    continue
                if not suggestion(sort, words[key]):
                    message += (
                        f" (known: {', '.join(words[key])}): name it below '{key}' in templates/words.{code}.yaml"
                    )
                yield where.problem(name, message=message)
                break
