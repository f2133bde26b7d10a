"""A record → every text in it, those in a chart's options included."""

from __future__ import annotations

from microsite.charts.chart import read_options
from microsite.charts.forms import FORMS
from microsite.source.models import ChartSpec
from microsite.source.record import Record, Texts


def written(record: Record) -> Texts:
    """Return every text of a record, those of a chart's options included."""
    if isinstance(record, ChartSpec) and (options := read_options(record, FORMS)) is not None:
        return *record.texts, *((("options", *location), text, prose) for location, text, prose in options.texts)
    return record.texts
