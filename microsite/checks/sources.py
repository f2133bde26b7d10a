"""Sources → the article without its language, links where none may be."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.errors import Problem
from microsite.source.models import Source
from microsite.source.project import Project


def check_sources(project: Project) -> Iterator[Problem]:
    article = project.site.article
    if article and article in project.sources and project.sources[article].language is None:
        message = f"the article '{article}' needs a 'language', in which its phrases are printed"
        yield project.where[Source, article].problem(message=message, at_key=True)
    for id_, source in project.sources.items():
        where = project.where[Source, id_]
        if source.url and source.grade == "mirror":
            yield where.problem("url", message="a mirrored source is credited and not linked: remove its 'url'")
