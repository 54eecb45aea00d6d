// What the portal's pages do better with JavaScript. Every page works without it.
(() => {
  "use strict";

  document.documentElement.classList.add("js");

  // A page that reports errors begins at its summary, so that nobody searches for what went wrong.
  const summary = document.querySelector("[data-focus]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (field) {
        event.preventDefault();
        (field.closest(".govuk-form-group") || field).scrollIntoView();
        field.focus({ preventScroll: true });
      }
    });
  }

  // Long lists of boxes to tick can be narrowed; what is ticked always stays in sight.
  document.querySelectorAll("[data-filter]").forEach((filter) => {
    const list = document.getElementById(filter.dataset.filter);
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.querySelectorAll(".govuk-checkboxes__item").forEach((item) => {
        // Words for the same goods in both languages, which the label does not show.
        const text = `${item.textContent} ${item.dataset.words || ""}`.toLowerCase();
        item.hidden = !item.querySelector("input").checked && !words.every((word) => text.includes(word));
      });
    });
    filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  });

  // While a draft saves itself, a press of the button waits for its turn; a second press of any button does nothing. Saving is
  // never broken off: the server may have saved all the same, and the next attempt would meet its own change as somebody else's.
  const saving = new WeakSet();
  const waiting = new WeakMap();
  const sent = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (saving.has(form)) {
      event.preventDefault();
      waiting.set(form, event.submitter);
    } else if (sent.has(form)) {
      event.preventDefault();
    } else if (form.method === "post" && !event.defaultPrevented) {
      sent.add(form);
      if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
      // A large sheet takes seconds to send and to read: the page says that something is happening.
      const busy = form.querySelector("[data-busy]");
      if (busy) busy.hidden = false;
    }
  });

  // Back in the browser brings the page as it was: its buttons must work again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("form").forEach((form) => sent.delete(form));
    document.querySelectorAll("[data-busy]").forEach((busy) => (busy.hidden = true));
    document.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (sent.has(event.target) || waiting.has(event.target)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => saving.add(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    saving.delete(form);
    if (waiting.has(form)) {
      const submitter = waiting.get(form);
      waiting.delete(form);
      form.requestSubmit(submitter || undefined);
    }
  });

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
