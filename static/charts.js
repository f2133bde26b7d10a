// An interactive chart, on its own page: loaded when a reader first asks. Plotly draws where the drawing stands.
(() => {
  const button = document.querySelector("[data-figures]");
  const figure = button.closest("figure");
  const words = button.dataset;
  const CONFIG = { displayModeBar: false, doubleClick: false, showTips: false };
  const STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"; // Plotly's own, by its id
  const loaded = new Map();
  const status = make("p", { className: "visually-hidden", role: "status" });
  document.body.append(status);

  // As in site.js, of which this is no part: a file of its own would cost a request.
  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  }

  function say(text) {
    status.textContent = text;
  }

  // Load a script or a style sheet once, unless it failed.
  function load(element) {
    const address = element.src ?? element.href;
    if (!loaded.has(address)) {
      loaded.set(
        address,
        new Promise((resolve, reject) => {
          element.onload = () => resolve(element);
          element.onerror = () => {
            loaded.delete(address);
            element.remove();
            reject(new Error(address));
          };
          document.head.append(element);
        }),
      );
    }
    return loaded.get(address);
  }

  // A strict content security policy refuses styles that a script brings along. Plotly brings none that it finds
  // here already; and what it sets on runs of text as an attribute is allowed if set through the style object.
  function loadPlotly() {
    if (!document.getElementById(STYLE)) document.head.append(make("meta", { id: STYLE }));
    SVGTSpanElement.prototype.setAttribute = function (name, value) {
      if (name === "style") this.style.cssText = value;
      else Element.prototype.setAttribute.call(this, name, value);
    };
    const at = (path) => new URL(`${words.root}static/${path}`, document.baseURI).href;
    const found = { id: "plotly.js-style-global", className: "no-inline-styles" };
    return Promise.all([
      load(make("link", { rel: "stylesheet", href: at("charts.css"), ...found })),
      load(make("script", { src: at("plotly.min.js") })),
    ]);
  }

  const sizes = new ResizeObserver(redraw);
  let figures; // by width of the artboard
  let plot, drawn; // what Plotly drew in, and what
  let free = false; // whether the figure stands on scales of its own, and what one sees of it
  let log = false;
  const controls = make("span", { className: "controls" });
  let at = -1; // of its marks, the one whose card is open
  let work = Promise.resolve();

  const on = () => button.ariaPressed === "true";
  const queue = (job) => {
    work = work.then(job).catch(fail);
  };

  function toggle() {
    button.ariaPressed = String(!on());
    if (!on()) {
      say(words.off);
      queue(restore);
      return;
    }
    say(words.loading);
    queue(async () => {
      const [script] = await Promise.all([load(make("script", { src: button.dataset.figures })), loadPlotly()]);
      if (!on()) return;
      figures = script.figures;
      await draw();
      offer();
      sizes.observe(figure);
      say(words.on);
    });
  }

  function fail() {
    button.ariaPressed = "false";
    say(words.failed);
    restore();
  }

  function redraw() {
    queue(draw);
  }

  // Draw for the artboard on show, unless what stands there is just that: it may have been scaled, though.
  async function draw() {
    if (!on() || !figures) return;
    const board = shown();
    if (!board) return;
    const { width } = board.firstElementChild.viewBox.baseVal;
    const old = plot;
    const { height, margin } = figures[width].layout;
    plot = old?.parentNode === board ? old : frame(board);
    const scale = board.firstElementChild.getBoundingClientRect().width / width;
    plot.style.cssText = `width:${width}px;height:${height}px;transform:scale(${scale}) translateY(${-margin.t}px)`;
    const chosen = shownSeries(figures[width]);
    const wanted = themed(free ? freed(chosen) : chosen);
    if (plot !== old || drawn !== wanted) {
      const { data, layout } = JSON.parse(wanted);
      const family = getComputedStyle(plot).fontFamily;
      layout.font = { ...layout.font, family };
      layout.hoverlabel.font.family = family;
      await Plotly.react(plot, data, layout, free ? { ...CONFIG, doubleClick: "reset", scrollZoom: true } : CONFIG);
      plot.firstElementChild.ariaHidden = "true"; // its name and its marks are said
      drawn = wanted;
      at = -1;
    }
    board.classList.add("live");
    if (old && old !== plot) {
      remove(old);
    }
  }

  // --- what plotly.js is good at, for figures whose marks all stand at values: zooming and panning, series, scales

  function control(text, pressed, press) {
    const element = make("button", { type: "button", ariaPressed: String(pressed) }, text);
    element.addEventListener("click", () => {
      element.ariaPressed = String(press());
      redraw();
    });
    return element;
  }

  function offer() {
    const { data, layout } = Object.values(figures)[0];
    if (!layout.xaxis || !layout.yaxis) return;
    const more = make("span", { hidden: true });
    const scale = control(words.log, false, () => {
      log = !log;
      return log;
    });
    const positive = data.every(({ yaxis, y }) => yaxis !== "y" || y.every((value) => value > 0));
    more.append(...(positive ? [scale] : []));
    const zoom = control(words.zoom, false, () => {
      free = more.hidden;
      more.hidden = !free;
      return free;
    });
    controls.replaceChildren(zoom, more);
    button.after(controls);
  }

  // Without what is of series that are switched off, which go by their numbers.
  const series = [...figure.querySelectorAll(".series label")];

  function shownSeries({ data, layout }) {
    const on = ({ legendgroup }) => series[legendgroup - 1]?.firstElementChild.checked ?? true;
    return { data: data.filter(on), layout: { ...layout, shapes: layout.shapes.filter(on) } };
  }

  // The figure's values alone, on axes that move: what stood at pixels would stay where it is.
  function freed({ data, layout }) {
    const last = {}; // of each series, which bears its name
    const marks = data
      .filter(({ xaxis, yaxis }) => xaxis === "x" && yaxis === "y")
      .map((trace) => ({ ...trace, cliponaxis: true }));
    for (const trace of marks) if (trace.mode === "markers" && trace.legendgroup) last[trace.legendgroup] = trace;
    const years = marks.flatMap(({ x }) => x).filter(Number.isFinite);
    const span = Math.max(...years) - Math.min(...years);
    const highest = Object.entries(last).sort(([, a], [, b]) => b.y[0] - a.y[0]);
    for (const [at, [name, trace]] of highest.entries()) {
      const textposition = at % 2 ? "bottom center" : "top center"; // so that neighbours keep clear of each other
      Object.assign(trace, {
        mode: "markers+text",
        text: [series[name - 1].textContent.trim()],
        textposition,
        cliponaxis: false,
      });
    }
    const { height, width, margin, hoverlabel, hovermode, meta } = layout;
    const axis = {
      visible: true,
      autorange: true,
      gridcolor: "var(--grid)",
      linecolor: "var(--axis)",
      zeroline: false,
    };
    return {
      data: marks,
      layout: {
        ...{ width, height, hoverlabel, hovermode, meta, showlegend: false, dragmode: "pan" },
        ...{ paper_bgcolor: layout.paper_bgcolor, plot_bgcolor: layout.plot_bgcolor },
        font: { color: "var(--muted)", size: 14 },
        margin: { l: 64, r: 64, t: margin.t + 24, b: margin.b + 40 },
        xaxis: {
          ...axis,
          ...(layout.xaxis.tickformat && { tickformat: "d", dtick: Math.max(1, Math.ceil(span / 8)) }),
        },
        yaxis: { ...axis, type: log ? "log" : "linear" },
      },
    };
  }

  function shown() {
    return [...figure.querySelectorAll(".artboard")].find((board) => board.offsetWidth);
  }

  // The board has its name and takes keys as before (reading.js).
  function frame(board) {
    const plot = make("div", { className: "plot" });
    board.addEventListener("keydown", walk);
    board.addEventListener("blur", leave);
    board.append(plot);
    return plot;
  }

  // The figure's JSON with the colours of this moment.
  function themed(spec) {
    const colours = {};
    return JSON.stringify(spec).replace(/var\(--\w+\)/g, (name) => {
      if (!colours[name]) {
        plot.style.color = name;
        colours[name] = getComputedStyle(plot).color;
      }
      return colours[name];
    });
  }

  function restore() {
    sizes.disconnect();
    controls.remove();
    free = log = false;
    if (!plot) return;
    remove(plot);
    plot = undefined;
  }

  function remove(old) {
    old.parentNode.classList.remove("live");
    old.parentNode.removeEventListener("keydown", walk);
    old.parentNode.removeEventListener("blur", leave);
    Plotly.purge(old);
    old.remove();
  }

  // The arrow keys open the marks' cards, one after the other, and have them said.
  function walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const said = new Set();
    const marks = plot.data
      .flatMap((trace, curveNumber) =>
        (trace.customdata ?? []).map((text, pointNumber) => ({ trace, curveNumber, text, pointNumber })),
      )
      .filter(({ text }) => !said.has(text) && said.add(text));
    at = (Math.max(at, step < 0 ? 0 : -1) + step + marks.length) % marks.length;
    const { trace, curveNumber, text, pointNumber } = marks[at];
    const middle = (numbers) => numbers.reduce((sum, number) => sum + number) / numbers.length;
    const where =
      trace.hoveron === "fills" ? { xval: middle(trace.x), yval: middle(trace.y) } : [{ curveNumber, pointNumber }];
    Plotly.Fx.hover(plot, where, [trace.xaxis + trace.yaxis]);
    say(text);
  }

  const leave = () => Plotly.Fx.unhover(plot);

  button.addEventListener("click", toggle);
  for (const label of series) label.addEventListener("change", redraw);
  figure.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && on()) toggle();
  });
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", redraw);
  }
  toggle();
})();
