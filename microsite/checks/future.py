"""A project and a day → what it says was measured, or put right, in a time that has not come."""

from __future__ import annotations

from collections.abc import Iterator

from microsite.errors import Problem
from microsite.source.calendar import end_of, start_of
from microsite.source.models import Correction, Status
from microsite.source.project import Project


def check_future(project: Project, today: str) -> Iterator[Problem]:
    """Yield the measured figures of a period that begins after their source appeared, or later than today.

    It is no earlier than the days that editors have written, whatever the machine's clock says.
    """
    published = {id_: end_of(source.date) for id_, source in project.sources.items()}
    judged = (item.verdict.day for _, item, _ in project.observations if item.verdict)
    today = max([today, *judged, *published.values(), end_of(project.site.updated), end_of(project.site.published)])
    for _, item, where in project.observations:
        appeared = published.get(item.source) or today
        if item.status is Status.MEASURED and start_of(item.period) > appeared:
            known = f"'{item.source}' appeared, {appeared}" if appeared != today else f"today, {today}"
            message = (
                f"{item.period} begins after {known}: nobody has measured it; "
                f"such a figure has the status {Status.ESTIMATED}, {Status.TARGETED} or {Status.CLAIMED}"
            )
            yield where.problem("period", message=message)
    for _, correction, where in project.placed(Correction):
        if correction.date > today:
            yield where.problem("date", message=f"{correction.date} is later than today, {today}")
