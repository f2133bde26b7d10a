"""The registry: every form that a chart may have, by the name that `form:` gives it."""

from microsite.charts.chart import Form
from microsite.charts.forms import bars, dots, ladder, line, plan, proportion, scale, slope, target, tiles, timeline

FORMS: dict[str, Form] = {
    "bars": bars.FORM,
    "dots": dots.FORM,
    "ladder": ladder.FORM,
    "line": line.FORM,
    "plan": plan.FORM,
    "proportion": proportion.FORM,
    "scale": scale.FORM,
    "slope": slope.FORM,
    "target": target.FORM,
    "tiles": tiles.FORM,
    "timeline": timeline.FORM,
}
