// The form works without this. With it: a wrong sign is said while typing, a whole code moves on to the choices, 1–4 choose,
// Enter sends, F8 undoes.
"use strict";

const form = document.getElementById("report");
const code = document.getElementById("code");
const error = document.getElementById("code-error");
const choices = [...form.querySelectorAll("[name=outcome]")];
const ALL = Number(code.dataset.all);

// GF(32) modulo x^5 + x^2 + 1, as in referrals/slip/code.py: only to tell at once; the server decides.
function times(a, b) {
  let product = 0;
  for (; b; b >>= 1) {
    if (b & 1) product ^= a;
    a <<= 1;
    if (a & 32) a ^= 0b100101;
  }
  return product;
}

function fits(numbers) {
  let check = 0;
  let weight = 1;
  for (const number of numbers.slice(0, -1)) {
    weight = times(weight, 2);
    check ^= times(number, weight);
  }
  return check === numbers.at(-1);
}

function signs() {
  return [...code.value.toUpperCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
}

// What is wrong, "" if nothing; `whole` is false while somebody may still be typing.
function problem(whole) {
  const typed = signs();
  const unknown = typed.find((sign) => !code.dataset.signs.includes(sign));
  if (unknown) return code.dataset.noSuchSign.replace("{sign}", unknown);
  if (typed.length > ALL || (whole && typed.length && typed.length < ALL)) return code.dataset.wrongLength.replace("{n}", typed.length);
  if (typed.length === ALL && !fits(typed.map((sign) => code.dataset.signs.indexOf(sign)))) return code.dataset.wrongSign;
  return "";
}

function complete() {
  return signs().length === ALL && !problem(true);
}

function tell(text) {
  const field = code.parentElement;
  error.querySelector("[data-text]").textContent = text;
  error.hidden = !text;
  field.classList.toggle("kern-form-input--error", Boolean(text));
  code.classList.toggle("kern-form-input__input--error", Boolean(text));
  if (text) code.setAttribute("aria-invalid", "true");
  else code.removeAttribute("aria-invalid");
}

function goOn() {
  (choices.find((one) => one.checked) || choices[0]).focus();
}

code.addEventListener("input", (event) => {
  tell(problem(false));
  if (complete() && !event.isComposing) goOn();
});
code.addEventListener("change", () => tell(problem(true)));
code.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  // A scanner types the code and Enter: what became of it has not been said yet.
  if (!complete() || !choices.some((one) => one.checked)) {
    event.preventDefault();
    tell(problem(true));
    if (complete()) goOn();
  }
});

if ("digits" in form.dataset) {
  document.querySelectorAll("[data-for-keys]").forEach((hint) => { hint.hidden = false; });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = choices.find((one) => one.dataset.key === event.key);
    // In the code's field a digit belongs to the code until that is complete.
    if (!chosen || (event.target === code && !complete())) return;
    event.preventDefault();
    chosen.checked = true;
    chosen.focus();
  });
}
addEventListener("keydown", (event) => {
  const undo = document.getElementById("undo");
  if (event.key !== "F8" || !undo) return;
  event.preventDefault();
  undo.requestSubmit();
});
