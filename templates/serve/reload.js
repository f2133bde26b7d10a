/* Put into every page by `build.py serve`, never into the built site: puts what is new into the page where it stands,
   or where that can't be done reloads it in its place; and lays over it what keeps a new one from being built. */
(() => {
  "use strict";
  const script = document.currentScript;
  const key = `serve:${location.pathname}`;
  const words = { problems: "Not built: this is the last good page · 未能生成，页面仍是上一次的", close: "Close · 关闭" };
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
  const LOADED = "script:not([type]), style, link"; // what differs there has its effect when a page is loaded
  const known = { page: null, files: "" }; // as the server gave them: scripts change what stands here
  const files = async () => {
    const loaded = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
    return (await Promise.all(loaded.map(({ href, src }) => read(href ?? src)))).join();
  };
  addEventListener("load", async () => {
    const page = parse(await read(location.href));
    if (stamp(page).version !== script.dataset.version) return;
    known.files = await files();
    known.page = page;
  });

  /* Gather what differs between two pages, with what stands for it here; false where that is something else. */
  const compare = (before, after, here, found) => {
    if (before.isEqualNode(after)) return true;
    if (before.nodeName !== here?.nodeName || before.matches?.(LOADED)) return false;
    const ours = before.childNodes;
    const alike = before.cloneNode().isEqualNode(after.cloneNode()) && ours.length === after.childNodes.length;
    if (alike && ours.length) {
      return [...ours].every((child, i) => compare(child, after.childNodes[i], here.childNodes[i], found));
    }
    found.push([here, after]);
    return before.isEqualNode(here);
  };

  const renew = async (version) => {
    const page = parse(await read(location.href));
    const found = [];
    if (!known.page) return false;
    stamp(known.page).version = version;
    if (!compare(known.page, page, document.documentElement, found) || !found.length) return false;
    for (const [here, after] of found) here.replaceWith(document.importNode(after, true));
    script.dataset.version = version;
    known.page = page;
    return known.files === (await files());
  };

  const reload = () => {
    sessionStorage.setItem(key, scrollY);
    location.reload();
  };

  const listen = () => {
    events = new EventSource(new URL(`events?page=${encodeURIComponent(location.pathname)}`, script.src));
    events.onmessage = ({ data }) => {
      const { version, problems } = JSON.parse(data);
      const take = async () => {
        if (version !== script.dataset.version && !(await renew(version))) reload();
        else show(problems);
      };
      work = work.then(take).catch(() => {}); // the server has gone: the page stays as it is
    };
  };

  // A browser keeps six connections to one server: pages out of sight give theirs back.
  document.addEventListener("visibilitychange", () => {
    events?.close();
    if (document.visibilityState === "visible") listen();
  });
  addEventListener("pagehide", () => events?.close());
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  listen();
})();
