"""Rules that hold across files → problems: unknown ids, missing translations, numbers typed by hand.

What one file says by itself is for models.py and load.py; what a formula can't know, for derive.py.
"""

from __future__ import annotations

import time

from microsite.charts.story import Story
from microsite.checks.addresses import check_addresses
from microsite.checks.anchors import check_anchors
from microsite.checks.charts import check_charts, check_drawings, check_pictures
from microsite.checks.future import check_future
from microsite.checks.history import check_claims, check_corrections, check_disagreements
from microsite.checks.pages import check_pages
from microsite.checks.references import check_subjects
from microsite.checks.shape import check_shape
from microsite.checks.sources import check_lists, check_sources
from microsite.checks.statistics import check_statistics
from microsite.checks.texts import check_texts, check_words_files
from microsite.checks.units import check_units
from microsite.checks.verdicts import check_verdicts
from microsite.errors import Problem


def check_project(story: Story) -> list[Problem]:
    """Return everything that does not fit together, in no particular order."""
    project, facts = story.project, story.facts
    problems = [
        *project.unread,
        *check_texts(project, facts),
        *check_words_files(project),
        *check_subjects(project),
        *check_statistics(project),
        *check_units(project, facts),
        *check_sources(project),
        *check_lists(project),
        *check_claims(project),
        *check_shape(project, facts),
        *check_disagreements(project, facts),
        *check_corrections(project, facts),
        *check_future(project, time.strftime("%Y-%m-%d")),
        *check_pages(project, facts),
        *check_charts(project),
        *check_addresses(project),
        *check_anchors(project),
    ]
    if facts.data.keys() and all(datum.unit in project.units for datum in facts):  # what is compared, or drawn, in them
        problems += [*check_pictures(project, facts), *check_verdicts(project, facts)]
    sound = not problems and facts.data.keys() >= project.statistics.keys()
    return [*problems, *check_drawings(project, story.inputs, sound=sound)]
