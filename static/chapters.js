// Chapters that wait to be laid out (site.css), for who saves the page as a picture: one after the other, once a person
// has looked at it for a while, in which nothing is to stand in the way; all at once where a program drives the
// browser, for it takes the picture as soon as the page is there.
(() => {
  const chapters = [...document.querySelectorAll(".chapter")];
  const { webdriver } = navigator;
  const show = () => {
    for (const chapter of chapters.splice(0, webdriver ? Infinity : 1)) chapter.style.contentVisibility = "visible";
    if (chapters[0]) requestIdleCallback(show);
  };
  if (window.requestIdleCallback) {
    addEventListener("load", () => (webdriver ? show() : setTimeout(requestIdleCallback, 5000, show)));
  }
})();
