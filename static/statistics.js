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

  // What is searched, and how each went over time, as small as a word: loaded when needed, from disk, too.
  const { src } = document.currentScript;
  function load(name) {
    const script = Object.assign(document.createElement("script"), { src: new URL(`../data/${name}.js`, src) });
    document.head.append(script);
    return new Promise((done) => script.addEventListener("load", done));
  }

  load("courses").then(() => {
    for (const { row } of rows) {
      const spark = Object.assign(document.createElement("span"), { className: "spark", ariaHidden: true });
      spark.innerHTML = window.courses[row.id] ?? "";
      if (spark.firstChild) row.cells[2].append(spark);
    }
  });

  // As Numerals.fold in microsite/language/numerals.py, by the browser's own table.
  const written = new Intl.NumberFormat(document.documentElement.lang).formatToParts(12345.6);
  const [group, decimal] = ["group", "decimal"].map((type) => written.find((part) => part.type === type).value);
  const between = group.trim() ? `\\${group}` : "\\s";
  const GROUPS = new RegExp(`(\\d)${between}(?=(?:\\d{2,3}${between})*\\d{3}(?!\\d))`, "g");
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(GROUPS, "$1");

  const SCALES = new Map(form.dataset.scales.split(", ").map((pair) => pair.split(/ (?=\d+$)/)));
  const longest = [...SCALES.keys()].sort((a, b) => b.length - a.length);
  const SCALED = new RegExp(`(\\d+(?:[.,]\\d+)?)\\s*(${longest.join("|")})(?![a-z])`, "g");

  // A number is found from its first digit on: 85 in 850000, not in 1850; with a word of scale (94000亿), as a whole. A
  // Latin word is found from its beginning on: AI not in fair; of two letters, as a `whole`, nor in aim.
  function matchers(text, whole) {
    const sources = [];
    const rest = fold(text).replace(SCALED, (_, number, scale) => {
      const full = Number((number.replace(decimal, ".") * 10 ** SCALES.get(scale)).toPrecision(12));
      sources.push(`(^|[^\\d.])${full}(?!\\d)`);
      return " ";
    });
    for (const word of rest.split(/\s+/).filter(Boolean)) {
      const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      if (/^\d/.test(word)) sources.push(`(^|[^\\d.])${escaped}`);
      else if (/^[a-z]/.test(word)) sources.push(`(^|[^a-z])${escaped}${whole && word.length < 3 ? "(?![a-z])" : ""}`);
      else sources.push(escaped);
    }
    return sources.map((source) => new RegExp(source, "i"));
  }

  function filter(fields, whole = true) {
    const words = matchers(fields.q, whole);
    const facets = ["kind", "verdict", "who", "origin"].filter((name) => fields[name]);
    const narrowed = words.length + facets.length > 0;
    let shown = 0;
    for (const { row, figures, others } of rows) {
      const [label, texts] = window.haystacks?.[row.id] ?? [];
      const hits = new Set(
        figures.filter(
          ({ dataset }) =>
            facets.every((name) => fields[name].split("|").includes(dataset[name])) &&
            words.every((word) => word.test(label) || word.test(texts[dataset.key])),
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
    if (!shown && whole) return filter(fields, false);
    look(fields.q.trim().length > 1 ? words : []);
    output.value = shown ? output.dataset.shown.replace("{0}", shown).replace("{1}", rows.length) : output.dataset.none;
  }

  // --- the rest of the site: its pages are read when somebody first searches them. From disk, none may read another.
  const elsewhere = document.querySelector(".elsewhere");
  let pages, waiting;

  async function read({ href }) {
    const html = await (await fetch(href)).text();
    const main = html.slice(html.indexOf("<main")); // no styles within: a page's policy holds what it parses, too
    const page = new DOMParser().parseFromString(main, "text/html");
    const parts = [
      ...page.querySelectorAll("main > .prose, main :is(section, .folded, .gallery article, .terms > div)"),
    ];
    return parts
      .filter((part) => !part.querySelector("section, .folded"))
      .map((part) => {
        const said = [...part.querySelectorAll("h2, h3, p, li, dt, dd")].map(({ textContent }) => textContent);
        const head = part.querySelector("h2, h3, dt") ?? page.querySelector("h1");
        const { id } = part.id ? part : (part.querySelector(".entry") ?? part);
        return { url: id ? `${href}#${id}` : href, head: head.textContent, text: said.join(" ") };
      });
  }

  function look(words) {
    clearTimeout(waiting);
    elsewhere.hidden = true;
    if (!words.length || !location.protocol.startsWith("http")) return;
    waiting = setTimeout(async () => {
      const links = document.querySelectorAll(".brand, #navigation li a:not([aria-current])");
      pages ??= Promise.all([...links].map(read)).catch(() => []);
      const found = (await pages).flat().filter(({ text }) => words.every((word) => word.test(fold(text))));
      const named = ({ head }) => words.some((word) => word.test(fold(head)));
      const first = [...found.filter(named), ...found.filter((part) => !named(part))].slice(0, 8);
      elsewhere.lastElementChild.replaceChildren(...first.map((part) => hit(part, words[0])));
      elsewhere.hidden = !first.length;
    }, 300);
  }

  function hit({ url, head, text }, word) {
    const at = Math.max(0, text.search(word) - 40);
    const around = `${at ? "…" : ""}${text.slice(at, at + 110).trim()}…`;
    const [item, link, small] = ["li", "a", "small"].map((name) => document.createElement(name));
    link.href = url;
    link.textContent = head;
    small.textContent = around;
    item.append(link, small);
    return item;
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

  let loading;

  function apply() {
    if (form.elements.q.value && !window.haystacks) {
      form.setAttribute("aria-busy", true);
      if (!loading) loading = load("search").then(apply);
      return;
    }
    form.removeAttribute("aria-busy");
    const fields = Object.fromEntries(new FormData(form));
    filter(fields);
    for (const body of table.tBodies) {
      const plain = order && !order.endsWith("figure");
      body.rows[0].hidden = plain || ![...body.rows].some((row) => row.id && !row.hidden);
    }
    const query = new URLSearchParams(Object.entries({ ...fields, sort: order }).filter(([, value]) => value));
    form.querySelector("[type=reset]").hidden = !String(query);
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
  const narrow = form.querySelector("details");
  narrow.open =
    matchMedia("(min-width: 66em)").matches || [...narrow.querySelectorAll("select")].some(({ value }) => value);
  apply();
  if (location.hash === "#find") {
    addEventListener("load", () => setTimeout(() => form.elements.q.focus())); // once it is scrolled to
  }
})();
