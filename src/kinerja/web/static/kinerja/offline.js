// Reports that outlive a lost network: each is kept on the phone first, then sent until the server
// has answered it with a receipt. Without this module the form is sent as any other.
import { smaller } from "./photo.js";
import * as unsent from "./unsent.js";

const form = document.getElementById("lapor");
const box = document.querySelector("[data-unsent]");
const { send, worker, page } = box.dataset;
const MOST_BYTES = 10 * 1024 * 1024; // of one file
const PATIENCE = 8_000; // until we say that the network is slow
const GIVE_UP = 90_000; // for one report with its photo
const AGAIN = [15_000, 60_000, 300_000]; // until the next try, while the page is open
const WHY = {
  sending: "Sedang dikirim …",
  slow: "Sinyal lemah. Tulisan Anda aman di ponsel ini dan terus dikirim.",
  offline: "Tersimpan di ponsel ini; terkirim sendiri begitu ada jaringan.",
  down: "Server belum menjawab. Tersimpan di ponsel ini dan dicoba lagi sendiri.",
  "sign-in": "Sesi Anda sudah berakhir. Masuk lagi, lalu terkirim sendiri.",
  author: "Di ponsel ini sedang masuk akun lain. Laporan hanya dikirim dengan akun penulisnya.",
  open: "Buka beranda dulu: ada yang perlu diselesaikan sebelum laporan dapat dikirim.",
};

let author = Number(box.dataset.author) || 0; // whose page this is; 0: the shell, asks the phone
let token = form.elements.csrfmiddlewaretoken?.value;
let why = "";
let tries = 0;
let busy = false;
const told = []; // receipts of this visit

const find = (name) => document.querySelector(`[data-${name}]`);
const newKey = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (figure) =>
    (figure ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (figure / 4)))).toString(16),
  );

// --- Sending
// One at a time, also with two tabs open; a second report of the same key changes nothing anyway.
const alone = (work) =>
  navigator.locks ? navigator.locks.request("kinerja-kirim", work) : work();

async function flush() {
  clearTimeout(flush.timer);
  return alone(async () => {
    const waiting = (await unsent.reportsOf(author)).filter((one) => !one.refused);
    why = waiting.length ? "sending" : "";
    await show();
    for (const report of waiting) {
      why = await deliver(report);
      await show();
      if (why) break;
    }
    if (["offline", "down"].includes(why))
      flush.timer = setTimeout(flush, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    else tries = 0;
  });
}

// "" when it was answered, whatever the answer; else why it still waits.
async function deliver(report) {
  if (!navigator.onLine) return "offline";
  await unsent.note({ ...report, tried: true });
  try {
    let answer = token ? await post(report) : { code: "csrf" };
    if (answer.code === "csrf") {
      const no = await freshToken();
      answer = no ?? (await post(report));
    }
    return await settle(report, answer);
  } catch {
    return navigator.onLine ? "down" : "offline";
  }
}

async function settle(report, { status, code, words, receipt, url }) {
  if (status === 200 || status === 201) {
    await unsent.drop(report.key);
    told.push({ key: report.key, receipt, url });
    return "";
  }
  if (status >= 500 || status === 429) return "down";
  await unsent.note(report); // surely not stored: its author may change it
  if (!status) return "open"; // led elsewhere: a first password, a second factor
  if (status === 401 || code === "csrf") return "sign-in";
  if (code === "author") return "author";
  const refused = words ?? [`Server menolak laporan ini (${status}).`];
  if (status === 403) await unsent.drop(report.key); // the key is somebody else's
  await unsent.note({ ...report, key: status === 403 ? newKey() : report.key, refused });
  return "";
}

async function post(report) {
  const body = new FormData();
  for (const [name, value] of Object.entries(report.fields)) body.set(name, value);
  body.set("author", report.author);
  body.set("key", report.key);
  for (const { field, file, name } of report.files) body.append(field, file, name);
  return ask({ method: "POST", headers: { "X-CSRFToken": token }, body });
}

// Nothing when there is one now; else the answer that says why not.
async function freshToken() {
  const said = await ask({});
  if (said.status !== 200) return said;
  if (said.author !== author) return { status: 403, code: "author" };
  token = said.token;
}

async function ask(options) {
  const headers = { Accept: "application/json", ...options.headers };
  const signal = AbortSignal.timeout(GIVE_UP);
  const answer = await fetch(send, { cache: "no-store", redirect: "manual", ...options, headers, signal });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { ...(isJson ? await answer.json() : {}), status: answer.status };
}

// --- The form
const fields = () => ({
  text: form.elements.text.value,
  result: form.elements.result?.value ?? "0",
  quantity: form.elements.quantity?.disabled ? "" : (form.elements.quantity?.value ?? ""),
  done_on: form.elements.done_on.value,
  ...(form.elements.order && { order: form.elements.order.value }),
});

async function compose() {
  const files = [];
  for (const field of ["photo", "documents"])
    for (const file of form.elements[field].files) {
      const kept = await smaller(file);
      if (kept.size > MOST_BYTES) throw new TooLarge(file.name);
      files.push({ field, file: kept, name: kept.name });
    }
  const key = form.elements.key.value;
  return { key, author, made: Date.now(), fields: fields(), files, tried: false, refused: null };
}
class TooLarge extends Error {}

function fill({ fields, files = [], key }) {
  for (const [name, value] of Object.entries(fields))
    if (form.elements[name]) form.elements[name].value = value;
  if (form.elements.result?.selectedIndex === -1) form.elements.result.value = "0";
  form.elements.key.value = key;
  for (const name of ["photo", "documents"]) {
    const chosen = new DataTransfer();
    for (const one of files)
      if (one.field === name) chosen.items.add(new File([one.file], one.name, { type: one.file.type }));
    form.elements[name].files = chosen.files;
  }
  for (const one of form.elements) one.dispatchEvent(new Event("change")); // see report.js
}
function empty() {
  const guess = [...(form.elements.result?.options ?? [])].find((option) => option.defaultSelected);
  const result = guess?.value ?? "0";
  fill({ fields: { text: "", result, order: "", quantity: "", done_on: box.dataset.today ?? today() }, key: newKey() });
}
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

async function submitted(event) {
  if (busy) return event.preventDefault();
  const words = form.elements.text.value.trim();
  if (!words && !page) return; // the server says what is missing
  event.preventDefault();
  if (!words) return complain("Tulis apa yang Anda kerjakan.");
  busy = true;
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    await handIn();
  } finally {
    busy = false;
    event.submitter?.removeAttribute("aria-busy");
  }
}

async function handIn() {
  let report;
  try {
    report = await compose();
    await unsent.keep(report);
  } catch (error) {
    if (error instanceof TooLarge)
      return complain(`${error.message}: lebih dari 10 MB. Pilih berkas yang lebih kecil.`);
    return page ? complain("Ponsel ini menolak menyimpan laporan. Kosongkan sedikit ruang, lalu coba lagi.") : form.submit();
  }
  clearTimeout(keepDraft.timer);
  const slow = setTimeout(() => show(WHY.slow), PATIENCE);
  await flush();
  clearTimeout(slow);
  const done = told.find((one) => one.key === report.key);
  if (done && !page) return location.assign(done.url);
  const refused = (await unsent.reportsOf(author)).find((one) => one.key === report.key)?.refused;
  if (refused && !page) {
    await unsent.drop(report.key); // the whole page says what is wrong, beside each field
    await unsent.keepDraft(author, { ...report.fields, key: report.key });
    return form.submit();
  }
  if (!refused) empty();
  box.scrollIntoView({ block: "nearest" });
}

function complain(words) {
  show(words);
  form.elements.text.focus();
}

function keepDraft() {
  clearTimeout(keepDraft.timer);
  if (!busy) unsent.keepDraft(author, { ...fields(), key: form.elements.key.value }).catch(() => {});
}

async function restoreDraft() {
  const draft = await unsent.draftOf(author);
  const received = document.querySelector("[data-received]")?.dataset.received;
  if (received) await unsent.drop(received);
  if (!draft) return;
  const { key, ...kept } = draft.fields;
  if (key === received) return unsent.keepDraft(author, { text: "" });
  const begun = form.elements.text.value.trim();
  if (begun === kept.text.trim()) return;
  if (begun) {
    // the form begins with other words (a repeated report): the draft steps aside into the list
    const refused = ["Belum selesai ditulis."];
    return unsent.keep({ key, author, made: Date.now(), fields: kept, files: [], tried: false, refused });
  }
  const corrected = (await unsent.reportsOf(author)).find((one) => one.key === key);
  fill({ fields: kept, files: corrected?.files, key });
  find("restored").hidden = false;
}

// --- What stands on the page
async function show(words = "") {
  const all = await unsent.reports();
  const mine = all.filter((one) => one.author === author);
  const waiting = mine.filter((one) => !one.refused);
  const refused = mine.length - waiting.length;
  const others = all.length - mine.length;
  const lines = [];
  if (words) lines.push(words);
  for (const { receipt } of page ? told : []) lines.push(`Terkirim. Tanda terima ${receipt}.`);
  if (!page && told.length && !busy)
    lines.push(`${told.length} laporan terkirim. Tanda terima ${told.map((one) => one.receipt).join(", ")}.`);
  if (waiting.length && why !== "sending")
    lines.push(`${waiting.length} laporan menunggu jaringan. ${WHY[why] ?? ""}`);
  if (waiting.length && why === "sending" && !words) lines.push(`${waiting.length} laporan: ${WHY.sending}`);
  if (refused) lines.push(`${refused} laporan perlu diperbaiki sebelum dapat dikirim.`);
  if (others)
    lines.push(`${others} laporan dari akun lain menunggu di ponsel ini. Terkirim setelah akun itu masuk.`);
  find("words").replaceChildren(...lines.map(paragraph));
  find("list").replaceChildren(...mine.map(line));
  find("list").hidden = !mine.length;
  find("again").hidden = !waiting.length || why === "sending" || why === "sign-in";
  find("sign-in").hidden = why !== "sign-in";
  box.hidden = !lines.length;
}

function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

function line(report) {
  const made = find("line").content.firstElementChild.cloneNode(true);
  const say = (name, words) => (made.querySelector(`[data-${name}]`).textContent = words);
  const photos = report.files.length ? ` · ${report.files.length} berkas` : "";
  say("said", report.fields.text.slice(0, 90));
  say("facts", day(report.fields.done_on) + photos);
  say("reason", (report.refused ?? []).join(" "));
  const [correct, remove] = made.querySelectorAll("button");
  // What the server may have stored already is neither changed nor thrown away here.
  correct.hidden = remove.hidden = report.tried && !report.refused;
  correct.addEventListener("click", () => {
    fill(report);
    form.elements.text.focus();
  });
  remove.addEventListener("click", async () => {
    if (remove.dataset.sure) {
      await unsent.drop(report.key);
      return show();
    }
    remove.dataset.sure = "1";
    remove.textContent = "Ya, hapus";
  });
  return made;
}
const day = (text) =>
  new Date(`${text}T12:00`).toLocaleDateString("id-ID", { day: "numeric", month: "long", year: "numeric" });

// --- Who is here, and what may be chosen
async function arrive() {
  if (page) {
    const account = await unsent.lastAccount();
    form.hidden = !account;
    find("stranger").hidden = Boolean(account);
    if (!account) return;
    author = account.author;
    find("name").textContent = account.name;
    form.elements.result.replaceChildren(
      ...account.items.map(({ value, label, unit, chosen }) => {
        const option = new Option(label, value, chosen, chosen);
        if (unit) option.dataset.unit = unit;
        return option;
      }),
    );
    empty();
  } else {
    const items = [...(form.elements.result?.options ?? [])].map((option) => ({
      value: option.value,
      label: option.text,
      unit: option.dataset.unit ?? "",
      chosen: option.defaultSelected,
    }));
    if (!items.length) items.push({ value: "0", label: "Di luar rencana", unit: "", chosen: true });
    await unsent.keepAccount({ author, name: box.dataset.name, items, seen: Date.now() });
  }
  await restoreDraft();
}

async function begin() {
  try {
    await unsent.ready();
    await arrive();
  } catch {
    return; // this browser keeps nothing: the form is sent as it always was
  }
  form.addEventListener("submit", submitted);
  form.addEventListener("input", () => {
    clearTimeout(keepDraft.timer);
    keepDraft.timer = setTimeout(keepDraft, 200);
  });
  addEventListener("visibilitychange", () => document.hidden && author && keepDraft());
  addEventListener("online", flush);
  addEventListener("offline", () => {
    why = "offline";
    show();
  });
  find("again").addEventListener("click", flush);
  box.dataset.ready = "1";
  if (author) await flush();
  if (page) return;
  navigator.serviceWorker?.register(worker).catch(() => {}); // without it: no page without network
}
begin();
