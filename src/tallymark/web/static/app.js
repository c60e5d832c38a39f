// What every page needs: a link to a card opens it.
"use strict";
function openTarget(id) {
  const target = id ? document.getElementById(id) : null;
  if (!target) return;
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (link) openTarget(decodeURIComponent(link.getAttribute("href").slice(1)));
});
addEventListener("hashchange", () => openTarget(decodeURIComponent(location.hash.slice(1))));
addEventListener("DOMContentLoaded", () => openTarget(decodeURIComponent(location.hash.slice(1))));
