"""Rules that hold across files → problems: unknown ids, missing translations, numbers typed by hand.

What one file says by itself is for models.py and load.py; what a formula can't know, for derive.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from microsite.charts.story import Story
from microsite.checks.addresses import check_addresses, find_unrecorded
from microsite.checks.anchors import check_anchors
from microsite.checks.charts import check_alternatives, check_drawings, check_pictures
from microsite.checks.future import check_future
from microsite.checks.history import check_claims, check_corrections, check_disagreements
from microsite.checks.joints import check_joints
from microsite.checks.pages import check_pages
from microsite.checks.parity import check_parity
from microsite.checks.references import check_names
from microsite.checks.shape import check_shape
from microsite.checks.statistics import check_sources, check_statistics
from microsite.checks.texts import check_texts, check_words_files, find_unfinished
from microsite.checks.units import check_readings, check_units
from microsite.checks.verdicts import check_verdicts
from microsite.errors import Problem
from microsite.facts.claims import judge_claims


def check_project(story: Story, problems: Iterable[Problem] = (), *, strict: bool = False) -> list[Problem]:
    """Return everything that does not fit together, beside the `problems` that are known, in no particular order.

    What would only follow from something else that is wrong waits for that. `strict`: what is not ready for readers.
    """
    project = story.project
    facts, unjudged = judge_claims(project, story.facts)
    found = [
        *problems,
        *unjudged,
        *project.unread,
        *check_texts(project, facts),
        *check_words_files(project),
        *check_names(project, facts),
        *check_statistics(project),
        *check_units(project, facts),
        *check_sources(project),
        *check_claims(project),
        *check_shape(project, facts),
        *check_disagreements(project, facts),
        *check_corrections(project, facts),
        *check_future(project, time.strftime("%Y-%m-%d")),
        *check_pages(project, facts),
        *check_addresses(project),
        *check_anchors(project),
        *check_alternatives(story),
        *check_joints(story),
        *check_readings(story),
        *check_pictures(project, facts),
        *check_verdicts(project, facts),
        *check_drawings(story),
    ]
    if not found:  # all that texts name is there
        found += check_parity(project)
    if strict and not found:
        found += [*find_unfinished(project), *find_unrecorded(project)]
    return found
