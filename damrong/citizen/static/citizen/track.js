// A scanned receipt brings the code after "#", where no server sees it: put it into the field.
const field = document.querySelector("[data-code] input[name=code]");
if (location.hash.length > 10 && !field.value) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
