// The search of a unit in a form (`web.unit_field`): what fits is laid out while one types. Without
// this script the words are looked up when the form is sent.

const REST = 250; // ms after the last key

const search = async (input, place) => {
  const address = `${input.dataset.search}&${new URLSearchParams({ [input.name]: input.value })}`;
  const answer = await fetch(address, { redirect: "error" });
  const words = new URL(answer.url).searchParams.get(input.name);
  if (answer.ok && words === input.value) place.innerHTML = await answer.text();
};

for (const input of document.querySelectorAll("[data-search]")) {
  let waiting;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      search(input, input.nextElementSibling).catch(() => {}); // sent without it, the form asks
    }, REST);
  });
}
