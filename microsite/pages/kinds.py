"""The kinds of pages that a site has, an entry each: checks, addresses, navigation, the map and rendering read it.

A new kind is its template, its entry here with what makes its context, its name in `nav` of the words files, and
its Markdown in each language.
"""

from __future__ import annotations

from microsite.pages.about import build_corrections, build_data, build_lost, build_method, build_plain
from microsite.pages.charts import build_chart, build_charts, build_embed
from microsite.pages.lists import build_exhibits, build_glossary, build_policies
from microsite.pages.statistics import build_statistic, build_statistics
from microsite.pages.story import build_story
from microsite.source.kinds import PageKind
from microsite.source.models import ChartSpec, Statistic

PAGES = (  # in the order of the navigation
    PageKind("", "page", build_plain, required=False, in_navigation=False),  # whatever else has Markdown
    PageKind("index", "story", build_story, in_navigation=False),
    PageKind("charts", "charts", build_charts, required=False),
    PageKind("statistics", "statistics", build_statistics, parts=lambda edition: len(edition.story.parts)),
    PageKind("exhibits", "exhibits", build_exhibits, required=False),
    PageKind("policies", "policies", build_policies, required=False),
    PageKind("glossary", "glossary", build_glossary, required=False),
    PageKind("method", "method", build_method),
    PageKind("data", "data", build_data),
    PageKind("corrections", "corrections", build_corrections, required=False),
    PageKind("404", "404", build_lost, in_navigation=False, shared=False),
    PageKind("statistics/{id}", "statistic", build_statistic, of=Statistic),
    PageKind("charts/{id}", "chart", build_chart, of=ChartSpec),
    PageKind("embed/{id}", "embed", build_embed, of=ChartSpec, shared=False),
)
