// Pages of records: a count takes a while, so the reader is told that it runs and for how long.
"use strict";
let running = 0;
function waiting(form) {
  const place = form.querySelector(".waiting");
  if (!place) return;
  const clock = document.createElement("span");
  clock.setAttribute("aria-hidden", "true");
  place.textContent = form.dataset.wait + "… a first count over a large release takes a while. ";
  place.append(clock);
  place.hidden = false;
  const begun = Date.now();
  running = setInterval(() => { clock.textContent = Math.round((Date.now() - begun) / 1000) + " s"; }, 1000);
}
document.addEventListener("submit", (event) => { if (event.target.dataset.wait) waiting(event.target); });
// A page that comes back from the history of the browser is not waiting any more.
addEventListener("pageshow", () => {
  clearInterval(running);
  for (const place of document.querySelectorAll(".waiting")) { place.hidden = true; place.textContent = ""; }
});
