// F2 locks the desk at once, whatever has the focus; without this file the button in the header does.
addEventListener("keydown", (event) => {
  if (event.key !== "F2" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat) document.querySelector("[data-lock]")?.click();
}, true);

// A page that the Back button brings back from the browser's memory asks the server again who is there.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
