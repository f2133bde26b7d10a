"""The registry: every form that a chart may have, by the name that `form:` gives it."""

from microsite.charts.chart import Form
from microsite.charts.forms import (
    areas,
    bars,
    columns,
    dots,
    line,
    plan,
    proportion,
    scale,
    scatter,
    target,
    tiles,
    timeline,
)

FORMS: dict[str, Form] = {
    "areas": areas.FORM,
    "bars": bars.FORM,
    "columns": columns.FORM,
    "dots": dots.FORM,
    "line": line.FORM,
    "plan": plan.FORM,
    "proportion": proportion.FORM,
    "scale": scale.FORM,
    "scatter": scatter.FORM,
    "target": target.FORM,
    "tiles": tiles.FORM,
    "timeline": timeline.FORM,
}
