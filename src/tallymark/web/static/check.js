// The check page: sends the form, shows the claims as they are found, then the verdicts; sends it again when a reading is corrected.
"use strict";
(() => {
  const form = document.getElementById("check");
  const result = document.getElementById("result");
  const progress = document.getElementById("progress");
  let running = null;

  function openCards() {
    return [...result.querySelectorAll("details[open][id]")].map((one) => one.id);
  }

  function show(html, open, focused) {
    const before = focused ? document.activeElement.getBoundingClientRect().top : 0;
    result.innerHTML = html;
    for (const id of open) {
      const card = document.getElementById(id);
      if (card) card.open = true;
    }
    htmx.process(result);
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
    const mine = (running = new AbortController());
    const open = again ? openCards() : [];
    const focused = again ? document.activeElement.name || "" : "";
    if (!again) result.textContent = ""; // corrections belong to the text that they were made on
    progress.textContent = "Reading…";
    form.classList.add("busy");
    try {
      const response = await fetch("/check/stream", { method: "POST", body: new FormData(form), signal: mine.signal });
      if (!response.ok) {
        const problem = await response.json();
        progress.textContent = `${problem.title}: ${problem.detail}`;
        return;
      }
      for await (const piece of lines(response)) {
        if (piece.kind === "progress") progress.textContent = piece.content;
        else if (piece.kind === "found" && !again) result.innerHTML = piece.content;
        else if (piece.kind === "error") show(piece.content, [], "");
        else if (piece.kind === "result") show(piece.content, open, focused);
      }
      progress.textContent = result.querySelector(".problem") ? "" : "Done.";
    } catch (error) {
      if (error.name !== "AbortError") progress.textContent = "The server does not answer.";
    } finally {
      if (running === mine) {
        running = null;
        form.classList.remove("busy");
      }
    }
  }

  function addText() {
    const entries = document.getElementById("texts");
    if (entries.children.length >= Number(form.dataset.most)) return;
    const entry = entries.lastElementChild.cloneNode(true);
    for (const field of entry.querySelectorAll("textarea, input")) field.value = "";
    entries.append(entry);
    entry.querySelector("legend").textContent = `Text ${entries.children.length}`;
    entry.querySelector("textarea").focus();
  }

  async function useDemo() {
    form.querySelector("textarea").value = await (await fetch("/check/demo")).text();
    form.requestSubmit(form.querySelector("button.main"));
  }

  function clear() {
    form.reset();
    const entries = document.getElementById("texts");
    while (entries.children.length > 1) entries.lastElementChild.remove();
    for (const area of entries.querySelectorAll("textarea, input")) area.value = "";
    result.textContent = progress.textContent = "";
  }

  const actions = {
    add: addText,
    demo: useDemo,
    clear,
    unfix(button) {
      for (const field of button.closest(".fix").querySelectorAll("[data-fix]")) field.value = "";
      run(true);
    },
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("formaction")) return;
    event.preventDefault();
    run(false);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button && actions[button.dataset.action]) actions[button.dataset.action](button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-fix]")) run(true);
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
