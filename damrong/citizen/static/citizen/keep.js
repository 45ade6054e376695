// What was written on a page of the filing stays on the device until the server has taken it: kept
// at the press of the button, put back when the page comes again without it, and forgotten as soon
// as any other page of the filing opens or a day has passed. Who somebody is, is never kept.
const PREFIX = "damrong-kept:";
const LONGEST = 24 * 60 * 60 * 1000; // milliseconds
const form = document.querySelector("form[data-keep]");
const place = PREFIX + location.pathname;

function fields() {
  return [...form.elements].filter(
    (field) => field.name && (field.tagName === "TEXTAREA" || ["text", "search"].includes(field.type)) &&
      !field.closest(".trap"),
  );
}

function forget() {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) {
    const { at = 0 } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (key !== place || Date.now() - at > LONGEST) localStorage.removeItem(key);
  }
}

function putBack() {
  const { values = {} } = JSON.parse(localStorage.getItem(place) ?? "{}");
  const lost = fields().filter((field) => !field.value && values[field.name]);
  for (const field of lost) field.value = values[field.name];
  const notice = document.querySelector("[data-kept-notice]");
  if (lost.length && notice) notice.hidden = false;
}

function keep() {
  const values = Object.fromEntries(fields().map((field) => [field.name, field.value]));
  localStorage.setItem(place, JSON.stringify({ at: Date.now(), values }));
}

try {
  forget();
  if (form) {
    putBack();
    form.addEventListener("submit", keep);
  }
} catch {
  // A browser that keeps nothing, as in a private window: the page works as without this script.
}
