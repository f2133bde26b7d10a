// A chart in another page. In the bare page: tells the host how tall it is. In the host: gives its frame that height.
(() => {
  const NAME = "chart-height";
  const bare = document.querySelector("main.bare");
  if (bare) {
    if (parent === window) return;
    const tell = () => parent.postMessage({ [NAME]: Math.ceil(bare.getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(bare);
    addEventListener("message", ({ source, data }) => {
      if (source === parent && data?.[NAME] === "?") tell();
    });
    return;
  }
  const { origin } = new URL(document.currentScript.src);
  const ours = (frame) => frame.src && new URL(frame.src, location.href).origin === origin;
  addEventListener("message", (event) => {
    const height = event.data?.[NAME];
    if (!(height > 0 && height < 9999)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source && ours(frame)) frame.height = height;
    }
  });
  // A page that was there before this script has told its height to nobody.
  for (const frame of document.querySelectorAll("iframe")) {
    if (ours(frame)) frame.contentWindow.postMessage({ [NAME]: "?" }, "*");
  }
})();
