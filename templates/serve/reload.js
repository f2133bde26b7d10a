/* Put into every page by `build.py serve`, never into the built site: puts what is new into the page where it stands,
   or where that can't be done reloads it in its place; and lays over it what keeps a new one from being built. */
(() => {
  const script = document.currentScript;
  const key = `serve:${location.pathname}`;
  const words = {
    problems: "Not built: this is the last good page · 未能生成，页面仍是上一次的",
    close: "Close · 关闭",
  };
  let events = null;
  let overlay = null;
  let work = Promise.resolve(); // one piece of news after the other

  const restore = () => scrollTo({ top: Number(sessionStorage.getItem(key)), behavior: "instant" });
  if (sessionStorage.getItem(key) !== null) {
    restore();
    addEventListener("load", () => {
      restore();
      sessionStorage.removeItem(key);
    });
  }

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
  };

  const hide = () => {
    overlay?.remove();
    overlay = null;
  };

  const show = (problems) => {
    hide();
    if (!problems.length) return;
    overlay = element("div", "", { id: "serve-problems" });
    const root = overlay.attachShadow({ mode: "open" });
    const dialog = element("section", "", { role: "alert" });
    const close = element("button", words.close, { type: "button" });
    close.addEventListener("click", hide);
    const list = element("ol", "");
    for (const { place, link, message } of problems) {
      const item = element("li", "");
      if (place) item.append(link ? element("a", place, { href: link }) : element("b", place), " ");
      item.append(element("span", message));
      list.append(item);
    }
    dialog.append(element("h2", words.problems), close, list);
    root.append(element("link", "", { rel: "stylesheet", href: new URL("overlay.css", script.src) }), dialog);
    document.documentElement.append(overlay);
  };

  const read = async (address) => (await fetch(address, { cache: "no-store" })).text();
  const parse = (html) => new DOMParser().parseFromString(html, "text/html").documentElement;
  const stamp = (page) => page.querySelector("script[data-version]").dataset;
  // What scripts and styles do with these, they do when a page is loaded.
  const HELD = "script:not([type]), style, link, .languages, .share, .statistics, .artboard, [data-figures]";
  const known = { page: null, files: "" }; // as the server gave them: scripts change what stands here
  const files = async () => {
    const loaded = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
    return (await Promise.all(loaded.map(({ href, src }) => read(href ?? src)))).join();
  };
  addEventListener("load", async () => {
    const [found, page] = [await files(), parse(await read(location.href))];
    if (stamp(page).version === script.dataset.version) Object.assign(known, { files: found, page });
  });

  /* Gather what makes one page the other, here; false where that would not make it what it is when loaded. */
  const compare = (before, after, here, changes) => {
    if (before.isEqualNode(after)) return true;
    const held = [before, after].some((node) => node.matches?.(HELD));
    if (held || [after, here].some((node) => node?.nodeName !== before.nodeName)) return false;
    if (before.nodeValue !== after.nodeValue) {
      changes.push(() => {
        here.nodeValue = after.nodeValue;
      });
      return here.nodeValue === before.nodeValue;
    }
    for (const name of new Set([before, after].flatMap((node) => node.getAttributeNames()))) {
      const [old, value] = [before, after].map((node) => node.getAttribute(name));
      if (old === value) continue;
      if (here.getAttribute(name) !== old) return false;
      changes.push(() => (value === null ? here.removeAttribute(name) : here.setAttribute(name, value)));
    }
    return compareChildren(before, after, here, changes);
  };

  const compareChildren = (before, after, here, changes) => {
    const [old, young] = [[...before.childNodes], [...after.childNodes]];
    const start = old.findIndex((node, i) => !node.isEqualNode(young[i] ?? null));
    const from = start < 0 ? old.length : start;
    const most = Math.min(old.length, young.length) - from;
    let same = 0; // at the end
    while (same < most && old.at(-1 - same).isEqualNode(young.at(-1 - same))) same++;
    const [gone, come] = [old.slice(from, old.length - same), young.slice(from, young.length - same)];
    const ours = [...here.childNodes].slice(from, from + gone.length);
    if (gone.length === come.length) return gone.every((node, i) => compare(node, come[i], ours[i], changes));
    const next = here.childNodes[from + gone.length] ?? null; // a script may have put something behind
    changes.push(() => {
      for (const node of ours) node.remove();
      for (const node of come) here.insertBefore(document.importNode(node, true), next);
    });
    const held = [...gone, ...come].some((node) => node.matches?.(HELD) || node.querySelector?.(HELD));
    return !held && gone.every((node, i) => node.isEqualNode(ours[i] ?? null));
  };

  const renew = async (version) => {
    const page = parse(await read(location.href));
    const changes = [];
    if (!known.page) return false;
    stamp(known.page).version = version;
    if (!compare(known.page, page, document.documentElement, changes) || !changes.length) return false;
    for (const change of changes) change();
    script.dataset.version = version;
    known.page = page;
    return known.files === (await files());
  };

  const reload = () => {
    sessionStorage.setItem(key, scrollY);
    location.reload();
  };

  const hear = ({ data }) => {
    const { version, problems } = JSON.parse(data);
    const take = async () => {
      if (version !== script.dataset.version && !(await renew(version))) reload();
      else show(problems);
    };
    work = work.then(take).catch(() => {}); // the server has gone: the page stays as it is
  };

  const listen = (heed) => {
    events = new EventSource(new URL(`events?page=${encodeURIComponent(location.pathname)}`, script.src));
    events.onmessage = heed;
  };

  addEventListener("pagehide", () => events?.close());
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  // A browser keeps six connections to one server. So one page listens, and tells the others; where browsers know no
  // locks, which is everywhere but on this machine, pages out of sight give theirs back.
  if (navigator.locks) {
    const others = new BroadcastChannel(script.src);
    let last = null;
    others.onmessage = ({ data }) => {
      if (data) hear({ data });
      else if (last) others.postMessage(last);
    };
    others.postMessage(""); // what is the last news?
    navigator.locks.request(script.src, () => {
      listen(({ data }) => {
        last = data;
        others.postMessage(data);
        hear({ data });
      });
      return new Promise(() => {}); // for as long as this page is open
    });
  } else {
    document.addEventListener("visibilitychange", () => {
      events?.close();
      if (document.visibilityState === "visible") listen(hear);
    });
    listen(hear);
  }
})();
