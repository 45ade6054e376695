// Drawing a rectangle on a page: by mouse, by two taps, or by arrow keys. It only fills the form,
// which does the same by typed numbers where there are no scripts.

document.documentElement.classList.add("scripted");
const form = document.getElementById("mask");
if (form) drawMasks(form, [...document.querySelectorAll(".sheet__picture")]);

function drawMasks(form, sheets) {
  const names = ["x", "y", "width", "height"];
  const frame = document.createElement("div");
  frame.className = "sheet__frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "img");
  let corner = null; // of the first tap or where the mouse went down: {sheet, x, y}

  const sheetOf = (page) => sheets.find((sheet) => sheet.dataset.page === String(page));
  const size = (sheet) => [Number(sheet.dataset.width), Number(sheet.dataset.height)];

  // Where an event lies, in pixels of the page's picture.
  function place(sheet, event) {
    const box = sheet.getBoundingClientRect();
    const [wide, high] = size(sheet);
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
    return {
      sheet,
      x: within(((event.clientX - box.left) / box.width) * wide, wide),
      y: within(((event.clientY - box.top) / box.height) * high, high),
    };
  }

  function fill(sheet, x, y, width, height) {
    form.elements.page.value = sheet.dataset.page;
    names.forEach((name, k) => { form.elements[name].value = [x, y, width, height][k]; });
    show();
  }

  function between(a, b) {
    fill(a.sheet, Math.min(a.x, b.x), Math.min(a.y, b.y),
      Math.max(1, Math.abs(a.x - b.x)), Math.max(1, Math.abs(a.y - b.y)));
  }

  function show() {
    const sheet = sheetOf(form.elements.page.value);
    const [x, y, width, height] = names.map((name) => Number(form.elements[name].value));
    if (!sheet || !(width > 0 && height > 0)) return frame.remove();
    const [wide, high] = size(sheet);
    Object.assign(frame.style, {
      left: `${(x / wide) * 100}%`, top: `${(y / high) * 100}%`,
      width: `${(width / wide) * 100}%`, height: `${(height / high) * 100}%`,
    });
    frame.setAttribute("aria-label", `${x}, ${y}, ${width} × ${height}`);
    if (frame.parentElement !== sheet) sheet.append(frame);
  }

  for (const sheet of sheets) {
    sheet.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0) return;
      event.preventDefault();
      corner = place(sheet, event);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && corner?.sheet === sheet && event.buttons & 1) {
        between(corner, place(sheet, event));
      }
    });
    // A finger scrolls the page as ever: it taps one corner, then the other.
    sheet.addEventListener("click", (event) => {
      if (event.pointerType === "mouse") return;
      const here = place(sheet, event);
      if (corner?.sheet === sheet) {
        between(corner, here);
        corner = null;
      } else {
        corner = here;
        fill(sheet, Math.max(0, here.x - 4), Math.max(0, here.y - 4), 8, 8);
      }
    });
  }
  window.addEventListener("pointerup", (event) => {
    if (event.pointerType === "mouse") corner = null;
  });

  // Arrow keys move the frame, with Shift its lower right corner; Enter hides what is under it.
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[value=add]"));
    }
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    const sheet = frame.parentElement;
    const [wide, high] = size(sheet);
    const step = Math.max(1, Math.round(Math.max(wide, high) / 100));
    let [x, y, width, height] = names.map((name) => Number(form.elements[name].value));
    if (event.shiftKey) {
      width = Math.min(Math.max(1, width + way[0] * step), wide - x);
      height = Math.min(Math.max(1, height + way[1] * step), high - y);
    } else {
      x = Math.min(Math.max(0, x + way[0] * step), wide - width);
      y = Math.min(Math.max(0, y + way[1] * step), high - height);
    }
    fill(sheet, x, y, width, height);
    frame.focus();
  });
  form.querySelector("[data-keys]").addEventListener("click", () => {
    const sheet = sheetOf(form.elements.page.value) ?? sheets[0];
    const [wide, high] = size(sheet);
    if (!frame.isConnected) {
      fill(sheet, Math.round(wide * 0.4), Math.round(high * 0.4),
        Math.max(1, Math.round(wide * 0.2)), Math.max(1, Math.round(high * 0.1)));
    }
    frame.scrollIntoView({ block: "center" });
    frame.focus();
  });
  form.addEventListener("input", show);
  show();
}
