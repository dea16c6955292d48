// The counter without a mouse. Everything works without this file, too; it only makes it quicker.
(() => {
  "use strict";

  const desk = () => document.getElementById("desk");
  const find = (selector) => desk()?.querySelector(selector);
  const singleKeys = () => desk()?.dataset.singleKeys === "on";
  const typing = (element) => element?.matches?.("input:not([type=radio], [type=checkbox]), select, textarea");
  const press = (button) => { if (button && !button.disabled) { button.click(); return true; } return false; };

  // --- after each answer ---

  // The focus goes to the next open step, and what changed is said to those who do not see it.
  let shown;
  // After a report it stays where it was, and boxes stay open: the conversation goes on.
  let kept = null;
  let open = null;
  const boxes = ["[data-material]", "[data-events]", "[data-aids]", "[data-offers]", "[data-today]", "[data-why]"];
  function settle() {
    if (desk() === shown) return;
    shown = desk();
    notice(null);
    for (const box of open ? boxes : []) { if (find(box)) find(box).open = open.includes(box); }
    const before = kept && find(kept);
    kept = open = null;
    (before?.offsetParent ? before : find("[data-focus]"))?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
    announce();
    countDown();
    printSlip();
  }

  function announce() {
    const toast = find("[data-toast]");
    const answer = desk().matches(".step-answer") ? [...desk().querySelectorAll(".resp .role b, .resp .office")] : [];
    const heard = toast ? [toast] : answer;
    document.getElementById("live")?.replaceChildren(heard.map((one) => one.textContent).join(": "));
  }

  function notice(id) {
    const template = id && document.getElementById(id);
    document.getElementById("notice")?.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
    if (template) window.scrollTo({ top: 0 });
  }

  // The undo button's remaining time.
  let timer;
  function countDown() {
    clearInterval(timer);
    const left = find("[data-seconds]");
    if (!left) return;
    const end = Date.now() + Number(left.dataset.seconds) * 1000;
    const show = () => {
      const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      left.textContent = left.dataset.text.replace("{time}", time);
      if (seconds === 0) { clearInterval(timer); find("[data-undo]").parentElement.remove(); }
    };
    show();
    timer = setInterval(show, 1000);
  }

  // --- printing: the slip opens in a hidden frame of this origin and prints itself ---

  function printSlip() {
    const form = find("form[data-print]");
    if (!form) return;
    form.removeAttribute("data-print");
    intoFrame(form);
    form.requestSubmit();
  }

  function intoFrame(form) {
    let frame = document.getElementById("slip-frame");
    if (!frame) {
      frame = document.createElement("iframe");
      frame.id = frame.name = "slip-frame";
      frame.title = "";
      frame.setAttribute("aria-hidden", "true");
      frame.tabIndex = -1;
      document.body.append(frame);
    }
    form.target = frame.name;
    frame.onload = () => {
      const kind = frame.contentDocument?.contentType;
      if (frame.contentWindow.location.href === "about:blank") return;
      if (kind === "text/html") { notice("not-printed"); return; }
      const focused = document.activeElement;
      frame.contentWindow.print();
      focused?.focus({ preventScroll: true });
    };
  }

  // Forms and buttons marked as native are the browser's: htmx must not see them.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-native]") && !event.submitter?.matches("[data-native]")) return;
    event.stopImmediatePropagation();
    if (form.matches("[data-native]") && form.target === "_blank") intoFrame(form);
  }, true);

  // --- keys ---

  function arrow(event, group) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !document.activeElement.matches("button")) return false;
    const buttons = [...group.querySelectorAll("button:not([disabled])")].filter((one) => one.offsetParent);
    const columns = buttons.filter((one) => one.offsetTop === buttons[0].offsetTop).length;
    const width = event.key === "ArrowDown" || event.key === "ArrowUp" ? columns : 1;
    const next = buttons[buttons.indexOf(document.activeElement) + step * width];
    next?.focus();
    return Boolean(next);
  }

  function everywhere(event) {
    switch (event.key) {
      case "F8": return press(find("[data-undo]"));
      case "F9": return press(find("[data-clear]"));
      case "Escape":
        if (closeKeys() || closeReport()) return true;
        if (typing(document.activeElement)) { find("[data-focus]")?.focus(); return true; }
        return press(find("[data-close]")) || press(find("[data-escape]"));
      default: return false;
    }
  }

  function closeKeys() {
    const keys = document.querySelector(".keys[open]");
    if (keys) keys.open = false;
    return Boolean(keys);
  }

  function closeReport() {
    const report = find("[data-report][open]");
    if (report) report.open = false;
    return Boolean(report);
  }

  // F opens the report of wrong data; F again goes to the next office, and a digit says what is wrong.
  function reportKeys(key) {
    const report = find("[data-report]");
    if (key === "f" && report?.open) {
      const offices = [...report.querySelectorAll("[type=radio]")];
      if (offices.length) offices[(offices.findIndex((one) => one.checked) + 1) % offices.length].checked = true;
      return true;
    }
    if (key === "f") return toggle(report);
    return Boolean(report?.open) && press(report.querySelector(`[data-digit="${CSS.escape(key)}"]`));
  }

  function outsideText(event) {
    switch (event.key) {
      case "/": find("[data-search]")?.focus(); return true;
      case "?": document.querySelector(".keys").open ^= true; return true;
      case "t": case "T": return cover(false);
      default: return false;
    }
  }

  function inStep(event, group) {
    const key = event.key.toLowerCase();
    if (key.length === 1 && group?.dataset.keys === "language" && /\p{Letter}/u.test(key)) {
      find("[data-type-ahead]").focus();
      return false;
    }
    const own = (place) => key.length === 1 && place?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const target = own(group) || (find(".log") && own(find(".fin")));
    if (target) { target.matches("input") ? (target.checked = true) : press(target); return true; }
    return find(".log") ? answerKeys(key) : false;
  }

  function answerKeys(key) {
    if (key === "+") return press(find("[data-key='+']"));
    if (reportKeys(key)) return true;
    if (key === "w") return toggle(find("[data-why]"));
    const around = { m: "[data-material]", v: "[data-events]", a: "[data-aids]", b: "[data-offers]", h: "[data-today]" }[key];
    if (around) return visit(find(around));
    if (key === "l") return press(find("[data-missing]"));
    if (["1", "2", "3"].includes(key)) {
      const choice = find(`[data-keys=neutral] [data-key="${key}"]`);
      if (choice) choice.checked = true;
      return Boolean(choice);
    }
    const first = find(`[data-cycle="${CSS.escape(key)}"]`);
    if (!first) return false;
    const radios = [...desk().querySelectorAll(`input[name="${first.name}"]`)];
    radios[(radios.findIndex((one) => one.checked) + 1) % radios.length].checked = true;
    return true;
  }

  function toggle(details) {
    if (!details) return false;
    details.open = !details.open;
    if (details.open) details.scrollIntoView({ block: "nearest" });
    return true;
  }

  // Opens what goes with the answer and goes in; from inside, the same key closes it and leads back.
  function visit(details) {
    if (!details) return false;
    if (details.open && details.contains(document.activeElement)) {
      details.open = false;
      find("[data-focus]")?.focus();
      return true;
    }
    details.open = true;
    const first = details.querySelector(":scope input, :scope details summary, :scope a");
    (first ?? details.querySelector("summary")).focus();
    details.scrollIntoView({ block: "nearest" });
    return true;
  }

  function cover(covered) {
    for (const one of desk()?.querySelectorAll("[data-cover]") ?? []) one.open = !covered;
    return Boolean(find("[data-cover]"));
  }

  // In a text field Enter means that field, not the form's first button.
  function enterInField(event) {
    const go = event.target.matches("[data-search]") ? "search" : event.target.matches("[data-type-ahead]") ? "next" : null;
    return event.key === "Enter" && go !== null && press(event.target.closest(".field").querySelector(`button[value="${go}"]`));
  }

  document.addEventListener("keydown", (event) => {
    if (!desk()?.matches(".counter") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (keptForLater(event)) { event.preventDefault(); return; }
    const active = document.activeElement;
    const group = active?.closest?.("[data-keys]") ?? (active === document.body ? find(".now, .ask") : null);
    let done = everywhere(event) || enterInField(event);
    if (!done && !typing(active)) {
      done = (group && arrow(event, group)) || (singleKeys() && (inStep(event, group) || outsideText(event)));
    }
    if (done) event.preventDefault();
  });
  document.addEventListener("keyup", (event) => { if (event.key === "t" || event.key === "T") cover(true); });
  window.addEventListener("blur", () => cover(true));

  // --- typing ahead: keys that come while an answer is on its way mean the next step, not this one ---

  let busy = null;
  let waiting = [];
  // htmx takes hold of a new form a moment after it has appeared; before, the browser would leave the page.
  const ready = () => !window.htmx || Boolean(find("#contact")?.hasAttribute("data-htmx-powered"));

  // A key that is held down must not run through the next steps, nor a second Enter through the next contact.
  function keptForLater(event) {
    const button = document.activeElement?.matches?.("button");
    if (event.repeat) return event.key.length === 1 ? !typing(document.activeElement) : event.key === "Enter" && button;
    if (!busy && ready() && waiting.length === 0) return false;
    if (["Tab", "Shift", "AltGraph", "CapsLock"].includes(event.key)) return false;
    if (event.key !== "Enter" || busy !== "finish" || waiting.length > 0) waiting.push(event.key);
    if (!busy) setTimeout(replay, 10);
    return true;
  }

  function replay() {
    const keys = waiting;
    waiting = [];
    while (keys.length && !busy && ready()) type(keys.shift());
    waiting = keys.concat(waiting);
    while (busy === "finish" && waiting[0] === "Enter") waiting.shift();
    if (waiting.length && !busy) setTimeout(replay, 10);
  }

  function type(key) {
    const element = document.activeElement ?? document.body;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    if (!element.dispatchEvent(event)) return;
    const now = document.activeElement;
    if (key === "Enter" && now.matches("button")) now.click();
    if (key.length === 1 && typing(now) && now.setRangeText) now.setRangeText(key, now.selectionStart, now.selectionEnd, "end");
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-native]") || event.submitter?.matches("[data-native]")) return;
    if (!desk()?.contains(event.target) || !event.target.hasAttribute("hx-boost")) return;
    if (busy) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    busy = event.submitter?.name === "finish" ? "finish" : "step";
    const focused = document.activeElement;
    const goesOn = ["report", "undo_report", "missing", "undo_missing"].includes(event.submitter?.name);
    open = goesOn ? boxes.filter((box) => find(box)?.open) : null;
    kept = goesOn && focused?.name ? `[name="${CSS.escape(focused.name)}"][value="${CSS.escape(focused.value)}"]` : null;
  }, true);
  document.addEventListener("htmx:finally:request", () => { busy = null; replay(); });
  document.addEventListener("htmx:after:swap", settle);
  document.addEventListener("htmx:error", () => { waiting = []; notice("offline"); });
  document.addEventListener("DOMContentLoaded", settle);
})();
