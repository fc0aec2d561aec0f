// What the page's scripts share. `copydesk.send` tells the server of an event, through the one component that may;
// `copydesk.changed` has a function for each component that wants to know when the server has changed it.
const copydesk = {
  changed: {},
  send() {},
  // The newest turn, and whether the desk has room for two columns.
  newest: () => document.querySelector("[data-newest]"),
  wide: matchMedia("(width >= 60rem)"),
  calm: matchMedia("(prefers-reduced-motion: reduce)"),

  // Told to who does not see what happens.
  say(text) {
    document.getElementById("said").textContent = text;
  },

  start(events, trigger) {
    copydesk.send = (name, data) => events.includes(name) && trigger(name, data);
    copydesk.turnTo();
    copydesk.askFromAddress();
  },

  // Desk or evaluation, by the fragment of the address.
  turnTo() {
    const view = location.hash === "#evaluation" ? "evaluation" : "desk";
    document.documentElement.dataset.view = view;
    document.querySelectorAll(".masthead nav a").forEach((link) =>
      link.hash === `#${view}` ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current"));
    if (view === "evaluation") copydesk.send("evaluate");
  },

  // A file that the server made, for the browser to save.
  save({ name, type, text }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    copydesk.say(`${name} was saved.`);
  },
};

// What the server hands over: a file, or what came of something.
copydesk.changed.letter = (letter) => {
  const { text, said, fault, mend } = letter ?? {};
  if (text !== undefined) copydesk.save(letter);
  if (said) copydesk.say(said);
  document.getElementById("notice").textContent = fault ? `${fault} ${mend}` : "";
};
addEventListener("hashchange", copydesk.turnTo);
