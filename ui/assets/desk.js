// What the page's scripts share. `copydesk.send` tells the server of an event, through the one component that may;
// `copydesk.changed` has a function for each component that wants to know when the server has changed it.
const copydesk = {
  changed: {},
  send() {},
  // Whether the server could not be reached; until it can, nothing that is sent arrives.
  gone: false,
  // When a question was sent of which nothing has been heard yet.
  sentAt: -Infinity,
  // The newest turn, and whether the desk has room for two columns.
  newest: () => document.querySelector("[data-newest]"),
  wide: matchMedia("(width >= 60rem)"),
  calm: matchMedia("(prefers-reduced-motion: reduce)"),

  // Told to who does not see what happens.
  say(text) {
    document.getElementById("said").textContent = text;
  },

  // What went wrong apart from an answer, with the mend; it stands until something goes well again.
  complain(fault = "", mend = "") {
    if (fault) copydesk.sentAt = -Infinity;
    document.getElementById("notice").textContent = `${fault} ${mend}`.trim();
  },

  cannotReach() {
    copydesk.gone = true;
    copydesk.complain("Copydesk cannot be reached.", "See whether it still runs, and ask again.");
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
  copydesk.complain(fault, mend);
};
// Gradio only tells that there was an error; what the server says of it is more. It asks every two seconds whether a
// server that is gone is back: who has read the notice and sent it away is not told again.
{
  const fetchOf = window.fetch;
  window.fetch = async (...request) => {
    try {
      const response = await fetchOf(...request);
      copydesk.gone = false;
      if (!response.ok) response.clone().json().then(({ fault, mend }) => fault && copydesk.complain(fault, mend), () => {});
      return response;
    } catch (error) {
      if (error.name === "TypeError" && !copydesk.gone) copydesk.cannotReach();
      throw error;
    }
  };
}

addEventListener("hashchange", copydesk.turnTo);
