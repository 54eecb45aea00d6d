// The desk works without this: it spares a second press and closed details on paper, names the pickers, and takes the arrow keys from
// day to day; keeping.js keeps what is typed.
(() => {
  // The framework puts scripts into the head, where nothing of the page is there yet.
  const onceRead = (act) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
    else act();
  };

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

  // Long lists of boxes to tick can be narrowed; what is ticked always stays in sight.
  onceRead(() => document.querySelectorAll("[data-filter]").forEach((filter) => {
    const list = document.getElementById(filter.dataset.filter);
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.querySelectorAll("[data-filtered]").forEach((item) => {
        const text = item.textContent.toLowerCase();
        item.hidden = !item.querySelector("input").checked && !words.every((word) => text.includes(word));
      });
    });
    filter.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  }));

  // A page that comes back from the history may be pressed again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-act]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button[type=submit]").forEach((button) => { button.disabled = false; });
    });
  });

  // The framework's picker draws a field of its own and does not tie the label to it, nor to the search within.
  const labelOf = (select) => select.labels && select.labels[0];
  const namePickers = () => {
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const label = labelOf(select), box = select.nextElementSibling;
      const drawn = box && box.querySelector(".select2-selection"), chosen = box && box.querySelector(".select2-selection__rendered");
      if (!label || !drawn || !chosen) return;
      label.id = label.id || `${select.id}_label`;
      drawn.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
      chosen.setAttribute("aria-labelledby", label.id);
    });
  };
  // Where rows are cards, the framework names the first cell "Select record" though nothing is selected there, and writes each word
  // of a label with a capital, as none of our languages does.
  document.addEventListener("DOMContentLoaded", () => {
    const first = document.querySelector("#result_list thead th .text");
    document.querySelectorAll("#result_list tbody td[class*='field-']:first-child").forEach(({ dataset }) => {
      if (first) dataset.label = first.textContent.trim();
    });
    document.querySelectorAll("#result_list [data-label]").forEach(({ dataset }) => {
      dataset.label = dataset.label.charAt(0).toLocaleUpperCase() + dataset.label.slice(1);
    });
  });
  // Queued behind the pickers' own start, which may come after the page's load event.
  document.addEventListener("DOMContentLoaded", () => { if (window.django && django.jQuery) django.jQuery(namePickers); });
  document.addEventListener("formset:added", namePickers);
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches(".select2-search__field")) return;
    const open = document.querySelector(".select2-container--open"), select = open && open.previousElementSibling;
    const label = select && select.matches("select") && labelOf(select);
    if (label) event.target.setAttribute("aria-label", label.textContent.trim());
  });

  // The end of what is open for a time, counted down; the server counts it by its own clock.
  const countDown = () => {
    document.querySelectorAll("[data-until]").forEach((left) => {
      left.textContent = String(Math.max(0, Math.ceil((Date.parse(left.dataset.until) - Date.now()) / 60000)));
    });
  };
  onceRead(() => { if (document.querySelector("[data-until]")) setInterval(countDown, 10000); });

  // What goes on in the background says how far it is, until it has ended; without this a link leads to a page that says it.
  const follow = (part) => setTimeout(async () => {
    if (!part.isConnected) return;
    const answer = await fetch(part.dataset.poll, { credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) { follow(part); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!fresh) return;
    // A form that rests on what was found has to be made with it.
    if (!fresh.dataset.poll && part.closest("[data-reload]")) { location.reload(); return; }
    part.replaceWith(fresh);
    if (fresh.dataset.poll) follow(fresh);
  }, 3000);
  onceRead(() => document.querySelectorAll("[data-poll]").forEach((part) => follow(part)));

  // In the picture of a year the arrow keys go from day to day and from week to week.
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key], year = step && event.target.closest && event.target.closest("[data-year]");
    if (!year || event.altKey || event.ctrlKey || event.metaKey) return;
    const days = [...year.querySelectorAll("input[type=checkbox]")], next = days[days.indexOf(event.target) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
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
