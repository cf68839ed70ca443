// Signing out leaves nothing on a shared phone: what is not sent yet is named first.
import * as unsent from "./unsent.js";

const dialog = document.getElementById("belum-terkirim");

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  const author = Number(form.dataset.signOut);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lines = await waiting(author).catch(() => []);
    if (!lines.length) return leave(form, author);
    dialog.querySelector("[data-words]").textContent = `Di ponsel ini: ${lines.join(" dan ")}.`;
    dialog.querySelector("[data-leave]").onclick = () => leave(form, author);
    dialog.showModal();
  });
}

async function waiting(author) {
  const reports = await unsent.reportsOf(author);
  const draft = await unsent.draftOf(author);
  return [
    ...(reports.length ? [`${reports.length} laporan yang belum terkirim`] : []),
    ...(draft ? ["1 tulisan yang belum selesai"] : []),
  ];
}

// First the server, then the phone: who could not sign out loses nothing.
async function leave(form, author) {
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  } catch {
    dialog.close();
    document.querySelector("[data-no-network]").hidden = false;
    return;
  }
  if (answer.type !== "opaqueredirect") return form.submit();
  await unsent.forget(author).catch(() => {});
  location.assign(form.action);
}
