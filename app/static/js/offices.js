// The form of an office works without this. With it: Ctrl+Enter saves, the browser asks before what was typed is lost,
// and the slip stands in the panel beside the form where there is room.
"use strict";

const form = document.getElementById("office");
const place = document.querySelector(".slip-frame");
const KEPT = ["language", "why"];
let leaving = false;

function typed() {
  // A page that came back with another row holds what was typed before, too.
  return "unsaved" in form.dataset || [...form.elements].some((one) => {
    if (!one.name || KEPT.includes(one.name)) return false;
    if (one.type === "checkbox" || one.type === "radio") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") {
      const chosen = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(chosen, 0);
    }
    return "defaultValue" in one && one.value !== one.defaultValue;
  });
}

if (form) {
  document.querySelectorAll(".keys-hint").forEach((hint) => { hint.hidden = false; });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.querySelector(".save-bar [value=save]").click();
  });
  addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.formTarget) leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && typed()) event.preventDefault();
  });
}
if (place && matchMedia("(min-width: 1100px)").matches) {
  const frame = document.createElement("iframe");
  // The button "Preview" opens this name: a window of its own where there is no frame.
  frame.name = "preview";
  frame.title = place.dataset.title;
  place.append(frame);
  frame.contentWindow.location.replace(place.dataset.preview);
}
