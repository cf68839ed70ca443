// What this phone keeps until it is sent, apart for each account: reports that wait, one draft,
// and the plan items to choose from. Nothing of the session is kept here.
const STORES = {
  reports: "key", // key, author, made, fields, files, tried, refused
  drafts: "author", // author, fields
  accounts: "author", // author, name, items, seen
};

let opened;
function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("kinerja", 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES))
        request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// One transaction; a promise of what `work` asked for last, once it is safely written.
async function act(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const names = Object.keys(STORES);
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const asked = work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
const look = (work) => act("readonly", work);
const write = (work) => act("readwrite", work);

export const ready = () => open();

// --- Reports that wait
export async function reports() {
  const all = await look(({ reports }) => reports.getAll());
  return all.sort((one, other) => one.made - other.made);
}
export async function reportsOf(author) {
  return (await reports()).filter((one) => one.author === author);
}
// A report that is kept takes the place of the draft.
export function keep(report) {
  return write(({ reports, drafts }) => {
    drafts.delete(report.author);
    reports.put(report);
  });
}
export const note = (report) => write(({ reports }) => reports.put(report));
export const drop = (key) => write(({ reports }) => reports.delete(key));

// --- The draft
export const draftOf = (author) => look(({ drafts }) => drafts.get(author));
export function keepDraft(author, fields) {
  return write(({ drafts }) =>
    fields.text.trim() ? drafts.put({ author, fields }) : drafts.delete(author),
  );
}

// --- Accounts that were here
export async function lastAccount() {
  const all = await look(({ accounts }) => accounts.getAll());
  return all.sort((one, other) => other.seen - one.seen)[0];
}
// Whoever signs in leaves nothing of others on the phone, except what still waits.
export async function keepAccount(account) {
  const waiting = new Set((await reports()).map((one) => one.author));
  const drafts = await look(({ drafts }) => drafts.getAllKeys());
  const others = await look(({ accounts }) => accounts.getAllKeys());
  return write(({ accounts }) => {
    for (const author of others)
      if (!waiting.has(author) && !drafts.includes(author)) accounts.delete(author);
    accounts.put(account);
  });
}
export async function forget(author) {
  const keys = (await reportsOf(author)).map((one) => one.key);
  return write(({ reports, drafts, accounts }) => {
    for (const key of keys) reports.delete(key);
    drafts.delete(author);
    accounts.delete(author);
  });
}
