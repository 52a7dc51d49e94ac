/* A form that is on its way is not sent a second time. The server refuses the second one anyway. */
export function sendOnce(form) {
  let sending = false;

  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = true;
    // After the browser has read the pressed button's own value.
    setTimeout(() => form.querySelectorAll("button[data-sending]").forEach(announce), 0);
  });

  // Back from the payment page, the browser may show this very document again.
  window.addEventListener("pageshow", () => {
    sending = false;
    form.querySelectorAll("button[data-sending]").forEach(restore);
  });
}

const labels = new WeakMap();

function announce(button) {
  labels.set(button, [...button.childNodes]);
  button.textContent = button.dataset.sending;
  button.setAttribute("aria-disabled", "true");
}

function restore(button) {
  if (!labels.has(button)) return;
  button.replaceChildren(...labels.get(button));
  labels.delete(button);
  button.removeAttribute("aria-disabled");
}
