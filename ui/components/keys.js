// Names of controls in the reader's language.  N puts the cursor into the note, Escape takes it out again, so that the verdict keys work; Enter leaves the
// reviewer's name.  The text is ours alone: nothing of an article comes near it.
(() => {
  if (window.ceksilangKeys) return;
  window.ceksilangKeys = true;
  // Streamlit names its own controls in English only; the first name is kept, so that English can come back
  const NAMED =
    "[aria-label], [data-testid=stSkipToContent], [data-testid=stFileUploaderDropzone] :is(button p, small, span:not(:has(*)))";
  const say = (it, said) => {
    const words = [...it.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (words) words.nodeValue = said;
  };
  const swapNames = () => {
    const names = Object.entries(window.ceksilangNames || {}).map(([theirs, ours]) => [theirs.split("{}"), ours]);
    for (const it of document.querySelectorAll(NAMED)) {
      const isNamed = it.hasAttribute("aria-label");
      const now = isNamed ? it.getAttribute("aria-label") : it.textContent.trim();
      if (it.ceksilangSaid !== now) it.ceksilangName = now;
      const first = it.ceksilangName;
      let said = first;
      for (const [[start, end], ours] of names) {
        if (end === undefined ? first === start : first.startsWith(start) && first.endsWith(end)) {
          said = ours.replace("{}", end === undefined ? "" : first.slice(start.length, first.length - end.length));
          break;
        }
      }
      it.ceksilangSaid = said;
      if (said !== now) isNamed ? it.setAttribute("aria-label", said) : say(it, said);
    }
  };
  let isWaiting = false;
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      swapNames();
    });
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
  const isTyping = (it) => it && (it.matches("input, textarea, select") || it.isContentEditable);
  // our own links change the page without loading the app anew; without this script they are links all the same
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.cs-go");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  });
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (event.key === "Enter" && here && here.closest("[class*=st-key-reviewer_]")) {
      setTimeout(() => here.blur(), 0); // after Streamlit has taken the name
      return;
    }
    const note = document.querySelector(".st-key-judge-note input");
    if (!note || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && here === note) {
      note.blur();
    } else if (event.key.toLowerCase() === "n" && !isTyping(here)) {
      event.preventDefault();
      note.focus();
    }
  });
})();
