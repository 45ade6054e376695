// Correcting the marks of personal data in the story, with the mouse and with the keyboard.
// Without scripts the form below the story does the same by typing the words.

document.documentElement.classList.add("scripted");
const form = document.getElementById("marking");
if (form) correctMarks(form, document.getElementById("story-text"));

function correctMarks(form, box) {
  const tool = document.getElementById("mark-tool");
  const find = (selector) => form.querySelector(selector);
  const typeChoice = find("[data-tool-type]");
  const ownerChoice = find("[data-tool-owner]");
  const notice = find("[data-unsaved-notice]");
  const carried = form.elements.spans;
  let marks = JSON.parse(carried.value);
  let unsaved = form.dataset.unsaved === "yes";
  const returning = `marks ${form.action}`;
  let chosen = null; // {start, end, mark or null, back}

  // The server counts code points of the text as it was written. A page holds "\n" for "\r\n".
  const shown = [...box.textContent];
  const returns = box.dataset.returns ? box.dataset.returns.split(",").map(Number) : [];
  const dropped = returns.map((at, k) => at - k); // places in ``shown`` before which "\r" is missing
  const toWritten = (at) => at + dropped.filter((place) => place < at).length;
  const toShown = (at) => at - returns.filter((place) => place < at).length;
  const words = (mark) => shown.slice(toShown(mark.start), toShown(mark.end)).join("");
  const label = (select, value) => [...select.options].find((option) => option.value === value);

  function draw() {
    const parts = [];
    let at = 0;
    for (const mark of marks) {
      const [start, end] = [toShown(mark.start), toShown(mark.end)];
      if (start < at) continue;
      parts.push(shown.slice(at, start).join(""));
      const element = document.createElement("mark");
      const owner = label(ownerChoice, mark.owner);
      element.className = `mark mark--${mark.owner}`;
      element.dataset.sign = owner.dataset.sign;
      element.title = `${label(typeChoice, mark.type).text} · ${owner.text}`;
      element.tabIndex = 0;
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", `${words(mark)}: ${element.title}`);
      element.textContent = words(mark);
      element.addEventListener("click", () => selectionEmpty() && open(mark, element));
      element.addEventListener("keydown", (event) => press(event, mark, element));
      parts.push(element);
      at = end;
    }
    parts.push(shown.slice(at).join(""));
    box.replaceChildren(...parts);
    carried.value = JSON.stringify(marks);
    find("[data-count]").textContent = marks.length;
    notice.hidden = !unsaved;
  }

  function press(event, mark, element) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(mark, element);
    } else if (event.key === "Delete") {
      event.preventDefault();
      chosen = { ...mark, mark };
      remove();
    }
  }

  function open(mark, element) {
    show({ ...mark, mark, back: element });
    typeChoice.focus();
  }

  function show(what) {
    chosen = what;
    find("[data-words]").textContent = words(what);
    find("[data-editing]").hidden = !what.mark;
    find("[data-adding]").hidden = Boolean(what.mark);
    find("[data-remove]").hidden = !what.mark;
    if (what.mark) {
      typeChoice.value = what.mark.type;
      ownerChoice.value = what.mark.owner;
    }
    tool.hidden = false;
    tool.scrollIntoView({ block: "nearest" });
  }

  function close() {
    tool.hidden = true;
    const back = chosen?.back;
    chosen = null;
    if (back?.isConnected) back.focus();
  }

  // Saved at once: a mark that only looks like one would let its words leave with the extract.
  function changed(start) {
    unsaved = true;
    tool.hidden = true;
    chosen = null;
    draw();
    sessionStorage.setItem(returning, start);
    form.requestSubmit(notice.querySelector("button"));
  }

  // After saving, whoever works by keyboard stands again where they were.
  function goBack() {
    const start = sessionStorage.getItem(returning);
    if (start === null) return;
    sessionStorage.removeItem(returning);
    const elements = [...box.querySelectorAll("mark")];
    const next = marks.findIndex((mark) => mark.start >= Number(start));
    (elements[next] ?? elements.at(-1))?.focus();
  }

  function apply() {
    if (!chosen) return;
    const { start, end } = chosen;
    marks = marks.filter((mark) => mark.end <= start || end <= mark.start);
    marks.push({ start, end, type: typeChoice.value, owner: ownerChoice.value });
    marks.sort((a, b) => a.start - b.start);
    changed(start);
  }

  function remove() {
    if (!chosen?.mark) return;
    const { start } = chosen;
    marks = marks.filter((mark) => mark !== chosen.mark);
    changed(start);
  }

  function selectionEmpty() {
    return window.getSelection()?.isCollapsed ?? true;
  }

  // Text that was just selected inside the story, without the blanks at its ends.
  function selected() {
    const selection = window.getSelection();
    if (!selection?.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(box, 0);
    before.setEnd(range.startContainer, range.startOffset);
    let start = [...before.toString()].length;
    let end = start + [...range.toString()].length;
    while (start < end && !shown[start].trim()) start += 1;
    while (start < end && !shown[end - 1].trim()) end -= 1;
    return start < end ? { start: toWritten(start), end: toWritten(end), mark: null } : null;
  }

  document.addEventListener("mouseup", (event) => {
    if (!box.contains(event.target)) return;
    const what = selected();
    if (what) show(what);
  });
  document.addEventListener("touchend", () => window.setTimeout(() => {
    const what = selected();
    if (what) show(what);
  }, 50));
  // Caret browsing and screen readers select with the keyboard.
  document.addEventListener("keyup", (event) => {
    if (!event.shiftKey && event.key !== "Shift") return;
    const what = selected();
    if (what) show(what);
  });
  tool.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault();
      apply();
    }
  });
  find("[data-apply]").addEventListener("click", apply);
  find("[data-remove]").addEventListener("click", remove);
  find("[data-close]").addEventListener("click", close);
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  draw();
  // The browser goes to the address's #part when the page has loaded, and takes the focus there.
  window.addEventListener("load", () => window.setTimeout(goBack));
}
