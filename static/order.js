// The order of the index of statistics, which loads it when somebody first asks for one.
(() => {
  const table = document.querySelector("table.statistics");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const [first] = table.tBodies;

  const KEYS = {
    name: (row) => row.cells[0].textContent,
    figure: (row) => [row.dataset.unit, parseFloat(row.querySelector("data").value)],
    period: (row) => row.dataset.since,
    kind: (row) => row.cells[3].textContent,
    who: (row) => row.cells[4].textContent,
    verdict: (row) => row.cells[5].textContent,
  };

  // Figures are compared within their unit, under whose name they stand.
  const units = new Map();

  function unit_of(row) {
    const { unit } = row.dataset;
    if (!units.has(unit)) {
      const body = first.cloneNode();
      body.removeAttribute("id");
      body.append(first.rows[0].cloneNode(true));
      body.querySelector("span").textContent = unit;
      units.set(unit, body);
      table.append(body);
    }
    return units.get(unit);
  }

  function compare(a, b, sign) {
    if (Array.isArray(a)) return collator.compare(a[0], b[0]) || sign * (a[1] - b[1]);
    return sign * collator.compare(a, b);
  }

  window.order = (rows, order) => {
    const name = order.replace("-", "");
    const sign = order.startsWith("-") ? -1 : 1;
    const keys = new Map(name && rows.map(({ row }) => [row, KEYS[name](row)]));
    const sorted = name ? [...rows].sort((a, b) => compare(keys.get(a.row), keys.get(b.row), sign)) : rows;
    for (const { row, body } of sorted) (name === "figure" ? unit_of(row) : name ? first : body).append(row);
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.sort === name) head.ariaSort = sign > 0 ? "ascending" : "descending";
      else head.ariaSort = null;
    }
  };
})();
