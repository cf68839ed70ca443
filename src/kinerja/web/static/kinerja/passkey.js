// Passkeys: the browser asks the device, the answer goes into a hidden field and the form is sent.
// Forms: <form data-passkey="get|create"> with the options in #passkey-data, and #passkey-login,
// which fetches them. They stay hidden where a passkey cannot work.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function fromJson(options) {
  const read = { ...options, challenge: bytes(options.challenge) };
  if (read.user) read.user = { ...read.user, id: bytes(read.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"])
    if (read[list]) read[list] = read[list].map((one) => ({ ...one, id: bytes(one.id) }));
  return read;
}

function toJson(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[part]) response[part] = text(credential.response[part]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function ask(form, way, options) {
  const publicKey = fromJson(options.publicKey);
  const passwordless = form.elements.passwordless;
  if (passwordless) {
    const selection = { ...publicKey.authenticatorSelection };
    selection.requireResidentKey = passwordless.checked;
    selection.residentKey = passwordless.checked ? "required" : "discouraged";
    if (passwordless.checked) selection.userVerification = "required";
    publicKey.authenticatorSelection = selection;
  }
  const credential = await navigator.credentials[way]({ publicKey });
  form.elements.credential.value = JSON.stringify(toJson(credential));
  form.submit();
}

function prepare(form, way, load) {
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  form.hidden = false;
  const words = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    words.hidden = true;
    try {
      await ask(form, way, await load());
    } catch {
      words.textContent =
        "Perangkat tidak memberi kunci. Coba lagi, atau pakai cara lain. Kunci sandi hanya bekerja di alamat https atau localhost.";
      words.hidden = false;
    }
  });
}

const data = document.getElementById("passkey-data");
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const way = form.dataset.passkey;
  const options = JSON.parse(data.textContent);
  prepare(form, way, async () => (way === "create" ? options.creation_options : options.request_options));
}
const login = document.getElementById("passkey-login");
if (login)
  prepare(login, "get", async () => {
    const answer = await fetch(login.action, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options;
  });
