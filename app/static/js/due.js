// The list of what is due works without this; with it, by keyboard: arrows choose an entry, a letter does something.
(() => {
  "use strict";

  const list = document.querySelector("[data-due]");
  if (!list) return;
  const rows = [...list.querySelectorAll("[data-row]")];
  const singleKeys = list.dataset.singleKeys === "on";
  const hint = document.querySelector("[data-keys-line]");
  if (hint) hint.hidden = false;

  function go(row, step) {
    const next = rows[rows.indexOf(row) + step]?.querySelector("[data-main]");
    next?.focus();
    return Boolean(next);
  }

  function act(row, key) {
    if (key === "ArrowDown" || key === "ArrowUp") return go(row, key === "ArrowDown" ? 1 : -1);
    if (!singleKeys || key.length !== 1) return false;
    const letter = key.toLowerCase();
    const undo = document.querySelector("[data-undo]");
    const own = row.querySelector(`[data-key="${CSS.escape(letter)}"]`) ?? (letter === "z" ? undo : null)
      ?? (letter === "x" ? row.querySelector("[data-tick]") : null);
    own?.click();
    return Boolean(own);
  }

  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.repeat && !event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (act(row, event.key)) event.preventDefault();
  });

  // How many offices would be written to.
  const write = list.querySelector("[data-write]");
  const none = write.textContent;
  list.addEventListener("change", () => {
    const n = list.querySelectorAll("[data-office]:checked").length;
    write.textContent = n === 0 ? none : n === 1 ? write.dataset.one : write.dataset.many.replace("{n}", n);
  });
})();
