// A leader's open page: the server says when somebody of the team has news, and the list is asked
// for anew. Where there is no stream (refused, cut, an old browser) the list asks every 30 seconds
// by itself, as it stands in the page. A page that nobody looks at closes its stream: browsers keep
// few connections to one host, and what was missed is told on return.

const RETRY = 120_000; // after a refusal
const TRUST = 300_000; // with an open stream the list still asks this often

const list = () => document.getElementById("anggota");
let source = null;
let known = list().dataset.known;
let asked = Date.now();
const fresh = new Set();

function listen() {
  if (document.hidden || source || !("EventSource" in window)) return;
  source = new EventSource(`${list().dataset.live}?sejak=${known}`);
  source.addEventListener("tim", (event) => {
    known = event.lastEventId;
    for (const person of JSON.parse(event.data).new ?? []) fresh.add(person);
    list().dispatchEvent(new CustomEvent("kabar"));
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    stop();
    setTimeout(listen, RETRY);
  });
}

function stop() {
  source?.close();
  source = null;
}

const streams = () => source?.readyState === EventSource.OPEN;

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target !== list()) return;
  const told = event.detail.requestConfig.triggeringEvent?.type === "kabar";
  if (!told && streams() && Date.now() - asked < TRUST) event.preventDefault();
  else asked = Date.now();
});

// After settling: until then htmx gives a line back the class that it had before.
document.addEventListener("htmx:afterSettle", () => {
  const names = [];
  for (const person of fresh) {
    const line = document.getElementById(`orang-${person}`);
    if (!line) continue;
    line.classList.add("fresh");
    names.push(line.querySelector("a").textContent);
  }
  fresh.clear();
  if (names.length) {
    document.getElementById("kabar-tim").textContent = `Laporan baru dari ${names.join(", ")}.`;
  }
});

listen();
