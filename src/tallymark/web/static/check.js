// The check page: sends the form, shows the claims as they are found, then the verdicts; sends it again when a reading is corrected.
"use strict";
(() => {
  const form = document.getElementById("check");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  const problem = document.getElementById("problem");
  const told = document.getElementById("told");
  const UNFINISHED = "The server does not answer: the check is not finished.";
  const SELDOM = 6000; // milliseconds between two messages of progress to a screen reader
  const PAUSE = 250; // milliseconds after the last choice
  let soon = 0;
  let running = null;
  let failed = false;
  let toldAt = 0;

  function say(words, last) {
    progress.textContent = words;
    if (last || Date.now() - toldAt > SELDOM) {
      told.textContent = words;
      toldAt = Date.now();
    }
  }

  function openCards() {
    return [...result.querySelectorAll("details[open][id]")].map((one) => one.id);
  }

  // While a text unfolds: its frame, its next paragraphs, the verdicts that are final.
  const unfold = {
    open(html) {
      result.insertAdjacentHTML("beforeend", html);
    },
    found(html) {
      const text = [...result.querySelectorAll(".found")].pop();
      const pieces = document.createElement("template");
      pieces.innerHTML = html;
      const goesOn = pieces.content.querySelector("p[data-on]");
      if (goesOn && text.lastElementChild) {
        text.lastElementChild.append(...goesOn.childNodes);
        goesOn.remove();
      }
      text.append(pieces.content);
    },
    verdicts(json) {
      const { text, verdicts } = JSON.parse(json);
      for (const one of verdicts) {
        const claim = document.getElementById(`m-d${text}-${one.claim}`);
        if (!claim) continue;
        const tag = document.createElement("span");
        tag.className = "tag";
        tag.textContent = `${one.mark} ${one.label}`;
        claim.classList.add(`v-${one.kind}`);
        claim.append(tag);
      }
    },
    progress: (words) => say(words, false),
  };

  // The claim that a reader looks at while the text unfolds, so that it stays under the eye when the result comes.
  function lookedAt() {
    const box = result.querySelector(".found");
    if (!box || (box.scrollTop === 0 && result.getBoundingClientRect().top >= 0)) return null;
    const edge = Math.max(0, box.getBoundingClientRect().top);
    const claim = [...box.querySelectorAll(".claim")].find((one) => one.getBoundingClientRect().top >= edge);
    return claim ? { id: claim.id, top: claim.getBoundingClientRect().top } : null;
  }

  function lookAgain(before) {
    const claim = before && document.getElementById(before.id);
    if (!claim) return;
    const box = claim.closest(".text");
    box.scrollTop += claim.getBoundingClientRect().top - Math.max(before.top, box.getBoundingClientRect().top);
    scrollBy(0, claim.getBoundingClientRect().top - before.top);
  }

  function show(html, open, focused) {
    const before = focused ? document.activeElement.getBoundingClientRect().top : 0;
    const looked = lookedAt();
    const decided = result.querySelector(".only-decided") !== null;
    result.innerHTML = html;
    if (decided) for (const one of result.querySelectorAll("[data-action=decided]")) actions.decided(one);
    for (const id of open) {
      const card = document.getElementById(id);
      if (card) card.open = true;
    }
    htmx.process(result);
    lookAgain(looked);
    const again = focused && [...result.querySelectorAll("[data-fix]")].find((one) => one.name === focused);
    if (again) {
      again.focus({ preventScroll: true });
      scrollBy(0, again.getBoundingClientRect().top - before); // what was chosen stays under the eye
    }
  }

  async function* lines(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      for (const part of parts) if (part) yield JSON.parse(part);
    }
  }

  async function run(again) {
    if (running) running.abort();
    clearTimeout(soon);
    const mine = (running = new AbortController());
    const open = again ? openCards() : [];
    const focused = again ? document.activeElement.name || "" : "";
    if (!again) delete form.dataset.seen;
    if (!again) result.textContent = ""; // corrections belong to the text that they were made on
    for (const one of document.querySelectorAll("[role=alert]")) one.textContent = "";
    toldAt = Date.now();
    say("Reading…", true);
    form.classList.add("busy");
    try {
      const response = await fetch("/check/stream", { method: "POST", body: new FormData(form), signal: mine.signal });
      if (!response.ok) {
        const answer = await response.json();
        say(`${answer.title}: ${answer.detail}`, true);
        return;
      }
      let whole = false;
      failed = false;
      for await (const piece of lines(response)) {
        if (unfold[piece.kind]) unfold[piece.kind](piece.content);
        else if (piece.kind === "error") fail(piece.content, again);
        else if (piece.kind === "result") show(piece.content, open, focused);
        whole = whole || piece.kind === "result" || piece.kind === "error";
        if (!again) bringUp();
      }
      if (failed) progress.textContent = "";
      else if (whole) finished();
      else say(UNFINISHED, true);
    } catch (error) {
      if (error.name !== "AbortError") say(UNFINISHED, true);
    } finally {
      if (running === mine) {
        running = null;
        form.classList.remove("busy");
      }
    }
  }

  function finished() {
    progress.textContent = "Done.";
    told.textContent = `Done: ${[...result.querySelectorAll(".summary > p")].map((one) => one.textContent).join("; ")}`;
  }

  // A correction that cannot be understood leaves the result as it is and is told beside the choice.
  function fail(html, again) {
    const fix = again && document.activeElement.closest(".fix");
    const place = (fix && fix.querySelector("[role=alert]")) || problem;
    if (!again) result.textContent = "";
    place.innerHTML = html;
    place.scrollIntoView({ block: "nearest" });
    failed = true;
  }

  // What the form pushed below the screen comes into sight, once.
  function bringUp() {
    if (!result.firstChild || form.dataset.seen) return;
    form.dataset.seen = "yes";
    if (result.getBoundingClientRect().top > innerHeight / 2) progress.scrollIntoView({ block: "start" });
  }

  function addText() {
    const entries = document.getElementById("texts");
    if (entries.children.length >= Number(form.dataset.most)) return;
    const entry = entries.lastElementChild.cloneNode(true);
    for (const field of entry.querySelectorAll("textarea, input")) field.value = "";
    entries.append(entry);
    entry.querySelector("legend").textContent = `Text ${entries.children.length}`;
    entry.querySelector("[name=date]").id = `date-${entries.children.length}`;
    entry.querySelector("textarea").focus();
  }

  async function useDemo() {
    form.querySelector("textarea").value = await (await fetch("/check/demo")).text();
    form.requestSubmit(form.querySelector("button.main"));
  }

  function clear() {
    if (running) running.abort();
    form.reset();
    const entries = document.getElementById("texts");
    while (entries.children.length > 1) entries.lastElementChild.remove();
    for (const area of entries.querySelectorAll("textarea, input")) area.value = "";
    result.textContent = problem.textContent = progress.textContent = told.textContent = "";
  }

  const actions = {
    add: addText,
    demo: useDemo,
    clear,
    unfold(button) {
      const cards = [...button.closest(".cards").querySelectorAll("details.card")];
      const open = cards.some((card) => !card.open);
      for (const card of cards) card.open = open;
      button.textContent = open ? "Close all cards" : "Open all cards";
    },
    decided(button) {
      const only = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(only));
      button.closest(".cards").classList.toggle("only-decided", only);
    },
    unfix(button) {
      for (const field of button.closest(".fix").querySelectorAll("[data-fix]")) field.value = "";
      run(true);
    },
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    event.preventDefault();
    const at = document.activeElement; // Enter in a field below the form means that field
    if (at.name === "reviewer") setTimeout(() => form.requestSubmit(result.querySelector("[value=claimreview]")));
    else run(at.matches("[data-fix]"));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button && actions[button.dataset.action]) actions[button.dataset.action](button);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-fix]")) return;
    clearTimeout(soon); // arrow keys on a closed list pass by many choices
    soon = setTimeout(() => run(true), PAUSE);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    form.elements.file.files = event.dataTransfer.files;
    run(false);
  });
})();
