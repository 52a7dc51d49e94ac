/* Typing another amount chooses it; choosing a preset empties what was typed. */
const other = document.querySelector("input[name='other']");
const radios = document.querySelectorAll("input[type='radio'][name='amount']");

other?.addEventListener("input", () => {
  if (other.value === "") return;
  radios.forEach((radio) => { radio.checked = radio.value === "other"; });
});
radios.forEach((radio) => radio.addEventListener("change", () => {
  if (radio.value !== "other") other.value = "";
}));
