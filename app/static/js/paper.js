// Quick entry works without this. With it, what is typed is read at once: what was understood of every line, and what
// the line with the cursor can become, stand beside the lines; Ctrl+Enter enters them.
(() => {
  "use strict";

  const form = document.getElementById("sheet");
  const lines = document.getElementById("lines");
  const enter = document.getElementById("enter");
  const WAIT = 150;
  let timer = 0;
  let last = "";
  let request = 0;

  function place() {
    return lines.value.slice(0, lines.selectionStart).split("\n").length - 1;
  }

  // Where the cursor is, and that line kept in sight.
  function mark() {
    document.querySelectorAll("#checked .now").forEach((row) => row.classList.remove("now"));
    const row = document.getElementById(`line-${place() + 1}`);
    row?.classList.add("now");
    const box = row?.closest(".scroll");
    if (box) box.scrollTop = Math.max(0, row.offsetTop - box.clientHeight / 2);
  }

  async function check() {
    const data = new URLSearchParams(new FormData(form));
    data.set("at", place());
    const asked = data.toString();
    if (asked === last) return;
    last = asked;
    const own = ++request;
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      // Without an answer the page goes on as without a script: it is checked when it is sent.
      if (!response.ok || own !== request) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const checked = page.getElementById("checked");
      if (!checked) return;
      document.getElementById("checked").replaceWith(checked);
      mark();
    } catch {
      last = "";
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  }

  if (!form) return;
  // The cursor in the first line that is to be corrected.
  const wrong = document.querySelector("#checked .wrong");
  if (wrong) {
    const before = lines.value.split("\n").slice(0, Number(wrong.id.slice("line-".length)));
    lines.setSelectionRange(before.join("\n").length, before.join("\n").length);
  }
  document.querySelectorAll(".keys-hint").forEach((hint) => { hint.hidden = false; });
  lines.addEventListener("input", soon);
  document.addEventListener("selectionchange", () => { if (document.activeElement === lines) soon(); });
  form.elements.month.addEventListener("change", soon);
  lines.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    enter.click();
  });
})();
