// A chart in another page. In the bare page: light or dark as its address says (?theme=light, dark or system), or else
// as its host does, whom it tells how tall it is. In the host, however this script came: fits the frames of charts.
(() => {
  const NAME = "chart-height";
  const root = document.documentElement;

  if ("embed" in root.dataset) {
    const wish = new URLSearchParams(location.search).get("theme");
    const choose = (theme) => {
      if (theme === "light" || theme === "dark") root.dataset.theme = theme;
      else delete root.dataset.theme; // the reader's system decides
    };
    const main = () => document.querySelector("main");
    const tell = () => parent.postMessage({ [NAME]: Math.ceil(main()?.getBoundingClientRect().height) }, "*");
    if (wish) choose(wish);
    if (parent === window) return;
    addEventListener("DOMContentLoaded", () => new ResizeObserver(tell).observe(main()));
    addEventListener("message", ({ source, data }) => {
      if (source !== parent || data?.[NAME] !== "?") return;
      if (data.theme && !wish) choose(data.theme);
      tell();
    });
    return;
  }

  const frames = () =>
    [...document.querySelectorAll("iframe")].filter(({ src }) => /\/embed\/[^/]+\/(index\.html)?([?#]|$)/.test(src));
  const asked = new WeakSet();

  // A page that says nothing of schemes is light, whatever its reader's system is.
  function ask(frame) {
    const own = getComputedStyle(frame).colorScheme;
    const said = (own !== "normal" && own) || document.querySelector("meta[name=color-scheme]")?.content || "light";
    frame.contentWindow.postMessage({ [NAME]: "?", theme: said }, "*");
  }

  const ask_all = () => frames().forEach(ask);
  addEventListener("message", ({ source, data }) => {
    const height = data?.[NAME];
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame || !(height > 0 && height < 9999)) return;
    frame.height = height;
    if (!asked.has(source)) ask(frame);
    asked.add(source);
  });
  new MutationObserver(ask_all).observe(root, { attributes: true }); // where readers choose the host's theme
  ask_all(); // a page that was there before this script has told its height to nobody
})();
