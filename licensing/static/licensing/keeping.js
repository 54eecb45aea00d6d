// Keeps what somebody types until the server has it. Portal and desk alike; every page works without it, and then the server
// keeps what is sent without a sign-in.
//
// Copies lie in this browser under the id of the account. They are erased when the server has taken the form, when the person
// signs out, and when somebody else signs in.
(() => {
  "use strict";

  const PREFIX = "dozvil:";
  const OLDEST = 7 * 24 * 3600 * 1000;
  const UNKEPT = new Set(["csrfmiddlewaretoken", "page_token", "kept", "press", "tried"]);
  const NOT_TYPED = "[type=hidden], [type=submit], [type=button], [type=reset], [type=image]";

  const LEAVING = `${PREFIX}leaving`;

  // --- Copies in this browser, and the other tabs ------------------------------------------------------------------------
  const storage = (() => { try { return localStorage; } catch { return null; } })();
  const keys = () => (storage ? Object.keys(storage).filter((key) => key.startsWith(PREFIX)) : []);
  const read = (key) => { try { return JSON.parse(storage.getItem(key)); } catch { return null; } };
  const erase = (which) => keys().filter(which).forEach((key) => storage.removeItem(key));
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("dozvil") : null;

  // --- Signing out: this tab notes that it is leaving, and the page that comes names no account any more ---------------------
  const noteLeaving = () => { try { sessionStorage.setItem(LEAVING, "1"); } catch { /* Then the copies stay until they age. */ } };
  const eraseAfterLeaving = (account) => {
    let wasLeaving = false;
    try { wasLeaving = sessionStorage.getItem(LEAVING) === "1"; sessionStorage.removeItem(LEAVING); } catch { /* Noted nowhere. */ }
    if (!wasLeaving || account) return;
    erase(() => true);
    if (channel) channel.postMessage({ out: true });
  };

  const start = () => {
    const words = document.getElementById("dz-keeping");
    eraseAfterLeaving(words && words.dataset.account);
    if (!words) return;
    const text = words.dataset;
    const account = text.account;
    const here = Math.random().toString(36).slice(2);
    const entries = [];
    let leaving = false;
    let hasLeft = false;
    let isSigningOut = false;
    let token = "";

    // --- What a form holds -----------------------------------------------------------------------------------------------
    const serialize = (form) =>
      [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !UNKEPT.has(name));
    // What the form carries for the server is no reason to call it changed: the snapshot is another after each save.
    const typed = (form, fields) => {
      const hidden = new Set([...form.querySelectorAll("input[type=hidden]")].map((one) => one.name));
      return JSON.stringify(fields.filter(([name]) => !hidden.has(name)));
    };
    const now = (entry) => typed(entry.form, serialize(entry.form));
    const hasFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
    const isDirty = (entry) => !entry.sent && (now(entry) !== entry.stored || hasFiles(entry.form));

    const keep = (entry) => {
      if (!storage || hasLeft) return false;
      const copy = { at: Date.now(), path: location.pathname, place: entry.place, press: entry.press, sent: entry.sent };
      try {
        storage.setItem(entry.key, JSON.stringify({ ...copy, fields: serialize(entry.form) }));
        return true;
      } catch {
        return false;
      }
    };
    const forget = (entry) => storage && storage.removeItem(entry.key);

    const cookie = () => (document.cookie.match(/(?:^|; )dozvil_done=([^;]*)/) || ["", ""])[1].split(".");
    const tidy = () => {
      const done = new Set(cookie().filter(Boolean));
      keys().forEach((key) => {
        const copy = read(key);
        const isForeign = account && !key.startsWith(`${PREFIX}${account}:`);
        if (!copy || isForeign || Date.now() - copy.at > OLDEST || (copy.sent && done.has(copy.press))) storage.removeItem(key);
      });
    };

    // --- What is said beside the form ------------------------------------------------------------------------------------
    const note = (entry, sentence, isBad = false) => {
      let place = entry.form.querySelector("#saved") || entry.form.querySelector(".dz-keep-note");
      if (!place) {
        place = document.createElement("p");
        place.className = "dz-keep-note";
        place.setAttribute("role", "status");
        entry.form.append(place);
      }
      if (place.textContent.trim() !== sentence) place.textContent = sentence;
      place.classList.toggle("dz-saved--not", isBad);
    };

    const notice = (entry) => {
      // On its way: only the answer says whether the copy may go.
      if (entry.sent) return;
      if (!isDirty(entry)) {
        forget(entry);
        if (!entry.saves) note(entry, "");
        return;
      }
      const isKept = keep(entry);
      if (hasLeft) note(entry, text.left, true);
      else if (!entry.saves) note(entry, isKept ? text.typed : text.uncopied);
    };

    // --- Putting a copy back -----------------------------------------------------------------------------------------------
    const fill = (form, fields) => {
      const values = new Map();
      fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
      const left = [];
      const names = new Set();
      [...form.elements].forEach((one) => {
        if (!one.name || UNKEPT.has(one.name) || one.matches("[type=submit], [type=button], [type=file]")) return;
        names.add(one.name);
        const wanted = values.get(one.name) || [];
        const before = one.type === "checkbox" || one.type === "radio" ? one.checked : one.value;
        if (one.type === "checkbox" || one.type === "radio") one.checked = wanted.includes(one.value);
        else if (one.tagName === "SELECT") {
          [...one.options].forEach((option) => { option.selected = wanted.includes(option.value); });
          wanted.filter((value) => value && ![...one.options].some((option) => option.value === value))
            .forEach((value) => left.push(value));
        } else if (wanted.length) one.value = wanted.shift();
        const after = one.type === "checkbox" || one.type === "radio" ? one.checked : one.value;
        if (before === after || one.type === "hidden") return;
        ["input", "change"].forEach((kind) => one.dispatchEvent(new Event(kind, { bubbles: true })));
      });
      values.forEach((rest, name) => { if (!names.has(name)) left.push(...rest.filter((value) => value.trim())); });
      return left;
    };

    const offer = (entry, key, copy) => {
      const box = document.getElementById("dz-offer").content.firstElementChild.cloneNode(true);
      box.querySelector("[data-at]").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang);
      box.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        storage.removeItem(key);
        box.remove();
        if (!("restore" in button.dataset)) return;
        const left = fill(entry.form, copy.fields);
        notice(entry);
        const first = entry.form.querySelector("textarea, input:not([type=hidden]), select");
        if (first) first.focus();
        if (left.length) {
          const more = document.getElementById("dz-no-place").content.firstElementChild.cloneNode(true);
          left.forEach((value) => { const one = document.createElement("pre"); one.textContent = value; more.append(one); });
          entry.form.before(more);
        }
      });
      entry.form.before(box);
    };

    const offerCopies = async () => {
      if (!storage || !account) return;
      let open = [];
      try { open = (await navigator.locks.query()).held.map((lock) => lock.name); } catch { /* not on a plain address */ }
      entries.forEach((entry) => {
        const found = keys()
          .filter((key) => key.startsWith(`${PREFIX}${account}:`) && key !== entry.key)
          // A page that is still open keeps its own text.
          .filter((key) => !open.includes(`${PREFIX}page:${key.split(":")[2]}`))
          .map((key) => [key, read(key)])
          .filter(([, copy]) => copy && copy.path === location.pathname && copy.place === entry.place)
          .sort(([, one], [, other]) => one.at - other.at);
        found.forEach(([key, copy]) => {
          if (typed(entry.form, copy.fields) === now(entry)) storage.removeItem(key);
        });
        const [newest] = found.filter(([key]) => storage.getItem(key)).slice(-1);
        if (newest) offer(entry, ...newest);
      });
    };

    // --- The sign-in -------------------------------------------------------------------------------------------------------
    const ending = document.getElementById("dz-ending");
    const signedOut = document.getElementById("dz-signed-out");
    let ends = Date.now() + Number(text.seconds) * 1000;
    const warnBefore = Math.min(300, Number(text.seconds) / 2) * 1000;
    let timer = 0;

    const askSession = async (method = "GET") => {
      const response = await fetch(text.session, { method, headers: token ? { "X-CSRFToken": token } : {}, cache: "no-store" });
      return response.ok ? response.json() : null;
    };
    const leave = () => {
      leaving = true;
      erase((key) => key.startsWith(`${PREFIX}${account}:`));
      location.replace("/");
    };
    const show = (dialog) => { if (entries.length && !dialog.open) dialog.showModal(); };
    const say = (sentence) => entries.filter(isDirty).forEach((entry) => note(entry, sentence, true));

    const follow = (session) => {
      if (!session) return;
      if (session.account && session.account !== account) { leave(); return; }
      token = session.token;
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((one) => { one.value = token; });
      if (!session.account) { say(text.unsaved); ending.close(); show(signedOut); return; }
      hasLeft = false;
      ends = Date.now() + session.seconds * 1000;
      signedOut.close();
      if (session.seconds * 1000 > warnBefore) ending.close();
      watch();
      entries.filter((entry) => entry.saves && isDirty(entry)).forEach((entry) => save(entry));
    };
    const check = () => askSession().then(follow).catch(() => {});
    const watch = () => {
      clearTimeout(timer);
      if (!account || !entries.length) return;
      const left = ends - Date.now();
      if (left <= 0) timer = setTimeout(check, 1000);
      else if (left > warnBefore) timer = setTimeout(renewed, left - warnBefore);
      else { show(ending); timer = setTimeout(check, left + 500); }
    };
    // Another tab may have renewed the sign-in meanwhile.
    const renewed = () => askSession().then((session) => {
      if (session && session.account === account) { ends = Date.now() + session.seconds * 1000; token = session.token; watch(); }
      else follow(session);
    }).catch(() => { timer = setTimeout(watch, 5000); });

    ending.querySelector("[data-stay]").addEventListener("click", () => {
      const stay = () => askSession("POST").then((session) => {
        follow(session);
        // The sign-in has lasted as long as one may: it can only be begun again.
        if (session && session.seconds * 1000 <= warnBefore) { ending.close(); show(signedOut); }
      });
      (token ? stay() : askSession().then((session) => { token = session ? session.token : ""; return stay(); })).catch(() => {});
    });
    signedOut.querySelector("[data-later]").addEventListener("click", () => signedOut.close());
    window.addEventListener("focus", () => { if (signedOut.open) check(); });

    if (channel) {
      channel.addEventListener("message", ({ data }) => {
        if (!account) return;
        if (data.out) { hasLeft = true; entries.forEach(notice); }
        else if (data.account !== account) leave();
        else if (signedOut.open || hasLeft) check();
      });
      if (account) channel.postMessage({ account });
    }

    // --- Forms ---------------------------------------------------------------------------------------------------------------
    const isKept = (form) =>
      form.method === "post" &&
      account &&
      form.elements.page_token &&
      !form.matches("[data-not-kept], #changelist-form") &&
      !form.querySelector("[type=password]") &&
      [...form.elements].some((one) => one.matches("input, textarea, select") && !one.matches(NOT_TYPED));

    [...document.forms].filter(isKept).forEach((form, place) => {
      const entry = { form, place, saves: form.hasAttribute("hx-post"), sent: false, key: `${PREFIX}${account}:${here}:${place}` };
      // What stands in a form that was refused, or offered again, is not stored anywhere.
      const isUnsent = form.elements.kept || document.querySelector("[data-unsent], .errornote, .errorlist");
      entry.stored = isUnsent ? "" : now(entry);
      entries.push(entry);
      if (isUnsent) notice(entry);
    });
    const offered = document.querySelector(".dz-keep[data-focus]");
    if (offered) offered.focus();
    tidy();
    // Held as long as this page is open, so that another one does not offer what is being typed here.
    try { navigator.locks.request(`${PREFIX}page:${here}`, () => new Promise(() => {})); } catch { /* not on a plain address */ }
    offerCopies();
    watch();

    const entryOf = (form) => entries.find((entry) => entry.form === form);
    ["input", "change"].forEach((kind) =>
      document.addEventListener(kind, (event) => {
        const entry = event.target.closest && entryOf(event.target.closest("form"));
        if (entry) { clearTimeout(entry.timer); entry.timer = setTimeout(() => notice(entry), 200); }
      }),
    );

    // Each press has a name of its own: that of the page would also stand for what was typed since an earlier one.
    const nameThePress = (entry) => {
      if (!entry.form.elements.press) {
        const one = document.createElement("input");
        Object.assign(one, { type: "hidden", name: "press" });
        entry.form.append(one);
      }
      entry.press = here + Math.random().toString(36).slice(2);
      entry.form.elements.press.value = entry.press;
    };

    // First of all listeners: what cannot be sent must not be marked as sent by anybody.
    window.addEventListener("submit", (event) => {
      const entry = entryOf(event.target);
      if (!entry || navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      keep(entry);
      note(entry, text.offline, true);
    }, true);
    // Last of all: another listener may have put the press off.
    window.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      const entry = entryOf(event.target);
      if (entry) {
        const dirty = isDirty(entry);
        nameThePress(entry);
        entry.sent = true;
        if (dirty) keep(entry);
      }
      // Not yet: somebody who is asked whether to leave unsent text may stay.
      isSigningOut = /\/logout\/$/.test(new URL(event.target.action).pathname);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && !entries.some((entry) => entry.sent) && entries.some(isDirty)) event.preventDefault();
    });
    window.addEventListener("pagehide", () => {
      // Whoever is signed in elsewhere too is asked what ends, and is signed in still: the page that comes knows.
      if (isSigningOut) noteLeaving();
    });
    document.addEventListener("input", () => { isSigningOut = false; });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      entries.forEach((entry) => { entry.sent = false; });
      check();
    });

    // --- Saving by itself, which htmx does ---------------------------------------------------------------------------------
    const save = (entry) => entry.form.dispatchEvent(new Event("change", { bubbles: true }));
    document.addEventListener("htmx:beforeRequest", (event) => {
      const entry = entryOf(event.target);
      if (!entry) return;
      entry.asked = now(entry);
      if (entry.form.elements.tried) entry.form.elements.tried.value = "yes";
    });
    document.addEventListener("htmx:afterRequest", (event) => {
      const entry = entryOf(event.target);
      // A press of the button that waited for this has its own answer.
      if (!entry || entry.sent) return;
      if (event.detail.successful && event.detail.xhr.getResponseHeader("X-Form-Saved") === "whole") entry.stored = entry.asked;
      if (isDirty(entry)) keep(entry);
      else forget(entry);
    });
    const tryAgain = (entry) => {
      note(entry, text.lost, true);
      clearTimeout(entry.again);
      entry.again = setTimeout(() => { if (isDirty(entry)) save(entry); }, 10000);
    };
    document.addEventListener("htmx:sendError", (event) => {
      const entry = entryOf(event.target);
      if (entry) tryAgain(entry);
    });
    document.addEventListener("htmx:responseError", (event) => {
      const entry = entryOf(event.target);
      if (!entry) return;
      const why = event.detail.xhr.getResponseHeader("X-Form-Refused");
      if (why === "other-person") leave();
      else if (why === "token") check();
      else if (why === "sign-in") { note(entry, text.unsaved, true); check(); }
      else if (event.detail.xhr.status < 500) note(entry, text.refused, true);
      else tryAgain(entry);
    });
    window.addEventListener("online", () => entries.filter((entry) => entry.saves && isDirty(entry)).forEach(save));
    window.addEventListener("offline", () => entries.filter(isDirty).forEach((entry) => note(entry, text.lost, true)));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
