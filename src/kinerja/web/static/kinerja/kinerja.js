// Small comforts on every page; without them everything still works.

// A dialog: opened modal instead of as the target of its link.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-dialog]");
  if (opener) {
    const dialog = document.querySelector(opener.hash);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  const closer = event.target.closest("a[data-close]");
  const open = closer && closer.closest("dialog[open]");
  if (open) {
    event.preventDefault();
    open.close();
  }
});

// A form is sent once: the second tap of an impatient thumb is dropped.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(free, 8000); // an answer that leaves the page in place, such as a download
});
function free() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const busy of document.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}
addEventListener("pageshow", free);

// What went wrong is read first, also when only a part of the page was swapped.
document.addEventListener("htmx:afterSwap", () => {
  document.getElementById("galat")?.focus();
});

// Our own pages for errors ask for the whole page; any other failure is said in words.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
  document.addEventListener(failure, (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Retarget")) return;
    let news = document.getElementById("kabar");
    if (!news) {
      news = document.createElement("p");
      news.id = "kabar";
      news.className = "notice bad";
      news.setAttribute("role", "alert");
      document.getElementById("isi").prepend(news);
    }
    news.textContent = "Sambungan terputus, belum ada yang tersimpan. Coba lagi.";
  });
document.addEventListener("htmx:afterOnLoad", () => document.getElementById("kabar")?.remove());

// Of tabs that are wider than the phone the current one is in sight.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest("ul");
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - row.offsetLeft - 16;
}
