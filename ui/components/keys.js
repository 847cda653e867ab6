// N puts the cursor into the note, Escape takes it out again, so that the verdict keys work; Enter leaves the
// reviewer's name.  The text is ours alone: nothing of an article comes near it.
(() => {
  if (window.ceksilangKeys) return;
  window.ceksilangKeys = true;
  const isTyping = (it) => it && (it.matches("input, textarea, select") || it.isContentEditable);
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
