// N puts the cursor into the note, Escape takes it out again, so that the verdict keys work; Enter leaves the
// reviewer's name.  The text is ours alone: nothing of an article comes near it.
(() => {
  if (window.ceksilangKeys) return;
  window.ceksilangKeys = true;
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
