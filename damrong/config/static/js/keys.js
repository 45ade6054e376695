// One key for each common act: what carries data-key is pressed or entered by that key; "?" lists them.
// Keys are told by their place, since a Thai layout writes a Thai letter with each. They do nothing
// while somebody writes, and can be switched off (WCAG 2.1.4).

const OFF = "damrong-keys-off";
const dialog = document.getElementById("keys");
if (dialog) listen();

function listen() {
  const off = dialog.querySelector("[data-keys-off]");
  off.checked = localStorage.getItem(OFF) === "yes";
  off.addEventListener("change", () => localStorage.setItem(OFF, off.checked ? "yes" : "no"));
  document.querySelector("[data-keys]").hidden = false;
  document.querySelector("[data-keys-help]").addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (off.checked || dialog.open || event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return;
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) {
      event.preventDefault();
      help();
      return;
    }
    const pressed = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code);
    if (event.shiftKey || !pressed) return;
    const target = acts().get((pressed[1] ?? pressed[2]).toLowerCase());
    if (!target) return;
    event.preventDefault();
    go(target);
  });
}

function writes(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

// The first element of each key counts: on a page of several legs, the first that can be released.
function acts() {
  const found = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (!found.has(element.dataset.key)) found.set(element.dataset.key, element);
  }
  return found;
}

function go(target) {
  if (target.matches("a, button")) {
    target.click();
    return;
  }
  if (target.matches("summary")) {
    target.parentElement.open = true;
    (target.parentElement.querySelector("textarea, select, input:not([type=hidden]), button") ?? target).focus();
  } else {
    target.focus();
  }
  target.scrollIntoView({ block: "center" });
}

function help() {
  const rows = [];
  for (const [key, element] of acts()) {
    const name = document.createElement("dt");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    const what = document.createElement("dd");
    what.textContent = element.dataset.keyWords ?? element.textContent.trim();
    rows.push(name, what);
  }
  dialog.querySelector("[data-keys-list]").replaceChildren(...rows);
  dialog.showModal();
}
