"""Statistics, their observations and sources → what of them does not fit together, and which figures are overdue."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.checks.printed import check_printed
from microsite.checks.references import unknown_problem
from microsite.errors import Problem
from microsite.facts.derive import observation_key
from microsite.source.calendar import end_of, is_latest, is_overdue
from microsite.source.models import Role, Source, Statistic
from microsite.source.project import Project
from microsite.source.yamlfile import Location


def check_statistics(project: Project) -> Iterator[Problem]:
    for id_, statistic, where in project.placed(Statistic):
        if bool(statistic.observations) == bool(statistic.derive):
            yield where.problem(message=f"'{id_}' needs either 'observations' or 'derive'", at_key=True)
        for location, fault in _series_faults(statistic):
            yield where.problem(*location, message=fault)
    seen: set[tuple[str, str]] = set()
    for id_, observation, where in project.observations:
        statistic, key = project.statistics[id_], observation_key(observation)
        is_article = observation.role is Role.ARTICLE
        if (id_, key) in seen:
            yield where.problem(message=f"a second observation '{key}'; give it a 'key' of its own")
        seen.add((id_, key))
        for location, fault in check_printed(project, observation, statistic.unit):
            yield where.problem(*location, message=fault)
        if observation.series and (unknown := unknown_problem("series", observation.series, statistic.series)):
            yield where.problem("series", message=unknown)
        if (observation.period is None) != (observation.period_is == "unstated"):
            message = "without a 'period', 'period_is' must be 'unstated'; with one it can't be"
            yield where.problem("period_is", message=message)
        for name in ("paragraph", "printed", "speaker"):
            if name == "printed" and not is_article:
                continue
            if is_article != (getattr(observation, name) is not None):
                message = f"an observation of role {observation.role} {'needs' if is_article else 'has no'} '{name}'"
                yield where.problem(name, message=message, at_key=True)
        if observation.next_release and end_of(observation.next_release) <= end_of(observation.period):
            yield where.problem("next_release", message="lies before the end of the figure's own period")
        if is_article and observation.source != project.site.article and observation.source in project.sources:
            message = "an observation of role article cites the article"
            message += f", '{project.site.article}'" if project.site.article else ", and data/site.yaml names none"
            yield where.problem("source", message=message)


def _series_faults(statistic: Statistic) -> Iterator[tuple[Location, str]]:
    """Yield what keeps the figures of a series from following each other: each has a period of its own."""
    for name, series in statistic.series.items():
        seen: set[str] = set()
        for index, observation in enumerate(statistic.observations):
            if observation.series != name:
                continue
            here, period = ("observations", index), observation.period
            if period is None:
                yield (*here, "series"), f"without a 'period', it has no place in the series '{name}'"
            elif period in seen:
                yield (*here, "period"), f"a second figure of the series '{name}' for {period}; a series has one"
            seen.add(period or "")
        if not seen:
            yield ("series", name), f"no observation is of the series '{name}'"
        for period in series.breaks:
            if period not in seen:
                yield (
                    ("series", name, "breaks", period),
                    f"'{name}' has no figure for {period}, the first on a new base",
                )
            elif end_of(period) == min(map(end_of, seen)):
                yield ("series", name, "breaks", period), f"'{name}' begins with {period}: there is nothing to break"


def check_sources(project: Project) -> Iterator[Problem]:
    """Yield the article without its language, and links where none may be."""
    for id_, source, where in project.placed(Source):
        if id_ == project.site.article and source.language is None:
            message = f"the article '{id_}' needs a 'language', in which its phrases are printed"
            yield where.problem(message=message, at_key=True)
        if source.url and source.grade == "mirror":
            yield where.problem("url", message="a mirrored source is credited and not linked: remove its 'url'")


def find_overdue(project: Project, today: str) -> Iterator[Problem]:
    """Yield the figures whose sources should have published the next one by a day, which the data do not have."""
    for id_, item, where in project.observations:
        periods = [other.period for other in project.statistics[id_].observations]
        if item.next_release and is_overdue(item.next_release, today) and is_latest(item.period, periods):
            message = f"the next figure of '{id_}' was due: add it, or say when it is due now"
            yield where.problem("next_release", message=message)
