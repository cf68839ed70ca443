// Keeps the empty report form on the phone and shows it when the network does not answer.
// No page of a person is kept: what is personal lies in the phone's database, see offline.js.
const CACHE = "kinerja-{{ version }}";
const SHELL = {{ shell|safe }};
const FILES = {{ files|safe }};
const PATIENT = {{ patient|safe }};
const PATIENCE = 12_000; // milliseconds that the home page may take before the form is shown
const DOWN = [502, 503, 504];

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  // asked for without the session: the same page for everybody
  await cache.add(new Request(SHELL, { credentials: "omit", cache: "reload" }));
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys())
    if (name.startsWith("kinerja-") && name !== CACHE) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function shell() {
  return (await caches.match(SHELL)) ?? Response.error();
}

async function page(event, path) {
  const asked = (async () => (await event.preloadResponse) ?? fetch(event.request))();
  if (!PATIENT.includes(path)) return asked.catch(shell);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([asked.catch(() => undefined), late]);
  return answer && !DOWN.includes(answer.status) ? answer : shell();
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (FILES.includes(pathname))
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
});
