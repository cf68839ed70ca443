// The queue by keyboard: one key answers a report and leads to the next one. Everything that the
// keys do is a click on what stands in the row, so mouse, touch and keys do the same.
const KEPT_OFF = "antrean-tanpa-tombol-pintas";
const list = document.querySelector("[data-queue]");
const answered = []; // ids of rows, the last one at the end
const dialog = document.getElementById("tombol");
const wanted = document.querySelector("[data-shortcuts]");

document.documentElement.classList.add("script");
let on = localStorage.getItem(KEPT_OFF) === null;
wanted.checked = on;
wanted.addEventListener("change", () => {
  on = wanted.checked;
  if (on) localStorage.removeItem(KEPT_OFF);
  else localStorage.setItem(KEPT_OFF, "1");
});

const rows = () => [...list.querySelectorAll("li[data-waiting]")];
const make = (row) => row.setAttribute("tabindex", "-1");
rows().forEach(make);

let coming = null; // the id of a row that is being brought back
let chosen = null; // the id, because a row that was undone is another element
const current = () => (chosen && document.getElementById(chosen)) || null;

function choose(row) {
  if (!row) return;
  make(row);
  chosen = row.id;
  for (const other of list.querySelectorAll(".chosen")) other.classList.remove("chosen");
  row.classList.add("chosen"); // not :focus: a row that grows under the pointer loses the click
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const open = rows();
  const here = current();
  if (!here) return choose(open[by > 0 ? 0 : open.length - 1]);
  let next = here;
  do next = by > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !next.hasAttribute("data-waiting"));
  choose(next);
}

function accept(row) {
  if (!row?.hasAttribute("data-waiting")) return;
  const button = row.querySelector("button[value=accept]");
  step(1);
  if (current() === row) step(-1); // it was the last one
  button.click();
}

function write(row, verdict) {
  if (!row?.hasAttribute("data-waiting")) return;
  const details = row.querySelector("details.more");
  details.open = true;
  details.dataset.verdict = verdict;
  const note = details.querySelector("textarea");
  note.focus();
  note.scrollIntoView({ block: "nearest" });
}

function toggle(row) {
  if (!row?.hasAttribute("data-waiting")) return;
  const inside = row.querySelector(".inside");
  if (inside.childElementCount) inside.replaceChildren();
  else row.querySelector(".look").click();
}

function undo() {
  const row = document.getElementById(answered.pop());
  if (!row) return;
  coming = row.id;
  row.querySelector("button").click();
}

const KEYS = {
  j: () => step(1),
  ArrowDown: () => step(1),
  k: () => step(-1),
  ArrowUp: () => step(-1),
  a: () => accept(current()),
  Enter: () => accept(current()),
  t: () => write(current(), "ask"),
  r: () => write(current(), "return"),
  o: () => toggle(current()),
  x: () => current()?.querySelector(".tick input").click(),
  u: undo,
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (!on || event.altKey || event.metaKey || dialog.open) return;
  const place = event.target;
  if (place.tagName === "TEXTAREA") {
    const details = place.closest("details.more");
    if (event.key === "Escape") {
      details.open = false;
      choose(place.closest("li"));
    } else if (event.key === "Enter" && event.ctrlKey && details) {
      event.preventDefault();
      const verdict = details.dataset.verdict ?? "ask";
      details.querySelector(`button[value=${verdict}]`).click();
    }
    return;
  }
  // A key that another control needs stays with it; letters only count in the list or nowhere.
  const own = place.closest("a, button, input, summary, select");
  if (event.ctrlKey || (own && (event.key === "Enter" || !list.contains(own)))) return;
  if (place !== document.body && !list.contains(place) && event.key !== "?") return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  const row = place.closest("[data-queue] > li");
  if (row) chosen = row.id;
  act();
});

// Mouse and touch choose a row too, so that the focus finds its way back after an answer.
list.addEventListener("click", (event) => {
  chosen = event.target.closest("[data-queue] > li")?.id ?? chosen;
});

// The thumbnail opens the evidence in place, and closes it again.
list.addEventListener("htmx:beforeRequest", (event) => {
  const inside = event.target.matches(".look") && event.target.closest("li").lastElementChild;
  if (inside && inside.childElementCount) {
    event.preventDefault();
    inside.replaceChildren();
  }
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-opens]");
  const row = opener && document.getElementById(opener.dataset.opens);
  if (!row) return;
  event.preventDefault();
  choose(row);
  toggle(row);
});

// After an answer the focus stays in the list: on the next row, or on the one that came back.
document.addEventListener("htmx:afterSettle", () => {
  for (const row of list.children) {
    make(row);
    if (!row.hasAttribute("data-waiting") && !answered.includes(row.id)) answered.push(row.id);
  }
  const back = coming && document.getElementById(coming);
  if (back?.hasAttribute("data-waiting")) {
    coming = null;
    choose(back);
  } else if (document.activeElement === document.body && current()) {
    const here = current();
    if (here.hasAttribute("data-waiting")) choose(here);
    else step(1);
  }
});
