// Reading a chart by pointer, touch or arrow keys: what the nearest mark says, beside another that is kept. All of it
// stands in the drawing, whose marks have titles, and in the chart's table, which says the same to screen readers.
(() => {
  const { colon, separator, widget, keep } = document.currentScript.dataset;
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const GAP = 8; // px between a mark and its card
  const card = make("div", { className: "card reading" });
  const status = make("p", { className: "visually-hidden", role: "status" });
  let close = () => {}; // the card of the chart that is being read

  // As in site.js, which an embedded chart goes without.
  function make(name, properties, ...content) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  }

  const text = (cell) =>
    [...cell.childNodes]
      .map((node) => (node.nodeName === "SMALL" ? "" : node.textContent))
      .join("")
      .trim();

  // A mark's rows in the chart's table, by its title: label, value and, where the label lacks it, period; some share
  // one. A course stands above the table of its statistic, whose rows have the period for a label.
  function rowsOf(figure, title) {
    const own = figure.querySelector("table");
    const rows = [...(own || document).querySelectorAll("tbody tr[data-key]")].map(({ cells }) => [...cells].map(text));
    const near = rows
      .map((cells) =>
        own ? cells : [title.split(colon + cells[1])[0], cells[1], ...cells.filter((_, at) => at !== 1)],
      )
      .filter(([label, value]) => (title + separator).startsWith(label + colon + value + separator));
    const exact = near.filter(([, , period]) => title.includes(period));
    const found = exact.length ? exact : near; // of some, no title says when
    return own || found.length === 1 ? found : [];
  }

  function* paragraphs(figure, title) {
    const rows = rowsOf(figure, title);
    const source = figure.querySelector("th:nth-child(5)");
    if (!rows.length) yield make("p", { className: "what" }, title);
    for (const [label, value, period, kind, by, verdict] of rows) {
      const about = [label.includes(period) ? "" : period, kind, verdict].filter(Boolean).join(separator);
      yield make("p", { className: "what" }, label);
      yield make("p", { className: "figure" }, value);
      yield make("p", {}, about);
      yield make("p", { className: "by" }, source ? source.textContent + colon + by : by);
    }
  }

  function read(board) {
    const figure = board.closest("figure");
    const drawing = board.firstElementChild;
    const marks = new Map(); // their shapes by what they say, in the order in which they are drawn
    const rings = document.createElementNS(drawing.namespaceURI, "g");
    let open = ""; // the title of the mark that is read
    let kept = ""; // and of the one that is kept beside it
    let pressed = "";

    const live = () => board.classList.contains("live"); // Plotly draws here, and reads

    function prepare() {
      if (marks.size) return;
      for (const title of drawing.querySelectorAll("title")) {
        marks.set(title.textContent, [...(marks.get(title.textContent) || []), title.parentNode]);
        title.remove(); // or the browser's own would stand beside the card
      }
      rings.setAttribute("class", "rings");
      drawing.append(rings);
    }

    function nearest({ clientX: x, clientY: y }) {
      let best = ["", 48, 0]; // px: what is farther from a pointer is not read
      for (const [title, shapes] of marks) {
        for (const shape of shapes) {
          const { left, right, top, bottom, width, height } = shape.getBoundingClientRect();
          const far = Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0));
          const area = width * height;
          if (far < best[1] || (far === best[1] && area < best[2])) best = [title, far, area]; // the one on top
        }
      }
      return best[0];
    }

    // The box around a mark, in px from the drawing's corner.
    function around(title) {
      const place = drawing.getBoundingClientRect();
      const boxes = marks.get(title).map((shape) => shape.getBoundingClientRect());
      const edge = (side, choose) => choose(...boxes.map((box) => box[side]));
      const [x, y] = [edge("left", Math.min), edge("top", Math.min)];
      return {
        x: x - place.left,
        y: y - place.top,
        width: edge("right", Math.max) - x,
        height: edge("bottom", Math.max) - y,
      };
    }

    function ring(title) {
      const box = around(title);
      const rect = document.createElementNS(drawing.namespaceURI, "rect");
      const scale = drawing.viewBox.baseVal.width / drawing.clientWidth;
      for (const name in box) rect.setAttribute(name, (box[name] + (name[1] ? 6 : -3)) * scale);
      rect.setAttribute("rx", 6);
      return rect;
    }

    function show(title) {
      if (title === open && card.parentNode === board) return;
      open = title;
      update();
    }

    function update() {
      const titles = [...new Set([kept, open])].filter(Boolean);
      rings.replaceChildren(...titles.map(ring));
      if (!titles.length) {
        if (card.parentNode === board) card.remove();
        return;
      }
      if (close !== shut) close();
      close = shut;
      card.replaceChildren(...titles.map((title) => make("div", {}, ...paragraphs(figure, title))));
      if (open && !kept && marks.size > 1) card.append(make("p", { className: "more" }, keep));
      board.append(card);
      const { x, y, width, height } = around(open || kept);
      const { top } = board.getBoundingClientRect();
      const tall = card.offsetHeight + GAP;
      const low = Math.min(board.clientHeight, innerHeight - top - tall); // a small drawing is left in sight
      const over = top + y > tall || innerHeight < height + 2 * (top + y) ? y - tall : y + height + GAP;
      const side = Math.min(x + (width - card.offsetWidth) / 2, board.clientWidth - card.offsetWidth);
      card.style.left = `${Math.max(0, side)}px`;
      // The card does not cover a drawing that is less than 480 px wide.
      card.style.top = `${board.clientWidth < 480 && low > y + height ? low : over}px`;
    }

    // To another mark, past those whose series are switched off: these have no place.
    function go(step) {
      const titles = [...marks.keys()].filter((title) => marks.get(title)[0].getClientRects()[0]);
      show(titles[Math.max(0, Math.min(titles.indexOf(open) + step, titles.length - 1))]);
    }

    function shut() {
      open = kept = "";
      update();
    }

    function toggle() {
      kept = kept === open ? "" : open;
      update();
    }

    function say() {
      status.textContent = [...card.querySelectorAll(":scope > div p")].map((line) => line.textContent).join(separator);
    }

    board.tabIndex = 0;
    board.setAttribute("role", "application");
    board.setAttribute("aria-roledescription", widget);
    board.setAttribute("aria-label", drawing.getAttribute("aria-label"));
    drawing.removeAttribute("aria-label");
    drawing.setAttribute("role", "none"); // what is hidden from screen readers, a browser's reading view leaves out

    board.onpointerenter = prepare;
    const point = (event) => live() || show(nearest(event));
    board.onpointermove = point;
    board.onpointerdown = (event) => {
      pressed = open;
      point(event);
    };
    board.onclick = () => {
      if (open && open === pressed) toggle(); // a finger reads first, then keeps
    };
    board.onpointerleave = ({ pointerType }) => {
      if (pointerType === "mouse") show("");
    };
    board.onfocus = () => {
      if (!board.matches(":focus-visible") || live()) return;
      prepare();
      go(-Infinity);
      say();
    };
    board.onblur = shut;
    board.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (event.target !== board || live() || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Escape") shut();
      else if (event.key === "Enter" && open) toggle();
      else if (step) go(step);
      else return;
      event.preventDefault();
      say();
    };
  }

  // What a chart's own page offers beyond is loaded when a reader first asks, until it is there.
  for (const button of document.querySelectorAll("[data-script]")) {
    const load = () => {
      button.onclick = null;
      document.head.append(make("script", { src: button.dataset.script, onerror: wait }));
    };
    const wait = () => {
      button.onclick = load;
    };
    wait();
    button.disabled = false;
  }
  document.body.append(status);
  document.querySelectorAll("figure .artboard").forEach(read);
  addEventListener("pointerdown", ({ target }) => {
    if (!card.parentNode?.contains(target)) close();
  });
})();
