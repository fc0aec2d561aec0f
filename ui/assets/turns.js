// What can be done with a turn: copy it, link to it, ask it again, mend its question, say whether it was right.
{
  // The clipboard's own interface wants a secure address; the older way does not.
  const copy = async (text) => {
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const tellOn = (button, words) => {
    const name = button.textContent;
    button.textContent = words;
    copydesk.say(words);
    setTimeout(() => (button.textContent = name), 1600);
  };

  const rate = (turn, good, comment = "") =>
    copydesk.send("rate", { turn: Number(turn.dataset.turn), good, comment });

  const press = (button, turn) => {
    turn.querySelectorAll("[data-rate]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    turn.querySelector(".comment").hidden = false;
    rate(turn, button.dataset.rate === "good");
  };

  // What a turn asked, of the same articles; `searched` are the words to search for it.
  const askAgain = (turn, searched) => {
    const { question, query, mine } = turn.querySelector(".actions").dataset;
    copydesk.ask({ ...copydesk.fromQuery(query.slice(1)), question, searched, mine: mine !== undefined });
  };

  const correct = (button, turn) => {
    const form = turn.querySelector(".correction");
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("textarea").focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".searched button");
    const turn = button?.closest(".turn");
    if (button?.dataset.correct !== undefined) correct(button, turn);
    if (button?.dataset.asAsked !== undefined) askAgain(turn, turn.querySelector(".actions").dataset.question);
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".actions button");
    if (!button) return;
    const turn = button.closest(".turn");
    const { question, searched } = button.closest(".actions").dataset;
    const { copy: text, link, done, again, edit, rate: rating } = button.dataset;
    if (text !== undefined || link !== undefined) {
      const button_focus = document.activeElement;
      await copy(text ?? location.origin + location.pathname + link.slice(1));
      button_focus?.focus();
      tellOn(button, done);
    }
    if (again !== undefined) askAgain(turn, searched);
    if (edit !== undefined) copydesk.edit(question);
    if (rating) press(button, turn);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".correction")) return;
    event.preventDefault();
    askAgain(event.target.closest(".turn"), event.target.querySelector("textarea").value);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".comment")) return;
    event.preventDefault();
    const turn = event.target.closest(".turn");
    const pressed = turn.querySelector('[data-rate][aria-pressed="true"]');
    rate(turn, pressed.dataset.rate === "good", event.target.querySelector("textarea").value);
    event.target.hidden = true;
    pressed.focus();
  });
}
