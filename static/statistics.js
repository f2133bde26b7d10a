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
  const { who } = form.elements;
  who.append(...[...who.options].slice(1).sort((a, b) => collator.compare(a.text, b.text)));

  // A large index goes over several pages: `here` is how the name of this one ends, and of what files have of it.
  const part_of = ({ pathname }) => /--\d+(?=\/[^/]*$)/.exec(pathname)?.[0] ?? "";
  const here = part_of(location);
  const pages = [...document.querySelectorAll(".parts li")];
  const links = [...document.querySelectorAll(".parts a")];
  const haystacks = new Map([[here, {}], ...links.map((link) => [part_of(link), {}])]);

  // What is searched, and how each went over time, as small as a word: loaded when needed, from disk, too.
  const { src } = document.currentScript;

  function load(path) {
    const script = Object.assign(document.createElement("script"), { src: new URL(`../${path}.js`, src) });
    document.head.append(script);
    return new Promise((done) => script.addEventListener("load", done));
  }

  let loading;

  function load_search() {
    const read = async (part) => {
      await load(`data/search${part}`);
      haystacks.set(part, window.haystacks);
    };
    loading ??= Promise.all([load("static/search"), ...[...haystacks.keys()].map(read)]);
    return loading;
  }

  // Who comes for a row or a subject finds it unfolded; of another page, is led there.
  async function follow() {
    const { hash } = location;
    const id = hash.slice(1);
    const place = document.getElementById(id);
    const body = place?.closest("tbody");
    if (body && phone.matches && !body.classList.contains("open")) {
      unfold(body, true);
      place.scrollIntoView();
    }
    if (!id || place || !pages.length) return;
    await load_search();
    const link = links.find((link) => link.hash === hash || haystacks.get(part_of(link))[id]);
    if (link) location.replace(new URL(hash, link.href));
  }
  load(`data/courses${here}`).then(() => {
    for (const { row } of rows) {
      const spark = Object.assign(document.createElement("span"), { className: "spark", ariaHidden: true });
      spark.innerHTML = window.courses[row.id] ?? "";
      if (spark.firstChild) row.cells[2].append(spark);
    }
  });

  function filter(fields, whole = true) {
    const words = fields.q ? window.search.matchers(fields.q, whole) : [];
    const says = (names, text) => words.every((word) => word.test(names) || word.test(text));
    const facets = ["kind", "verdict", "who", "origin"].filter((name) => fields[name]);
    const narrowed = words.length + facets.length > 0;
    let shown = 0;
    for (const { row, figures, others } of rows) {
      const [names, texts = {}] = haystacks.get(here)[row.id] ?? [];
      const hits = new Set(
        figures.filter(
          ({ dataset }) =>
            facets.every((name) => fields[name].split("|").includes(dataset[name])) && says(names, texts[dataset.key]),
        ),
      );
      row.hidden = !hits.size || (fields.subject && row.dataset.subject !== fields.subject);
      shown += !row.hidden;
      const below = narrowed && !hits.has(row); // found among the other figures only: show those
      for (const figure of figures.slice(1)) figure.hidden = below && !hits.has(figure);
      if (others && (below || others.hasAttribute("data-opened"))) {
        others.open = below;
        others.toggleAttribute("data-opened", below);
      }
    }
    // On other pages words find the same; only these know of what kind their figures are.
    const found = ([names, texts]) => Object.values(texts).some((text) => says(names, text));
    const counts = pages.map((page) => Object.values(haystacks.get(part_of(page.firstChild))).filter(found).length);
    const any = shown || (words.length && counts.some(Boolean));
    if (!any && whole) return filter(fields, false);
    pages.forEach((page, index) => {
      page.lastChild.textContent = (words.length && !facets.length && counts[index]) || "";
    });
    window.search?.look(fields.q.trim().length > 1 ? words : []);
    const { none, narrowed: own, shown: all } = output.dataset;
    output.value = any ? ((facets.length || fields.subject) && own ? own : all).replace("{0}", shown) : none;
  }

  // --- order. Figures are compared within their unit, under whose name they stand.
  const units = new Map();

  function unit_of(row) {
    const { unit } = row.dataset;
    if (!units.has(unit)) {
      const body = bodies[0].cloneNode();
      body.removeAttribute("id");
      body.append(bodies[0].rows[0].cloneNode(true));
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

  function sort() {
    const name = order.replace("-", "");
    const sign = order.startsWith("-") ? -1 : 1;
    const sorted = name ? [...rows].sort((a, b) => compare(a.keys[name], b.keys[name], sign)) : rows;
    for (const { row, body } of sorted) (name === "figure" ? unit_of(row) : name ? bodies[0] : body).append(row);
    for (const head of heads) {
      if (head.dataset.sort === name) head.ariaSort = sign > 0 ? "ascending" : "descending";
      else head.ariaSort = null;
    }
  }

  async function apply() {
    if (form.elements.q.value) {
      form.setAttribute("aria-busy", true);
      await load_search();
      form.removeAttribute("aria-busy");
    }
    const fields = Object.fromEntries(new FormData(form));
    filter(fields);
    for (const body of table.tBodies) {
      const plain = order && !order.endsWith("figure");
      body.rows[0].hidden = plain || ![...body.rows].some((row) => row.id && !row.hidden);
    }
    const query = new URLSearchParams(Object.entries({ ...fields, sort: order }).filter(([, value]) => value));
    const narrowed = String(query) !== "";
    form.querySelector("[type=reset]").hidden = !narrowed;
    table.classList.toggle("narrowed", narrowed);
    fold();
    const address = new URL(location.href);
    address.search = query;
    for (const link of links) link.search = query;
    try {
      history.replaceState(null, "", address);
    } catch {
      // from disk, some browsers refuse
    }
  }

  // What stands in a place becomes a button there.
  function make_button(place, act) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...place.childNodes);
    place.append(button);
    button.addEventListener("click", act);
    return button;
  }

  for (const head of heads) {
    make_button(head, () => {
      const name = head.dataset.sort;
      order = { "": name, [name]: `-${name}`, [`-${name}`]: "" }[order] ?? name;
      sort();
      apply();
    });
  }

  // --- on phones, subjects are folded (site.css) while all of them are shown
  const phone = matchMedia("not all and (min-width: 40em)");
  const folds = new Map();
  for (const body of bodies.length > 1 ? bodies : []) {
    const heading = body.rows[0].querySelector("span");
    const button = make_button(heading, () => unfold(body, !body.classList.contains("open")));
    button.append(" ", Object.assign(document.createElement("small"), { textContent: body.rows.length - 1 }));
    folds.set(body, button);
    unfold(body, false);
  }

  function unfold(body, open) {
    body.classList.toggle("open", open);
    folds.get(body)?.setAttribute("aria-expanded", open);
  }

  function fold() {
    for (const button of folds.values()) button.disabled = !phone.matches || table.classList.contains("narrowed");
  }
  phone.addEventListener("change", fold);
  follow();
  addEventListener("hashchange", follow);

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
  const narrow = form.querySelector("details");
  narrow.open =
    matchMedia("(min-width: 66em)").matches || [...narrow.querySelectorAll("select")].some(({ value }) => value);
  apply();
  if (location.hash === "#find") {
    addEventListener("load", () => setTimeout(() => form.elements.q.focus())); // once it is scrolled to
  }
})();
