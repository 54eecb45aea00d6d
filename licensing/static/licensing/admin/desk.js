// The desk works without this: it only spares a second press, and closed details on paper; keeping.js keeps what is typed.
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.querySelectorAll("button[type=submit]").forEach((button) => {
      // After the press has been sent, not before: a disabled button would not be.
      setTimeout(() => { button.disabled = true; }, 0);
    });
  });

  // A page that comes back from the history may be pressed again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-act]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
    });
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".dz details").forEach((one) => { one.dataset.was = one.open ? "1" : ""; one.open = true; });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll(".dz details").forEach((one) => { one.open = one.dataset.was === "1"; });
  });
})();
