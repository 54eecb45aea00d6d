// Passkeys: the browser makes or uses one, and the form beside it is sent with what it says. Without a script there is none.
"use strict";
(() => {
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const encode = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const decodeIds = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));

  async function create(options) {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: decode(options.challenge),
        user: { ...options.user, id: decode(options.user.id) },
        excludeCredentials: decodeIds(options.excludeCredentials),
      },
    });
    return describe(made, {
      attestationObject: encode(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    });
  }

  async function use(options) {
    const used = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: decode(options.challenge),
        allowCredentials: decodeIds(options.allowCredentials),
      },
    });
    const { authenticatorData, signature, userHandle } = used.response;
    return describe(used, {
      authenticatorData: encode(authenticatorData),
      signature: encode(signature),
      userHandle: userHandle ? encode(userHandle) : null,
    });
  }

  const describe = (credential, response) => ({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: encode(credential.response.clientDataJSON), ...response },
  });

  for (const print of document.querySelectorAll("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    if (!window.PublicKeyCredential) {
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const options = JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
        const credential = await (form.dataset.passkey === "create" ? create : use)(options);
        form.elements.credential.value = JSON.stringify(credential);
        // Not requestSubmit: this listener would ask the browser again.
        HTMLFormElement.prototype.submit.call(form);
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
