"""The article's shape and its figures → problems: where one stands in a paragraph that the other does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from microsite.errors import Problem, command
from microsite.facts.derive import Datum, Facts, observation_key
from microsite.source.models import Paragraph, Role
from microsite.source.project import Project


def check_shape(project: Project, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with the shape. A project without one draws none."""
    missing = Counter(_printed(project, facts)) if project.shape else Counter()
    unprinted: list[tuple[Datum, Problem]] = []
    for number, (_, paragraph, where) in enumerate(project.placed(Paragraph), 1):
        for reference in paragraph.figures:
            try:
                datum = facts.find(reference)
            except ValueError as error:
                yield where.problem("runs", message=str(error), snippet=reference)
                continue
            if missing[number, datum.reference] == 0:
                message = f"the article does not print '{reference}' in its paragraph {number}: {_write(project)}"
                unprinted.append((datum, where.problem("runs", message=message, snippet=reference)))
            missing[number, datum.reference] -= 1
    lost_anywhere = {figure for (_, figure), count in missing.items() if count > 0}
    for datum, problem in unprinted:  # but for a figure whose own paragraph, or source, is the mistake
        if datum.reference not in lost_anywhere and (datum.role is Role.CONTEXT or datum.source in project.sources):
            yield problem
    for id_, observation, where in project.observations:
        reference = f"{id_}@{observation_key(observation)}"
        if reference in lost_anywhere:
            lost = [str(number) for (number, figure), count in missing.items() if figure == reference and count > 0]
            message = f"the article's shape lacks it in paragraph {', '.join(lost)}: {_write(project)}"
            yield where.problem("paragraph", message=message)


def shape_problem(project: Project, article: str) -> str | None:
    """Return why a source has no shape, as one that is to be shown has."""
    if article != project.site.article:
        own = f", '{project.site.article}'" if project.site.article else ": data/site.yaml names none"
        return f"'{article}' is not the article{own}"
    return None if project.shape else f"the article has no shape yet: {_write(project)}"


def _printed(project: Project, facts: Facts) -> Iterator[tuple[int, str]]:
    """Yield each place of the article at which it prints a figure: the paragraph, and the figure."""
    for datum in facts:
        if datum.role is Role.ARTICLE and datum.source == project.site.article:
            yield from ((place.paragraph, datum.reference) for place in datum.places)


def _write(project: Project) -> str:
    return f"{command(project.root, 'shape', 'ARTICLE')} writes data/shape.yaml"
