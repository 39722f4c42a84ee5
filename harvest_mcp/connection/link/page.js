// What the page has more of where scripts run: a button that shows the token, and a form that is sent once.
"use strict";

const token = document.getElementById("token");
const place = document.getElementById("show-place");
if (token && place) {
  const show = document.createElement("button");
  show.type = "button";
  show.textContent = "Show";
  show.setAttribute("aria-controls", "token");
  show.setAttribute("aria-pressed", "false");
  show.addEventListener("click", () => {
    const hidden = token.type === "password";
    token.type = hidden ? "text" : "password";
    show.textContent = hidden ? "Hide" : "Show";
    show.setAttribute("aria-pressed", String(hidden));
  });
  place.append(show);
}

for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    if (token) token.type = "password";
    if (event.submitter?.dataset.busy) event.submitter.textContent = event.submitter.dataset.busy;
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
