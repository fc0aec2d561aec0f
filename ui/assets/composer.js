// The form: what is asked, of which articles, and the address that asks it again.
{
  const TWICE = 1000; // milliseconds in which the same question is a key that was pressed twice

  let sent = null; // the question that is under way; it leaves its field only when the server has it

  const form = () => document.querySelector("form.composer");
  const field = () => document.getElementById("question");

  const fit = () => {
    field().style.height = "auto";
    field().style.height = `${field().scrollHeight + 2}px`;
  };

  const write = (text) => {
    field().value = text;
    fit();
  };

  const wanted = () => {
    const told = new FormData(form());
    return { question: told.get("question"), outlets: told.getAll("outlet"), since: told.get("since"), until: told.get("until"), mine: told.get("whose") === "mine" };
  };

  const addressOf = ({ question, searched, outlets, since, until }) => {
    const query = new URLSearchParams({ q: searched || question });
    outlets.forEach((outlet) => query.append("outlet", outlet));
    if (since) query.set("since", since);
    if (until) query.set("until", until);
    return `${location.pathname}?${query}`;
  };

  const day = (text) => new Date(`${text}T00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  // The choice in words, where it is opened.
  const tellChoice = () => {
    const { outlets, since, until } = wanted();
    const told = [outlets.join(", "), since && `since ${day(since)}`, until && `until ${day(until)}`].filter(Boolean);
    form().querySelector("[data-chosen]").textContent = told.join(", ") || "All articles";
  };

  const choose = ({ outlets = [], since = "", until = "" }) => {
    form().querySelectorAll('[name="outlet"]').forEach((box) => (box.checked = outlets.includes(box.value)));
    form().elements.since.value = since;
    form().elements.until.value = until;
    tellChoice();
  };

  const uploading = (open) => {
    document.documentElement.toggleAttribute("data-uploading", open);
    form().querySelector("[data-uploads]").setAttribute("aria-expanded", String(open));
  };

  copydesk.ask = (asked) => {
    if (!asked.question.trim() || copydesk.newest()?.matches("[data-working]")) return;
    if (copydesk.gone) return copydesk.cannotReach();
    if (asked.question === sent && performance.now() - copydesk.sentAt < TWICE) return;
    sent = asked.question;
    copydesk.sentAt = performance.now();
    document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = false));
    uploading(false);
    if (!copydesk.wide.matches) field().blur(); // a keyboard on the screen would hide the answer
    if (!asked.mine) history.replaceState(null, "", addressOf(asked));
    copydesk.send("ask", asked);
  };

  copydesk.edit = (question) => {
    write(question);
    field().focus();
  };

  // What an address asks, of the form `?q=...&outlet=...&since=...&until=...`, once the form is there.
  copydesk.fromQuery = (search) => {
    const query = new URLSearchParams(search);
    const [question, since, until] = ["q", "since", "until"].map((name) => query.get(name) ?? "");
    return { question, outlets: query.getAll("outlet"), since, until, mine: false };
  };

  copydesk.askFromAddress = () => {
    const asked = copydesk.fromQuery(location.search);
    if (!form()) return requestAnimationFrame(copydesk.askFromAddress);
    if (!asked.question) return copydesk.wide.matches && field().focus();
    choose(asked);
    write(asked.question);
    copydesk.ask(asked);
  };

  copydesk.changed.composer = () => {
    tellChoice();
    uploading(document.documentElement.hasAttribute("data-uploading"));
  };

  copydesk.changed.newest = () => {
    const turn = copydesk.newest();
    if (!turn) return;
    copydesk.complain();
    if (turn.matches("[data-working]")) {
      if (field().value === sent) write("");
      copydesk.say(turn.querySelector("[aria-current='step']")?.textContent ?? "Waiting");
      if (!turn.querySelector("[aria-current]")) turn.scrollIntoView({ block: "start" });
    } else if (sent !== null) finish(turn);
  };

  // The address asks the question as it was searched, since who opens it has no conversation for it to lean on.
  const tellAddress = (turn) => {
    const { query, searched, mine } = turn.querySelector(".actions").dataset;
    if (searched && mine === undefined) history.replaceState(null, "", location.pathname + query.slice(1));
  };

  const finish = (turn) => {
    const told = turn.querySelector(".answer p, .abstention p, .failure p");
    copydesk.say(`${turn.querySelector(".answer") ? "Answer: " : ""}${told?.textContent ?? ""}`);
    turn.scrollIntoView({ block: "start" });
    tellAddress(turn);
    if (field().value === sent) write(""); // an error that came at once
    if (!turn.querySelector("[data-rate]") && !field().value) write(sent);
    const first = turn.querySelector(":is(.answer, .nearest) button.marker");
    if (first && copydesk.wide.matches && !document.querySelector("[data-shown]")) copydesk.openUnasked(first);
    sent = null;
  };

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".composer")) return;
    event.preventDefault();
    copydesk.ask(wanted());
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "question" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form().requestSubmit();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "question") fit();
    else if (event.target.closest(".filters")) tellChoice();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ask], [data-stop], [data-clear], [data-reset], [data-export], [data-uploads]");
    const data = button?.dataset ?? {};
    if (data.ask) {
      copydesk.ask({ ...wanted(), question: data.ask });
      if (copydesk.wide.matches) field().focus();
    }
    if ("stop" in data) copydesk.send("stop");
    if ("reset" in data) choose({});
    if ("uploads" in data) uploading(!document.documentElement.hasAttribute("data-uploading"));
    if (data.export) copydesk.send("export", { form: data.export });
    if ("clear" in data) {
      history.replaceState(null, "", location.pathname);
      copydesk.send("clear");
      copydesk.edit("");
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => (menu.open = menu.contains(event.target) && !data.export));
  });
}
