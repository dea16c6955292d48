// The translation desk works without this. With it: Ctrl+Enter saves as reviewed, characters are counted while typing,
// the browser asks before it leaves a page on which another text was typed and not saved, and the slip of the text with the focus stands beside the list where there is room.
"use strict";

const texts = document.querySelector(".texts");
const beside = document.querySelector(".beside");
const WAIT = 600;
let frame = null;
let shown = "";
let waiting = 0;
let saved = null;

function formOf(element) {
  return element.closest("form[data-preview]");
}

function count(field) {
  const place = formOf(field).querySelector("[data-count]");
  if (!place) return;
  const n = [...field.value.trim()].length;
  place.querySelector("[data-n]").textContent = n;
  place.classList.toggle("long", n > 1.5 * place.dataset.limit);
}

function preview(form) {
  if (!frame || form.dataset.preview === shown) return;
  shown = form.dataset.preview;
  frame.contentWindow.location.replace(shown);
}

if (texts) {
  texts.querySelectorAll(".keys-hint").forEach((hint) => { hint.hidden = false; });
  texts.addEventListener("input", (event) => { if (event.target.name === "text") count(event.target); });
  texts.addEventListener("keydown", (event) => {
    if (event.target.name !== "text" || event.key !== "Enter" || event.isComposing) return;
    // A translation is one line.
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) formOf(event.target).querySelector("[value=review]").click();
  });
  addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.formTarget) saved = event.target;
  });
  addEventListener("beforeunload", (event) => {
    const fields = [...texts.querySelectorAll("textarea")];
    if (fields.some((field) => field.value !== field.defaultValue && field.form !== saved)) event.preventDefault();
    saved = null;
  });
  texts.addEventListener("focusin", (event) => {
    const form = formOf(event.target);
    clearTimeout(waiting);
    if (form) waiting = setTimeout(preview, WAIT, form);
  });
  if (beside && matchMedia("(min-width: 1100px)").matches) {
    frame = document.createElement("iframe");
    // The buttons "Preview" open this name: a window of its own where there is no frame.
    frame.name = "preview";
    frame.title = beside.dataset.title;
    beside.append(frame);
    const focused = document.activeElement && formOf(document.activeElement);
    const first = focused || texts.querySelector("form[data-preview]");
    // Not at once: whoever reviews quickly is gone by then.
    if (first) waiting = setTimeout(preview, WAIT, first);
  }
}
