/* Put into every page by `build.py serve`, never into the built site: reloads the page in its place when
   there is a new one, and lays over it what keeps a new one from being built. */
(() => {
  "use strict";
  const script = document.currentScript;
  const key = `serve:${location.pathname}`;
  const words = { problems: "Not built: this is the last good page · 未能生成，页面仍是上一次的", close: "Close · 关闭" };
  let events = null;
  let overlay = null;

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

  const listen = () => {
    events = new EventSource(new URL(`events?page=${encodeURIComponent(location.pathname)}`, script.src));
    events.onmessage = (event) => {
      const { version, problems } = JSON.parse(event.data);
      if (version === script.dataset.version) {
        show(problems);
      } else {
        sessionStorage.setItem(key, scrollY);
        location.reload();
      }
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
