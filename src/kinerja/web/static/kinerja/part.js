// A part that comes after the page itself, because it takes longer; its links work without it.
for (const place of document.querySelectorAll("[data-part]")) {
  const answer = await fetch(place.dataset.part);
  if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
}
