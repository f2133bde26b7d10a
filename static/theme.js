// What is to be known before anything is painted. The theme: chosen in the masthead, remembered where the browser lets
// us. And that the first frame is the first, which chapters wait for (site.css).
(() => {
  const root = document.documentElement;
  const control = () => document.querySelector(".theme select");
  let chosen = "";
  const apply = () => {
    try { chosen = localStorage.getItem("theme") ?? ""; } catch { /* private: for this page only */ }
    if (chosen !== "light" && chosen !== "dark") chosen = "";
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    if (control()) control().value = chosen;
  };
  root.classList.add("js", ...(location.hash ? [] : ["first-frame"]));
  requestAnimationFrame(() => setTimeout(() => root.classList.remove("first-frame")));
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
    } catch { /* as above */ }
    apply();
  });
})();
