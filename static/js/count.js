/* How many characters a long text still has room for. Spoken only when the writer pauses. */
const PAUSE_MS = 800;

export function countCharacters(area) {
  const line = document.createElement("p");
  line.className = "hint count";
  line.setAttribute("aria-live", "polite");
  area.after(line);

  const show = () => {
    const length = [...area.value].length;
    line.textContent = `${length.toLocaleString()} / ${area.maxLength.toLocaleString()}`;
  };
  let timer;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE_MS);
  });
  show();
}
