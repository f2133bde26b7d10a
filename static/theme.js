// What is to be known before anything is painted. The theme: chosen in the masthead, remembered where the browser lets
// us. And how much of a story is laid out (site.css): who opens it sees its first screen at once, a frame later the
// words below it, then the chapters; who comes back finds all of it, and so the place where the browser scrolls to.
(() => {
  const root = document.documentElement;
  const control = () => document.querySelector(".theme select");
  let chosen = "";
  const apply = () => {
    try {
      chosen = localStorage.getItem("theme") ?? "";
    } catch {
      // private: for this page only
    }
    if (chosen !== "light" && chosen !== "dark") chosen = "";
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    if (control()) control().value = chosen;
  };
  const next = (then) => requestAnimationFrame(() => setTimeout(then));
  root.classList.add("js");
  const [{ type }] = [...performance.getEntriesByType("navigation"), {}];
  if (type === "reload" || type === "back_forward") root.classList.add("whole");
  else if (!location.hash && !document.hidden) root.classList.add("first-frame"); // a hidden page has no frames
  next(
    () => root.classList.replace("first-frame", "second-frame") && next(() => root.classList.remove("second-frame")),
  );
  apply();
  addEventListener("DOMContentLoaded", apply);
  addEventListener("pageshow", apply); // back to a page kept in memory
  addEventListener("storage", apply); // chosen in another window
  document.addEventListener("visibilitychange", apply); // and this one was asleep
  addEventListener("change", ({ target }) => {
    if (target !== control()) return;
    chosen = target.value;
    try {
      if (chosen) localStorage.setItem("theme", chosen);
      else localStorage.removeItem("theme");
    } catch {
      // as above
    }
    apply();
  });
})();
