// The index of statistics: search, filters and order, instantly, kept in the address.
(() => {
  const form = document.querySelector(".filters");
  const table = document.querySelector("table.statistics");
  const output = form.querySelector("output");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const bodies = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const rows = bodies.flatMap((body) =>
    [...body.rows]
      .filter((row) => row.id)
      .map((row) => ({
        row,
        body,
        figures: [row, ...row.querySelectorAll("li")],
        others: row.querySelector("details"),
        haystack: window.haystacks[row.id],
        keys: {
          name: row.cells[0].textContent,
          figure: [row.dataset.unit, parseFloat(row.querySelector("data").value)],
          period: row.dataset.since,
          kind: row.cells[3].textContent,
          who: row.cells[4].textContent,
          verdict: row.cells[5]?.textContent,
        },
      })),
  );
  let order = "";

  // How each went over time, as small as a word; the same file serves cards.
  const courses = document.createElement("script");
  courses.src = document.querySelector("script[src$='data/search.js']").src.replace(/search(?=\.js$)/, "courses");
  courses.onload = () => {
    for (const { row } of rows) {
      const spark = Object.assign(document.createElement("span"), { className: "spark", ariaHidden: true });
      spark.innerHTML = window.courses[row.id] ?? "";
      if (spark.firstChild) row.cells[2].append(spark);
    }
  };
  document.head.append(courses);

  // As `fold` in microsite/downloads/search.py.
  const fold = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/(\d),(?=\d{3}(?!\d))/g, "$1");

  // A number is found from its first digit on: 85 in 850000, not in 1850.
  function matcher(word) {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return new RegExp(/^\d/.test(word) ? `(^|[^\\d.])${escaped}` : escaped);
  }

  function filter(fields) {
    const words = fold(fields.q).split(/\s+/).filter(Boolean).map(matcher);
    const facets = ["kind", "verdict", "who", "origin"].filter((name) => fields[name]);
    const narrowed = words.length + facets.length > 0;
    let shown = 0;
    for (const { row, figures, others, haystack } of rows) {
      const [label, texts] = haystack;
      const hits = new Set(
        figures.filter(
          ({ dataset }) =>
            facets.every((name) => dataset[name] === fields[name]) &&
            words.every((word) => word.test(label) || word.test(texts[dataset.key])),
        ),
      );
      row.hidden = !hits.size || (fields.chapter && row.dataset.chapter !== fields.chapter);
      shown += !row.hidden;
      const below = narrowed && !hits.has(row); // found among the other figures only: show those
      for (const figure of figures.slice(1)) figure.hidden = below && !hits.has(figure);
      if (others && (below || others.hasAttribute("data-opened"))) {
        others.open = below;
        others.toggleAttribute("data-opened", below);
      }
    }
    output.value = shown ? output.dataset.shown.replace("{0}", shown).replace("{1}", rows.length) : output.dataset.none;
  }

  function compare(a, b) {
    if (Array.isArray(a)) return collator.compare(a[0], b[0]) || a[1] - b[1];
    return collator.compare(a, b);
  }

  function sort() {
    const name = order.replace("-", "");
    const sign = order.startsWith("-") ? -1 : 1;
    const sorted = name ? [...rows].sort((a, b) => sign * compare(a.keys[name], b.keys[name])) : rows;
    for (const { row, body } of sorted) (name ? bodies[0] : body).append(row);
    for (const head of heads) {
      if (head.dataset.sort === name) head.ariaSort = sign > 0 ? "ascending" : "descending";
      else head.ariaSort = null;
    }
  }

  function apply() {
    const fields = Object.fromEntries(new FormData(form));
    filter(fields);
    for (const body of bodies) {
      body.rows[0].hidden = order !== "" || ![...body.rows].some((row) => row.id && !row.hidden);
    }
    const query = new URLSearchParams(Object.entries({ ...fields, sort: order }).filter(([, value]) => value));
    const address = new URL(location.href);
    address.search = query;
    try {
      history.replaceState(null, "", address);
    } catch {
      // from disk, some browsers refuse
    }
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const name = head.dataset.sort;
      order = { "": name, [name]: `-${name}`, [`-${name}`]: "" }[order] ?? name;
      sort();
      apply();
    });
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    order = "";
    sort();
    setTimeout(apply); // once the fields are empty
  });

  for (const [name, value] of new URLSearchParams(location.search)) {
    if (form.elements[name]) form.elements[name].value = value;
    else if (name === "sort" && heads.some((head) => head.dataset.sort === value.replace("-", ""))) order = value;
  }
  if (order) sort();
  apply();
})();
