// The search of the index of statistics, which loads it when somebody first types: what words find, and where else.
(() => {
  const form = document.querySelector(".filters");

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

  // --- the rest of the site: its pages are read when somebody first searches them. From disk, none may read another.
  const elsewhere = document.querySelector(".elsewhere");
  let pages, waiting;

  async function read({ href }) {
    const html = await (await fetch(href)).text();
    const main = html.slice(html.indexOf("<main")); // no styles within: a page's policy holds what it parses, too
    const page = new DOMParser().parseFromString(main, "text/html");
    const parts = [...page.querySelectorAll("main > .prose, main :is(section, .folded, .gallery article)")];
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

  // Say beside each page of a large index how many of its statistics say all words, each in its names or in one text;
  // whether any do. Where the index is `narrowed`, nothing: only those pages know of what kind their figures are.
  function tell(pages, haystack, words, narrowed) {
    const says = (names, text) => words.every((word) => word.test(names) || word.test(text));
    const found = ([names, texts]) => words.length && Object.values(texts).some((text) => says(names, text));
    const counts = pages.map((page) => Object.values(haystack(page.firstChild)).filter(found).length);
    pages.forEach((page, index) => {
      page.lastChild.textContent = narrowed ? "" : counts[index] || "";
    });
    return counts.some(Boolean);
  }

  window.search = { matchers, tell, look };
})();
