// Places: what a number, a row, a point or a marked sentence opens, and the ways through them by keyboard.
{
  let looks = 0; // sources that were asked for: the server may hear of two in another order
  let unasked = false; // the page itself opened the source, so the reader's focus stays where it is

  const shown = () => document.querySelector("[data-shown]");
  const markersOf = (place) => document.querySelectorAll(`#talk [data-place="${place}"]`);
  const unmark = () => document.querySelectorAll("[data-place][aria-current]").forEach((e) => e.removeAttribute("aria-current"));

  const reveal = (source, smooth = false) => {
    unmark();
    markersOf(source.dataset.shown).forEach((marker) => marker.setAttribute("aria-current", "true"));
    const behavior = smooth && !copydesk.calm.matches ? "smooth" : "instant";
    source.querySelector("mark.chosen").scrollIntoView({ block: "center", behavior });
    document.getElementById("story").inert = !copydesk.wide.matches;
    if (!unasked) focusIn(source);
    unasked = false;
  };

  // Who walks along the tabs, or presses an arrow again and again, stays there.
  const focusIn = (source) => {
    const active = document.activeElement;
    source.querySelector('[aria-selected="true"]').scrollIntoView({ block: "nearest", inline: "nearest" });
    if (active?.role === "tab") source.querySelector('[aria-selected="true"]').focus();
    else if (!active?.matches("[data-step]:enabled")) source.focus({ preventScroll: true });
  };

  const open = ({ turn, kind, number }) => {
    const source = shown();
    if (source?.dataset.shown === `${turn}-${kind}-${number}`) reveal(source, true);
    else copydesk.send("cite", { turn: Number(turn), kind, number: Number(number), look: ++looks });
  };

  const close = () => {
    const source = shown();
    if (!source) return;
    document.getElementById("story").inert = false;
    unmark();
    [...markersOf(source.dataset.shown)].find((marker) => marker.matches("button"))?.focus();
    copydesk.send("dismiss");
  };

  const toNeighbour = (all, one, step) => all[all.indexOf(one) + step]?.focus();

  const walk = (target, step) => {
    const tab = target.closest('[role="tab"]');
    const source = target.closest("[data-shown]");
    const turn = target.closest(".turn");
    if (tab) (step > 0 ? tab.nextElementSibling : tab.previousElementSibling)?.click();
    else if (source) source.querySelector(`[data-step="${step > 0 ? "next" : "previous"}"]`).click();
    else if (target.matches(".marker")) toNeighbour([...turn.querySelectorAll("button.marker")], target, step);
    else return false;
    return true;
  };

  copydesk.openUnasked = (marker) => {
    unasked = true;
    open(marker.dataset);
  };

  copydesk.changed.panel = () => {
    const source = shown();
    if (source) reveal(source);
    else document.getElementById("story").inert = false;
  };

  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-number]");
    const selecting = !place?.matches("button") && !getSelection().isCollapsed;
    if (place && !selecting) {
      unasked = false;
      open(place.dataset);
    } else if (event.target.closest("[data-close]") || event.target.id === "margin") close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select")) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey && walk(event.target, step)) event.preventDefault();
  });

  // Escape ends what is nearest: an open menu, a notice, the work on a question, the source.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (document.getElementById("notice").textContent) copydesk.complain();
    else if (copydesk.newest()?.matches("[data-working]")) copydesk.send("stop");
    else close();
  });
}
