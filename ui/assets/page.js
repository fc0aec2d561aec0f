// Runs once in each of the two components, conversation and source panel: `element`, `trigger` and `watch` are its own.
const marksOf = (place) => document.querySelectorAll(`[data-place="${place}"]`);

const unmark = () =>
  document.querySelectorAll("[data-place][aria-current]").forEach((marker) => marker.removeAttribute("aria-current"));

const reveal = (panel) => {
  unmark();
  marksOf(panel.dataset.shown).forEach((marker) => marker.setAttribute("aria-current", "true"));
  panel.focus({ preventScroll: true });
  panel.querySelector("mark.chosen").scrollIntoView({ block: "center" });
};

element.addEventListener("click", (event) => {
  const marker = event.target.closest("[data-place]");
  const panel = document.querySelector("[data-shown]");
  if (marker && marker.dataset.place === panel?.dataset.shown) {
    reveal(panel);
  } else if (marker) {
    const { turn, kind, number } = marker.dataset;
    trigger("cite", { turn: Number(turn), kind, number: Number(number) });
  } else if (event.target.closest("[data-close]")) {
    unmark();
    marksOf(panel.dataset.shown)[0].focus();
    trigger("dismiss");
  }
});

element.addEventListener("keydown", (event) => {
  if (event.key === "Escape") element.querySelector("[data-close]")?.click();
});

watch("value", () => {
  const panel = element.querySelector("[data-shown]");
  if (panel) reveal(panel);
  element.querySelector("[data-newest]")?.scrollIntoView({ block: "start" });
});
