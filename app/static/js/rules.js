// The decision table works without this. With it: arrow keys move between cells, Enter edits the cell, Esc leaves the
// form, Alt and an arrow move a rule, single letters open a new rule, a case or the reason, and the browser asks before
// what was typed is lost.
(() => {
  "use strict";

  document.documentElement.classList.add("scripted");
  const table = document.getElementById("table");
  const form = document.querySelector("form[data-dirty]");
  const single = table?.dataset.singleKeys === "on";
  const typing = (element) => element?.matches?.("input, select, textarea");

  // --- cells ---

  const rows = () => [...table.querySelectorAll("tbody tr[data-rule]")];
  const cells = (row) => [...row.querySelectorAll("[data-column]")];
  const cellOf = (element) => element?.closest?.("#table [data-column]");

  function enter(cell) {
    if (!cell) return false;
    for (const one of table.querySelectorAll("[data-column][tabindex='0']")) one.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
    return true;
  }

  function step(cell, key) {
    const row = cell.closest("tr");
    const across = cells(row);
    const column = across.indexOf(cell);
    const down = rows();
    const at = down.indexOf(row);
    switch (key) {
      case "ArrowLeft": return enter(across[column - 1]);
      case "ArrowRight": return enter(across[column + 1]);
      case "ArrowUp": return enter(down[at - 1] && cells(down[at - 1])[column]);
      case "ArrowDown": return enter(down[at + 1] && cells(down[at + 1])[column]);
      case "Home": return enter(across[0]);
      case "End": return enter(across.at(-1));
      default: return false;
    }
  }

  function edit(cell) {
    const link = cell.closest("tr").querySelector("a.id");
    if (!link) return false;
    const address = new URL(link.href);
    address.searchParams.set("field", cell.dataset.column);
    location.assign(address);
    return true;
  }

  function move(cell, up) {
    const row = cell.closest("tr");
    if (table.dataset.order !== "wins" || "fixed" in row.dataset) return false;
    const act = document.getElementById("act");
    act.elements.action.value = `move:${up ? "up" : "down"}:${row.dataset.rule}`;
    act.requestSubmit();
    return true;
  }

  // --- keys ---

  function press(key) {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    if (target.matches("a")) target.click();
    else target.focus();
    if (key === "f") document.querySelector("#case select, #case input:not([type=hidden])")?.focus();
    return true;
  }

  function inCell(event, cell) {
    if (event.altKey) return ["ArrowUp", "ArrowDown"].includes(event.key) && move(cell, event.key === "ArrowUp");
    if (event.key === "Enter" && event.target === cell) return edit(cell);
    if (step(cell, event.key)) return true;
    return single && event.key.length === 1 && press(event.key.toLowerCase());
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    const cell = cellOf(event.target);
    let done = false;
    if (cell && !typing(event.target)) done = inCell(event, cell);
    else if (event.key === "Escape" && form?.contains(event.target)) {
      form.querySelector("[data-leave]").click();
      done = true;
    }
    if (done) event.preventDefault();
  });

  // --- the form ---

  let sent = false;
  const values = () => form && JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrf_token"));
  const before = form?.querySelector("[aria-invalid]") || document.getElementById("conflict") ? null : values();
  addEventListener("submit", (event) => { if (event.target === form) sent = true; });
  addEventListener("beforeunload", (event) => {
    if (form && !sent && values() !== before) event.preventDefault();
  });

  // --- at the start ---

  if (table) {
    table.setAttribute("role", "grid");
    for (const row of rows()) for (const cell of cells(row)) {
      cell.tabIndex = -1;
      // Tab goes through the rows by their first cells; what is in them is reached by Enter.
      for (const link of cell.querySelectorAll("a")) if (!link.autofocus) link.tabIndex = -1;
    }
    const link = table.querySelector("a.id[autofocus]");
    const first = link && !link.hasAttribute("aria-expanded") ? cellOf(link) : null;
    if (first) enter(first);
    else (cells(rows()[0] ?? table)[0] ?? table).tabIndex = 0;
    if (link) link.tabIndex = -1;
  }
})();
