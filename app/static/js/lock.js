// F2 locks the desk at once, whatever has the focus; without this file the button in the header does.
// The counter's contact travels through the form that unlocks the desk. Any other page waits in this window's memory,
// out of the document, until the same person is back: so texts and chosen files stay, and nothing half done is sent.
(() => {
  "use strict";

  const button = () => document.querySelector("[data-lock]");
  const owner = document.querySelector(".account")?.textContent.trim();
  // The other windows of this browser show the same person's work.
  const windows = new BroadcastChannel("locked");
  let told = false;
  let waiting = null;
  let locking = false;

  addEventListener("keydown", (event) => {
    if (event.key !== "F2" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) button()?.click();
  }, true);

  windows.addEventListener("message", () => { told = true; button()?.click(); });
  // Before anybody else hears of it: at the counter nobody does.
  addEventListener("submit", (event) => {
    if (event.submitter?.matches("[data-lock]") && !told) windows.postMessage("");
    told = false;
  }, true);

  // A page that the Back button brings back from the browser's memory asks the server again who is there.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-lock-form]")) { event.preventDefault(); lock(form); }
    else if (waiting && form.matches("[data-login]")) { event.preventDefault(); unlock(form); }
  });

  async function lock(form) {
    if (locking) return;
    locking = true;
    document.body.style.visibility = "hidden";
    const answer = await send(form);
    locking = false;
    document.body.style.visibility = "";
    // No connection: nothing is locked, and everybody sees that. Any other trouble has a page of its own.
    if (!answer) return;
    if (!answer.ok) { form.submit(); return; }
    waiting = { page: document.createDocumentFragment(), title: document.title, at: scrollY };
    waiting.page.append(...document.body.childNodes);
    show(await answer.text());
  }

  async function unlock(form) {
    const answer = await send(form);
    // No connection: the form stays, and can be sent again.
    if (!answer) return;
    const text = await answer.text();
    const there = new DOMParser().parseFromString(text, "text/html");
    const person = there.querySelector(".account")?.textContent.trim();
    if (!person) { show(text); return; }
    if (person === owner) { bring(there.querySelector("[name=csrf_token]").value); return; }
    // Somebody else: this page was not theirs.
    location.assign(answer.url);
  }

  async function send(form) {
    const body = new URLSearchParams(new FormData(form));
    try { return await fetch(form.action, { method: "POST", body }); } catch { return null; }
  }

  function show(text) {
    const there = new DOMParser().parseFromString(text, "text/html");
    document.title = there.title;
    document.body.replaceChildren(...there.body.childNodes);
    document.querySelector("[autofocus]")?.focus();
  }

  // A login has a new token, which the forms of the page have to carry from now on.
  function bring(token) {
    for (const field of waiting.page.querySelectorAll("[name=csrf_token]")) field.value = token;
    document.title = waiting.title;
    document.body.replaceChildren(waiting.page);
    scrollTo({ top: waiting.at });
    waiting = null;
  }
})();
