// The page for whatever is not there, where the build was told no address: hosts show it at any depth. Where the site's
// root is, it knows by a file of ours, and has its links lead from there.
(async () => {
  if (!location.protocol.startsWith("http")) return;
  const ours = async (root) => {
    const { ok, headers } = await fetch(new URL("static/site.css", root), { method: "HEAD" });
    return ok && /css/.test(headers.get("content-type"));
  };
  let root = new URL(".", location.href);
  while (root.pathname !== "/" && !(await ours(root))) root = new URL("..", root);
  for (const name of ["href", "action"]) {
    for (const place of document.querySelectorAll(`body [${name}]:not([href^="#"])`)) {
      place.setAttribute(name, new URL(place.getAttribute(name), root));
    }
  }
})();
