// What can be seen of an SVG, in the order in which it is painted: shapes with their places and paint, and texts.
function seen(roots, origin) {
  const drawn = [];
  const number = (text) => parseFloat(text) || 0;
  const style = (element) => getComputedStyle(element);
  const probe = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));

  function opacity(element) {
    let product = 1;
    for (let at = element; at instanceof SVGElement; at = at.parentNode) product *= number(style(at).opacity);
    return product;
  }

  function where(element) {
    // from the element's own coordinates to the drawing's
    const { a, b, c, d, e, f } = element.getScreenCTM();
    if (a !== 1 || b || c || d !== 1) throw Error("something is scaled");
    return [e - origin.x, f - origin.y];
  }

  function colour(value, alpha) {
    const found = value.match(/rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)/);
    const visible = found ? alpha * (found[4] ?? 1) : 0;
    return visible ? [`rgb ${found.slice(1, 4).join(" ")}`, visible] : ["none", 0];
  }

  function paint(element) {
    const { fill, fillOpacity, stroke, strokeOpacity, strokeWidth, strokeDasharray } = style(element);
    const reference = fill.match(/url\("?[^#]*#([^")]+)"?\)/);
    const filled = reference
      ? [tile(document.getElementById(reference[1]), element)].flat()
      : colour(fill, fillOpacity);
    const width = number(strokeWidth);
    const lined = width ? colour(stroke, strokeOpacity) : ["none", 0];
    if (filled[0] === "none" && lined[0] === "none") return null;
    const dashes = lined[0] === "none" ? [] : (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number);
    return [...filled, ...lined, lined[0] === "none" ? 0 : width, dashes.length, ...dashes, opacity(element)];
  }

  function tile(pattern, element) {
    // With where its tiles begin, beside the drawing's corner; strokes in any order and direction.
    const size = ["width", "height"].map((name) => number(pattern.getAttribute(name)));
    const phase = where(element).map((offset, at) => ((((offset + 0.01) % size[at]) + size[at]) % size[at]) - 0.01);
    const parts = [...pattern.children]
      .filter((part) => paint(part))
      .flatMap((part) => [
        part.tagName,
        ...paint(part).slice(0, -1),
        number(style(part).opacity),
        ...outlines(part)
          .map(({ ends, box }) => (part.tagName === "path" ? ends.toSorted(first).flat() : box))
          .toSorted(first)
          .flat(),
      ]);
    return ["tile", ...size, ...phase, ...parts];
  }

  function first(one, other) {
    const at = one.findIndex((value, index) => Math.abs(value - other[index]) > 0.1);
    return at < 0 ? 0 : one[at] - other[at];
  }

  function path(element) {
    const at = (name) => number(element.getAttribute(name));
    if (element.tagName === "path") return element.getAttribute("d") ?? "";
    if (element.tagName === "rect") return `M${at("x")},${at("y")}h${at("width")}v${at("height")}h${-at("width")}z`;
    const r = at("r");
    return `M${at("cx") - r},${at("cy")}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  }

  // Measure the parts of a path; nine places on those whose beginning is known: boxes and discs may begin anywhere.
  function outlines(element) {
    return path(element)
      .split(/(?=M)/)
      .flatMap((part) => {
        const copy = probe.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
        copy.setAttribute("d", part);
        const length = copy.getTotalLength();
        if (!length) {
          copy.remove();
          return [];
        }
        const { x, y, width, height } = copy.getBBox();
        const at = (share) => {
          const point = copy.getPointAtLength(length * share);
          return [point.x, point.y];
        };
        const places = /L/.test(part) || !/z/i.test(part) ? [...Array(9).keys()].map((step) => at(step / 8)) : [];
        const ends = [at(0), at(1)];
        copy.remove();
        return [{ length, box: [x, y, x + width, y + height], places, ends }];
      });
  }

  function shapes(element) {
    const painted = paint(element);
    if (!painted) return;
    const offset = where(element);
    for (const { length, box, places, ends } of outlines(element)) {
      const moved = [...box, ...places.flat()].map((place, at) => place + offset[at % 2]);
      const [[x0, y0], [x1, y1]] = ends;
      const bent = places.length && length > Math.hypot(x1 - x0, y1 - y0) + 0.5;
      const corners =
        bent && style(element).stroke !== "none" && number(style(element).strokeWidth)
          ? [number(style(element).strokeMiterlimit)]
          : [];
      drawn.push({ kind: "shape", places: moved, length, paint: [...painted, ...corners] });
    }
  }

  function texts(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const [dx, dy] = where(element);
    let begin = 0;
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (!data) continue;
      const { fill, fillOpacity, fontSize, fontWeight } = style(parentElement);
      const [start, end] = [
        element.getStartPositionOfChar(begin),
        element.getEndPositionOfChar(begin + data.length - 1),
      ];
      begin += data.length;
      drawn.push({
        kind: data,
        places: [start.x + dx, start.y + dy, end.x + dx, end.y + dy],
        length: 0,
        paint: [...colour(fill, fillOpacity), number(fontSize), number(fontWeight), opacity(element)],
      });
    }
  }

  function walk(element) {
    if (/^(defs|clipPath|title|style)$/.test(element.tagName) || element.classList.contains("hoverlayer")) return;
    const { display, visibility } = style(element);
    if (display === "none" || visibility === "hidden" || opacity(element) === 0) return;
    if (/^(path|rect|circle)$/.test(element.tagName)) shapes(element);
    else if (element.tagName === "text") texts(element);
    else if (/^(svg|g)$/.test(element.tagName)) [...element.children].forEach(walk);
    else throw Error(`<${element.tagName}> is not compared`);
  }

  roots.forEach(walk);
  probe.remove();
  return drawn;
}

// Draw a figure with plotly.js beside its drawing; return what differs, and the largest distance between the two.
window.compare = async ([figure, drawing]) => {
  document.body.innerHTML = `<div class="ours">${drawing}</div><div class="plot"></div>`;
  const [ours, plot] = document.body.children;
  const { width, height } = figure.layout;
  ours.style.cssText = plot.style.cssText = `width:${width}px;height:${height}px`;
  await Plotly.newPlot(plot, figure.data, figure.layout, { staticPlot: true });
  const own = seen([ours.firstElementChild], ours.getBoundingClientRect());
  const theirs = seen([...plot.querySelectorAll(".main-svg")], plot.getBoundingClientRect());
  Plotly.purge(plot);
  const differences = own.length === theirs.length ? [] : [`${own.length} drawn, ${theirs.length} plotted`];
  let far = 0;
  own.slice(0, theirs.length).forEach((mark, at) => {
    const other = theirs[at];
    const away = Math.max(...mark.places.map((place, side) => Math.abs(place - other.places[side])));
    const alike =
      mark.paint.length === other.paint.length &&
      mark.paint.every((part, index) =>
        typeof part === "number" ? Math.abs(part - other.paint[index]) < 0.011 : part === other.paint[index],
      );
    far = Math.max(far, away || 0);
    if (
      mark.kind !== other.kind ||
      mark.places.length !== other.places.length ||
      !(away < 0.15) ||
      !alike ||
      Math.abs(mark.length - other.length) > 0.15 * mark.places.length
    )
      differences.push(`${at}: drawn ${JSON.stringify(mark)}, plotted ${JSON.stringify(other)}`);
  });
  return { far, marks: own.length, differences };
};
