// A half-filled form, a link away from it to choose something, and back: what was typed waits in this
// tab alone. What the address brings back (the choice) and files stay as the page shows them.
const form = document.querySelector("form[data-typed]");
const brought = new Set(form.dataset.typed.split(" ")); // fields that the address fills
const place = `kinerja-typed ${location.pathname}`;

const inputs = () =>
  [...form.elements].filter(
    ({ name, type }) => name && !brought.has(name) && type !== "hidden" && type !== "file",
  );
const ticked = ({ type }) => type === "checkbox" || type === "radio";

const kept = sessionStorage.getItem(place);
sessionStorage.removeItem(place);
if (kept) {
  const known = new Map(JSON.parse(kept));
  for (const input of inputs()) {
    const said = known.get(key(input));
    if (said === undefined) continue;
    if (ticked(input)) input.checked = said;
    else input.value = said;
    if (said && said !== input.defaultValue) input.closest("details")?.setAttribute("open", "");
  }
}

// Away leads what says so, and every link to this address with another choice in it.
const leadsAway = (link) =>
  "away" in link.dataset || (link.pathname === location.pathname && link.search !== "");
for (const link of document.querySelectorAll("main a[href]"))
  if (leadsAway(link))
    link.addEventListener("click", () => {
      const said = inputs().map((input) => [key(input), ticked(input) ? input.checked : input.value]);
      sessionStorage.setItem(place, JSON.stringify(said));
    });

function key(input) {
  return ticked(input) ? `${input.name}=${input.value}` : input.name;
}
