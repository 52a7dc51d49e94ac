/* What is nicer with a script; every page works without it. */
import { countCharacters } from "./count.js";
import { sendOnce } from "./send_once.js";

document.querySelector("[data-focus]")?.focus();
document.querySelectorAll("textarea[maxlength]").forEach(countCharacters);
document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
