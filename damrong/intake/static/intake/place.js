// The lists of districts and subdistricts open as one chooses; a telephone may give its position.
const form = document.querySelector("[data-places]");
document.documentElement.classList.add("scripted");

const select = (name) => form.elements[name];
const field = (name) => select(name).closest(".narrower");

async function fill(name, parent) {
  const list = select(name);
  list.replaceChildren(new Option(form.dataset.unsure, ""));
  field(name).classList.add("narrower--empty");
  if (!parent) return;
  const answer = await fetch(`${form.dataset.places}?parent=${parent}`);
  if (!answer.ok) return; // the page still works by its own button
  for (const [code, label] of await answer.json()) list.append(new Option(label, code));
  field(name).classList.remove("narrower--empty");
  select("offered").value = parent;
}

select("province").addEventListener("change", async () => {
  await fill("subdistrict", "");
  await fill("district", select("province").value);
});
select("district").addEventListener("change", () => fill("subdistrict", select("district").value));
// Somebody quick has chosen before this script was here.
if (select("province").value && select("district").options.length < 2) {
  await fill("district", select("province").value);
}

const gps = form.querySelector("[data-gps]");
if (gps && navigator.geolocation && window.isSecureContext) {
  const says = gps.querySelector("[data-gps-says]");
  const clear = gps.querySelector("[data-gps-clear]");
  const first = says.textContent;
  gps.hidden = false;
  const show = () => {
    const [north, east] = [select("latitude").value, select("longitude").value];
    says.textContent = north ? `${says.dataset.found} ${Number(north).toFixed(5)}, ${Number(east).toFixed(5)}` : first;
    clear.hidden = !north;
  };
  gps.querySelector("[data-gps-ask]").addEventListener("click", () => {
    says.textContent = says.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        select("latitude").value = coords.latitude.toFixed(6);
        select("longitude").value = coords.longitude.toFixed(6);
        show();
      },
      () => { says.textContent = says.dataset.failed; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
  clear.addEventListener("click", () => {
    select("latitude").value = select("longitude").value = "";
    show();
  });
  show();
}
