// The X-ray of the article. Arrow keys walk from figure to figure; and on scrolling, the figures leave the paper and
// gather by verdict.
(() => {
  const xray = document.querySelector(".xray");
  if (!xray) return;

  // --- keys. Of each part, the tabulator stops at one figure; arrows lead to the others.
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  for (const part of xray.querySelectorAll(".paper, .tally ul")) {
    const figures = [...part.querySelectorAll("mark a")];
    const stop = (at) => {
      for (const figure of figures) figure.tabIndex = figure === figures[at] ? 0 : -1;
    };
    stop(0);
    part.addEventListener("keydown", (event) => {
      const place = figures.indexOf(event.target);
      const step = STEPS[event.key];
      if (place < 0 || !step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(place + step, figures.length - 1));
      stop(next);
      figures[next].focus();
    });
  }

  // --- the account is folded on phones; elsewhere style shows all of it, in browsers that can
  const wide = matchMedia("(min-width: 40em)").matches;
  for (const part of xray.querySelectorAll("details")) part.open = wide;

  // --- the flight. As a group of the account comes into view, its figures come from where they stand in the article,
  // once and in a moment; not before one scrolls, so that a picture of the whole page shows all at rest.
  if (!wide || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const figure = (mark) => Object.values(mark.querySelector("[data-id]").dataset).join("@");
  const homes = new Map([...xray.querySelectorAll(".paper mark")].reverse().map((mark) => [figure(mark), mark]));
  const watch = new IntersectionObserver((groups) => {
    const due = groups.filter((group) => group.isIntersecting && scrollY).map((group) => group.target);
    // All places before any flight: what moves has the page styled anew for the next of these.
    const ways = due
      .flatMap((group) => [...group.querySelectorAll("mark")])
      .map((mark) => {
        const [from, to] = [homes.get(figure(mark)), mark].map((place) => place.getBoundingClientRect());
        return [mark, `${from.left - to.left}px ${from.top - to.top}px`];
      });
    for (const [mark, away] of ways) mark.animate({ translate: [away, "0 0"] }, { duration: 700, easing: "ease-out" });
    for (const group of due) watch.unobserve(group);
  });
  for (const group of xray.querySelectorAll("details")) watch.observe(group);
})();
