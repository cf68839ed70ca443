// The page of the appraiser, live: the place in the table, the predicate and the count follow the
// choice. The server decides the same when it is saved.
const form = document.querySelector("form[data-rating]");
const table = document.querySelector(".quadrant");
const told = document.querySelector("[data-predicate]");
const counted = document.querySelector("[data-tally]");
const ROWS = ["above", "meets", "below"];
const COLUMNS = ["below", "meets", "above"];

function chosen(name) {
  return form.elements.namedItem(name)?.value ?? "";
}

function place() {
  const row = ROWS.indexOf(chosen("work_result"));
  const column = COLUMNS.indexOf(chosen("behaviour"));
  for (const cell of table.querySelectorAll("td[aria-current]")) {
    cell.removeAttribute("aria-current");
    cell.className = "";
    for (const mark of cell.querySelectorAll("br, svg, .unseen")) mark.remove();
  }
  if (row < 0 || column < 0) return;
  const cell = table.tBodies[0].rows[row].cells[column + 1];
  cell.className = cell.dataset.tone;
  cell.setAttribute("aria-current", "true");
  told.textContent = cell.textContent.trim();
}

function count() {
  const numbers = new Map();
  for (const input of form.querySelectorAll("[data-result] input:checked")) {
    const label = input.closest("label").textContent.trim();
    numbers.set(label, (numbers.get(label) ?? 0) + 1);
  }
  counted.textContent = [...numbers].map(([label, number]) => `${number} ${label}`).join(", ") || "belum ada";
}

// A reason is asked for above and below; the note opens by itself then.
function ask(name) {
  const reason = form.querySelector(`[data-reason="${name}"]`);
  reason.hidden = !["above", "below"].includes(chosen(name)) && !reason.querySelector("textarea").value;
}

form?.addEventListener("change", () => {
  place();
  count();
  ask("work_result");
  ask("behaviour");
});

// What is typed is kept at most two seconds later, also while the typing goes on; a page that is
// hidden or left sends the rest at once, because a phone may end it then without a word.
const KEEP_AFTER = 2_000;
const AGAIN_AFTER = 10_000; // when the network failed
let waiting = 0;
const drafts = form?.getAttribute("hx-post");

function later(milliseconds) {
  waiting ||= setTimeout(() => {
    waiting = 0;
    form.dispatchEvent(new Event("simpan-konsep"));
  }, milliseconds);
}

function atOnce() {
  if (!waiting) return;
  clearTimeout(waiting);
  waiting = 0;
  navigator.sendBeacon(drafts, new FormData(form));
}

if (drafts) {
  form.addEventListener("input", () => later(KEEP_AFTER));
  form.addEventListener("htmx:sendError", () => later(AGAIN_AFTER));
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    waiting = 0;
  });
  addEventListener("pagehide", atOnce);
  document.addEventListener("visibilitychange", () => document.hidden && atOnce());
}

if (form) {
  // A desk has room for the evidence; a phone opens it part by part.
  if (matchMedia("(min-width: 64rem)").matches) {
    for (const part of form.querySelectorAll("details[data-open-wide]")) part.open = true;
  }
  ask("work_result");
  ask("behaviour");
}
