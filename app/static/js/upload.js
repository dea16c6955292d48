// A form with a file works without this. With it: the file can be dropped, is sent and checked as soon as it is chosen,
// with its progress; the form then only names it. Saving meanwhile waits for the check.
"use strict";

const STEP = 25;

function connect(place) {
  const form = place.closest("form");
  const input = place.querySelector("input[type=file]");
  const digest = place.querySelector("input[type=hidden]");
  const bar = place.querySelector(".upload-progress");
  const progress = bar.querySelector("progress");
  const said = place.querySelector(".upload-said");
  const words = said.dataset;
  const done = place.querySelector(".upload-done");
  let request = null;
  let submitter = null;

  function end(text, focus) {
    request = null;
    bar.hidden = true;
    said.textContent = text || "";
    if (focus) input.focus();
  }

  function refuse(html) {
    // What was taken before stays.
    forget();
    done.insertAdjacentHTML("afterbegin", html);
    place.classList.add("kern-form-input--error");
    input.setAttribute("aria-invalid", "true");
    input.value = "";
    submitter = null;
  }

  function forget() {
    done.querySelectorAll(".upload-refused").forEach((one) => one.remove());
    place.classList.remove("kern-form-input--error");
    input.removeAttribute("aria-invalid");
  }

  function take(html) {
    done.innerHTML = html;
    digest.value = done.querySelector("[data-digest]").dataset.digest;
    // The form needs to carry it no more.
    input.value = "";
    digest.dispatchEvent(new Event("change", { bubbles: true }));
    if (submitter) form.requestSubmit(submitter.form ? submitter : undefined);
  }

  function answered() {
    const ours = request.getResponseHeader("X-Upload") !== null;
    const status = request.status;
    const html = request.responseText;
    end(ours ? "" : words.failed);
    if (ours && status === 200) take(html);
    else if (ours) refuse(html);
    else submitter = null;
  }

  function show(event) {
    if (!event.lengthComputable) return;
    const percent = Math.floor(100 * event.loaded / event.total);
    progress.value = percent;
    if (percent === 100) said.textContent = words.checking;
    // Not every per cent is read aloud.
    else if (percent % STEP === 0) said.textContent = words.sending.replace("{percent}", percent);
  }

  function send(file) {
    if (request) request.abort();
    if (file.size > Number(place.dataset.most)) {
      const text = document.createElement("p");
      text.className = "kern-error upload-refused";
      text.textContent = words.large;
      refuse(text.outerHTML);
      return;
    }
    forget();
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("file", file);
    request = new XMLHttpRequest();
    request.open("POST", place.dataset.upload);
    request.upload.addEventListener("progress", show);
    request.addEventListener("load", answered);
    request.addEventListener("error", () => { end(words.failed); submitter = null; });
    progress.value = 0;
    bar.hidden = false;
    said.textContent = words.sending.replace("{percent}", 0);
    request.send(body);
  }

  place.querySelector(".upload-drop").hidden = false;
  input.addEventListener("change", () => { if (input.files.length) send(input.files[0]); });
  bar.querySelector("button").addEventListener("click", () => {
    if (request) request.abort();
    input.value = "";
    submitter = null;
    end(words.cancelled, true);
  });
  form.addEventListener("submit", (event) => {
    if (!request) return;
    event.preventDefault();
    submitter = event.submitter || form;
  });
  place.addEventListener("dragover", () => place.classList.add("over"));
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    place.classList.remove("over");
    const { files } = event.dataTransfer;
    if (files.length > 1) said.textContent = words.several;
    else if (files.length) send(files[0]);
  });
}

const places = document.querySelectorAll("[data-upload]");
places.forEach(connect);
if (places.length) {
  // Dropped beside the place a file would be opened instead of the form, and what was typed would be lost.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
}
