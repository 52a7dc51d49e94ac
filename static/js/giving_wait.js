/* Looks again without loading the page, so that nobody loses their place; loads it when there is news. */
const box = document.querySelector("[data-wait]");

async function look(url, seconds) {
  await new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
  if ("follow" in box.dataset) {
    location.replace(url);
    return;
  }
  try {
    const answer = await fetch(url);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-wait]");
    if (next === null) {
      location.replace(location.pathname);
      return;
    }
    if (next.dataset.wait) look(next.dataset.wait, Number(next.dataset.seconds));
  } catch {
    look(url, seconds * 2);
  }
}

if (box?.dataset.wait) look(box.dataset.wait, Number(box.dataset.seconds));
