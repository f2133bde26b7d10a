// Reading: a card on each number and term, a bar that says where one is, links to take along, a language switch that
// keeps the reader's place.
(() => {
  const root = document.documentElement;

  // --- cards. What they say is in data/cards.LANG.js and its further parts, loaded when a reader first asks.
  const EXPLAINED = "a.number, a.term";
  const GAP = 6; // px between a card and what it explains
  const source = document.currentScript.dataset.cards;
  const card = make("div", { className: "card", popover: "manual" });
  const loading = []; // by part
  let wanted, asked, owner, how; // asked, how: by hover, focus or press, what is wanted and what is open
  let timer, pointer, width; // pointer: the kind last pressed, or none after a key

  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  }

  function fetch(part) {
    const src = part ? source.replace(/\.js$/, `--${part + 1}.js`) : source;
    loading[part] ??= new Promise((onload, onerror) => document.head.append(make("script", { src, onload, onerror })));
    return loading[part];
  }

  async function load(link) {
    await fetch(0);
    const { id } = facts(link);
    await fetch(window.cards.starts.filter((start) => start <= id).length);
  }

  const facts = (link) => link.querySelector("[data-id]")?.dataset ?? {};

  function body(link) {
    const { numbers, terms, swatches } = window.cards;
    const { id, key } = facts(link);
    if (!id) {
      const term = terms[decodeURIComponent(link.hash.slice(1))];
      if (!term) return;
      const names = term.also.flatMap(([lang, name]) => [" ", make("span", { className: "also", lang }, name)]);
      return [make("p", { className: "what" }, term.label, ...names), make("p", {}, term.text)];
    }
    const number = numbers[key ? `${id}@${key}` : id];
    if (!number) return;
    const rows = number.rows.map(([label, text, printed, lang]) => {
      const quoted = printed ? [" ", make("q", { lang }, printed)] : [];
      return make("div", {}, make("dt", {}, label), " ", make("dd", {}, text, ...quoted));
    });
    const swatch = make("i", { className: "swatch", innerHTML: swatches[number.swatch] });
    return [
      make("p", { className: "what" }, number.label),
      make("p", { className: "figure" }, number.value),
      make("p", { className: "spark", ariaHidden: true, innerHTML: numbers[id].course }),
      make("p", { className: "about" }, swatch, number.kind),
      make("dl", {}, ...rows),
    ];
  }

  async function open(link, by) {
    wanted = link;
    asked = by;
    try {
      await load(link);
    } catch {
      if (by === "press") location.href = link.href;
      return;
    }
    if (wanted !== link) return;
    if (owner === link) {
      if (by === "press") pin();
      return;
    }
    const content = body(link);
    if (!content) return;
    close();
    const label = window.cards.words[link.className === "term" ? "term" : "page"];
    const more = make("a", { href: link.href, tabIndex: -1 }, label); // the same way as the number's own
    more.setAttribute("aria-describedby", "card");
    card.replaceChildren(make("div", { id: "card" }, ...content), make("p", { className: "more" }, more));
    link.setAttribute("aria-describedby", "card");
    link.removeAttribute("title");
    owner = wanted = link;
    how = by;
    place();
    if (by === "press") pin();
  }

  // What was pressed stays until something else is, and has the focus: there a screen reader reads on.
  function pin() {
    how = "press";
    card.querySelector(".more a").focus({ preventScroll: true });
  }

  // Above or below, where there is more room; never over what it explains.
  function place() {
    const lines = [...owner.getClientRects()];
    if (!lines.length) return close(); // a search has hidden it meanwhile
    card.style.maxHeight = "";
    card.showPopover();
    const box = owner.getBoundingClientRect();
    const under = innerHeight - box.bottom;
    const above = card.offsetHeight + 2 * GAP > under && box.top > under;
    const room = Math.max((above ? box.top : under) - 2 * GAP, 96);
    card.style.maxHeight = `${room}px`;
    const side = (above ? lines[0] : lines.at(-1)).left;
    const left = Math.max(GAP, Math.min(side, root.clientWidth - card.offsetWidth - GAP));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(above ? box.top - GAP - card.offsetHeight : box.bottom + GAP) + scrollY}px`;
    width = innerWidth;
  }

  function close() {
    clearTimeout(timer);
    wanted = undefined;
    if (!owner) return;
    const link = owner;
    const inside = card.contains(document.activeElement);
    owner = undefined;
    link.removeAttribute("aria-describedby");
    card.hidePopover();
    if (inside) {
      pointer ||= "none"; // back to the number, which is not to open again
      link.focus({ preventScroll: true });
    }
  }

  if (card.showPopover) {
    document.body.append(card);
    addEventListener("pointerover", ({ target, pointerType }) => {
      const link = target.closest?.(EXPLAINED);
      if (link) load(link).catch(() => {});
      if (pointerType === "touch") return;
      clearTimeout(timer);
      if (card.contains(target)) return;
      if (owner && how === "press") return;
      if (link && link !== owner) timer = setTimeout(open, 150, link, "hover");
      else if (!link) {
        if (asked === "hover") wanted = undefined; // a pointer that lies still somewhere takes no tap back
        if (how === "hover") timer = setTimeout(close, 250);
      }
    });
    root.addEventListener("pointerleave", () => {
      if (how === "hover") timer = setTimeout(close, 250);
    });
    addEventListener("pointerdown", ({ pointerType }) => {
      pointer = pointerType;
    });
    addEventListener("pointerup", ({ target }) => {
      if (!card.contains(target) && target.closest?.(EXPLAINED) !== owner) close();
    });
    addEventListener("click", (event) => {
      const link = event.target.closest?.(EXPLAINED);
      if (!link || !pointer || event.ctrlKey || event.metaKey || event.shiftKey) return; // a key follows the link
      event.preventDefault();
      clearTimeout(timer);
      if (link === owner && how === "press") close();
      else open(link, "press");
    });
    addEventListener("focusin", ({ target }) => {
      const link = target.closest(EXPLAINED);
      if (link && !pointer) open(link, "focus");
      else if (how !== "hover" && target !== owner && !card.contains(target)) close();
    });
    addEventListener(
      "keydown",
      ({ key }) => {
        pointer = undefined;
        if (key === "Escape") close();
      },
      true, // before a key moves the focus
    );
    addEventListener("resize", () => {
      if (innerWidth !== width) close(); // a bar of the browser's that slides away changes the height alone
    });
  }

  // --- who comes for what is folded finds it unfolded, also in browsers that would not do it
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = place?.closest("details:not([open])");
    if (!folded) return;
    folded.open = true;
    place.scrollIntoView();
  };
  unfold();
  addEventListener("hashchange", unfold);

  // --- contents: open in the margin; elsewhere a bar, in which the part that crosses the upper third is named
  const contents = document.querySelector(".contents details");
  if (contents) {
    const wide = matchMedia("(min-width: 66em)");
    const here = contents.querySelector("b");
    contents.open = wide.matches;
    for (const { hash, textContent } of contents.querySelectorAll("li a")) {
      const reader = new IntersectionObserver(
        ([{ isIntersecting }]) => {
          if (isIntersecting) here.textContent = textContent;
          contents.classList.toggle("under", here.textContent);
        },
        { rootMargin: "-33% 0px -66%" },
      );
      reader.observe(document.querySelector(hash));
    }
    addEventListener("click", ({ target }) => {
      if (!wide.matches && (target.closest(".contents li") || !contents.contains(target))) contents.open = false;
    });
  }

  // --- the language switch: to what stands in the upper part of the window
  const PLACES = "main :is(section, figure, tbody, tr, .entry)[id]";

  function place_in_view() {
    const passed = [...document.querySelectorAll(PLACES)].filter(
      (place) =>
        place.getClientRects().length &&
        !place.closest("details:not([open])") &&
        place.getBoundingClientRect().top < innerHeight * 0.4,
    );
    return scrollY && passed.length ? `#${passed.at(-1).id}` : "";
  }

  for (const link of document.querySelectorAll("a.language")) {
    for (const kind of ["pointerdown", "focus", "click"]) {
      link.addEventListener(kind, () => {
        link.search = location.search;
        link.hash = place_in_view();
      });
    }
  }

  // --- what readers take along: the page, a part of it, code, citations
  async function copy(text, control, taken) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // no leave, or no secure page: as it was once done
      const field = make("textarea", { value: text });
      control.after(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) return;
    }
    control.dataset.said ??= control.textContent;
    control.textContent = taken;
    setTimeout(() => {
      control.textContent = control.dataset.said;
    }, 2000);
  }

  const address = (place) => new URL(place, document.querySelector("link[rel=canonical]")?.href ?? location).href;
  const { part, passed } = document.querySelector("[data-part]")?.dataset ?? {};

  for (const button of document.querySelectorAll(".pass")) {
    button.addEventListener("click", async () => {
      const url = address(button.dataset.place ?? (button.closest(".contents") ? place_in_view() : ""));
      try {
        await navigator.share({ title: document.title, url });
      } catch ({ name }) {
        if (name !== "AbortError") copy(url, button, passed);
      }
    });
  }

  for (const heading of document.querySelectorAll("main :is(h2, h3)")) {
    const id = heading.id.endsWith("-title") ? heading.closest("section").id : heading.id || heading.parentNode.id;
    if (!id || heading.closest("summary")) continue;
    const link = make("a", { className: "anchor", href: `#${id}`, title: part, ariaLabel: part }, "#");
    link.addEventListener("click", () => copy(address(link.hash), link, "✓"));
    heading.append(link);
  }

  for (const block of document.querySelectorAll(".share pre")) {
    const { addressed, root, take, taken } = block.dataset;
    const code = block.firstElementChild;
    if (addressed && location.protocol.startsWith("http")) {
      const known = { site: new URL(root, location.href).href, today: new Date().toISOString().slice(0, 10) };
      code.textContent = addressed.replace(/\{(site|today)\}/g, (_, name) => known[name]);
      block.closest("[hidden]")?.removeAttribute("hidden");
    }
    const button = make("button", { type: "button" }, take);
    button.addEventListener("click", () => copy(code.textContent, button, taken));
    block.after(button);
  }
})();
