/* Fills in the address while the donor types on. Several places, none, or no answer: the button asks the server. */
const box = document.querySelector("[data-postal]");
const field = (name) => box.querySelector(`[name='${name}']`);
const code = field("postal_code");
const said = box.querySelector("[data-said]");
let asked = "";

async function placesOf(digits) {
  const body = new FormData();
  body.set("code", digits);
  body.set("csrfmiddlewaretoken", document.querySelector("[name='csrfmiddlewaretoken']").value);
  const answer = await fetch(box.dataset.postal, { method: "POST", body });
  return answer.ok ? (await answer.json()).places : [];
}

function put(place) {
  field("prefecture").value = place.prefecture;
  field("city").value = place.city;
  const street = field("street");
  if (street.value.trim() === "") street.value = place.town;
  said.textContent = box.dataset.one;
}

code.addEventListener("input", async () => {
  const digits = code.value.normalize("NFKC").replace(/[^0-9]/g, "");
  const isEmpty = field("city").value.trim() === "";
  if (digits.length !== 7 || digits === asked || !isEmpty) return;
  asked = digits;
  try {
    const places = await placesOf(digits);
    if (places.length === 1) put(places[0]);
    if (places.length === 0) said.textContent = box.dataset.none;
  } catch {
    asked = "";
  }
});
