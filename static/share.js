// Code and citations to copy: puts the site's address in where the build knew none, and adds a button to each.
(() => {
  const web = location.protocol.startsWith("http");
  for (const block of document.querySelectorAll(".share pre")) {
    const { addressed, root, take, taken } = block.dataset;
    const code = block.firstElementChild;
    if (addressed && web) {
      code.textContent = addressed.replaceAll("{site}", new URL(root, location.href).href);
      block.closest("[hidden]")?.removeAttribute("hidden");
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = take;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // no leave, or no secure page: the reader copies what is selected
        getSelection().selectAllChildren(code);
        if (!document.execCommand("copy")) return;
      }
      button.textContent = taken;
      setTimeout(() => {
        button.textContent = take;
      }, 2000);
    });
    block.after(button);
  }
})();
