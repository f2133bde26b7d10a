// The theme: set before anything is painted, chosen in the masthead, remembered where the browser lets us.
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
  root.classList.add("js");
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
