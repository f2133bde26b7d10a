// The index of statistics: search, filters and order, instantly, kept in the address.
(() => {
  const form = document.querySelector(".filters");
  const table = document.querySelector("table.statistics");
  const output = form.querySelector("output");
  const bodies = [...table.tBodies];
  const heads = [...table.querySelectorAll("[data-sort]")];
  const rows = [...table.querySelectorAll("tr[id]")].map((row) => ({
    row,
    body: row.parentNode,
    figures: [row, ...row.querySelectorAll("li")],
    others: row.querySelector("details"),
  }));
  let order = "";
  const { who } = form.elements;
  const { lang } = document.documentElement;
  who.append(...[...who.options].slice(1).sort((a, b) => a.text.localeCompare(b.text, lang)));

  // A large index goes over several pages: `here` is how the name of this one ends, and of what files have of it.
  const part_of = ({ pathname }) => /--\d+(?=\/[^/]*$)/.exec(pathname)?.[0] ?? "";
  const here = part_of(location);
  const pages = [...document.querySelectorAll(".parts li")];
  const links = [...document.querySelectorAll(".parts a")];
  const haystacks = new Map([[here, {}], ...links.map((link) => [part_of(link), {}])]);

  // What is searched, and how each went over time, as small as a word: loaded when needed, from disk, too.
  const { src } = document.currentScript;

  function load(path, onerror = fail) {
    const url = new URL(`../${path}.js`, src);
    return new Promise((onload) =>
      document.head.append(Object.assign(document.createElement("script"), { src: url, onload, onerror })),
    );
  }

  let loading, ordering;

  // What did not come is asked for again when it is next needed.
  function fail() {
    loading = ordering = null;
    if (!window.order) order = "";
    form.removeAttribute("aria-busy");
    output.value = output.dataset.failed;
  }

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
  load(`data/courses${here}`, null).then(() => {
    for (const { row } of rows) {
      const innerHTML = window.courses[row.id];
      const spark = { className: "spark", ariaHidden: true, innerHTML };
      if (innerHTML) row.cells[2].append(Object.assign(document.createElement("span"), spark));
    }
  });

  function filter(fields, whole = true) {
    const words = fields.q ? window.search.matchers(fields.q, whole) : [];
    const facets = ["kind", "verdict", "who", "origin"].filter((name) => fields[name]);
    let shown = 0;
    for (const { row, figures, others } of rows) {
      const [names, texts = {}] = haystacks.get(here)[row.id] ?? [];
      const hits = new Set(
        figures.filter(
          ({ dataset }) =>
            facets.every((name) => fields[name].split("|").includes(dataset[name])) &&
            words.every((word) => word.test(names) || word.test(texts[dataset.key])),
        ),
      );
      row.hidden = !hits.size || (fields.subject && row.dataset.subject !== fields.subject);
      shown += !row.hidden;
      const below = !hits.has(row); // found among the other figures only: show those
      for (const figure of figures.slice(1)) figure.hidden = below && !hits.has(figure);
      if (others && (below || others.hasAttribute("data-opened"))) {
        others.open = below;
        others.toggleAttribute("data-opened", below);
      }
    }
    const any = window.search?.tell(pages, (page) => haystacks.get(part_of(page)), words, facets[0]) || shown;
    if (!any && whole) return filter(fields, false);
    window.search?.look(fields.q.trim().length > 1 ? words : []);
    const { dataset } = output;
    const said = any ? ((facets[0] || fields.subject) && dataset.narrowed) || dataset.shown : dataset.none;
    output.value = said.replace("{0}", shown);
  }

  // What compares is loaded when somebody first asks for an order; until then rows stand as the page has them.
  async function sort() {
    if (order) ordering ??= load("static/order");
    await ordering;
    window.order?.(rows, order);
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
    const narrowed = String(query);
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
    make_button(head, async () => {
      const name = head.dataset.sort;
      order = { "": name, [name]: `-${name}`, [`-${name}`]: "" }[order] ?? name;
      await sort();
      apply();
    });
  }

  // --- on phones, subjects are folded (site.css) while all of them are shown
  const phone = matchMedia("not all and (min-width: 40em)");
  for (const body of bodies.length > 1 ? bodies : []) {
    const heading = body.rows[0].querySelector("span");
    const button = make_button(heading, () => unfold(body, !body.classList.contains("open")));
    button.append(" ", Object.assign(document.createElement("small"), { textContent: body.rows.length - 1 }));
    unfold(body, false);
  }

  function unfold(body, open) {
    body.classList.toggle("open", open);
    body.querySelector("button")?.setAttribute("aria-expanded", open);
  }

  function fold() {
    const disabled = !phone.matches || table.classList.contains("narrowed");
    for (const button of table.querySelectorAll("tbody button")) button.disabled = disabled;
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
  const narrow = form.querySelector("details");
  narrow.open =
    matchMedia("(min-width: 66em)").matches || [...narrow.querySelectorAll("select")].some(({ value }) => value);
  sort().then(apply);
  if (location.hash === "#find") {
    addEventListener("load", () => requestAnimationFrame(() => form.elements.q.focus())); // once it is scrolled to
  }
})();
