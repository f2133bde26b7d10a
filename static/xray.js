// The X-ray of the article. Arrow keys walk from figure to figure; and on scrolling, the figures leave the paper and
// gather by verdict, where browsers let the scroll lead them. Without that, both are simply there.
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

  // --- the flight, where the account is in view: each figure sets out from its place on the paper as its own comes up
  if (!wide || !window.ViewTimeline || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const figure = (mark) => Object.values(mark.querySelector("[data-id]").dataset).join("@");
  const homes = new Map([...xray.querySelectorAll(".paper mark")].reverse().map((mark) => [figure(mark), mark]));
  let flights = [];

  function land() {
    for (const flight of flights) flight.cancel();
    flights = [];
  }

  function set_out() {
    land();
    // All places and timelines before any flight: what is animated has the page laid out anew for the next of these.
    const ways = [...xray.querySelectorAll(".tally mark")].map((mark) => {
      const home = homes.get(figure(mark));
      const timeline = new ViewTimeline({ subject: mark.parentElement });
      return { mark, home, timeline, from: home.getBoundingClientRect(), to: mark.getBoundingClientRect() };
    });
    for (const { mark, home, timeline, from, to } of ways) {
      const away = `${from.left - to.left}px ${from.top - to.top}px`;
      const course = {
        timeline,
        rangeStart: "entry 0%", // before, it is where it belongs: out of sight, for who takes a picture of the page
        rangeEnd: "cover 20%", // who stops to read finds nothing in the air but at the window's foot
        easing: "ease-out",
        fill: "forwards",
      };
      flights.push(
        mark.animate({ translate: [away, "0 0"] }, course),
        home.animate({ color: ["var(--ink)", "var(--muted)"] }, course),
      );
    }
  }

  new ResizeObserver(set_out).observe(xray);
  addEventListener("beforeprint", land);
  addEventListener("afterprint", set_out);
})();
