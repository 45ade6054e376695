// Security keys (WebAuthn): a form with data-security-key="create" or "get" asks the browser's key
// first and sends its answer in the field "credential". Options stand in #key-options as JSON.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function decoded(options) {
  const list = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: toBytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = list(options.excludeCredentials);
  if (options.allowCredentials) publicKey.allowCredentials = list(options.allowCredentials);
  return publicKey;
}

function encoded(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({
    id, type, rawId: toText(credential.rawId), response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

for (const form of document.querySelectorAll("form[data-security-key]")) {
  const trouble = form.querySelector("[data-key-trouble]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const publicKey = decoded(JSON.parse(document.getElementById("key-options").textContent));
      const credential = await navigator.credentials[form.dataset.securityKey]({ publicKey });
      form.elements.credential.value = encoded(credential);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
