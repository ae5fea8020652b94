/* What every text that saves itself shares: the page's own name, its requests, what is said when the network is silent. */

import { freshToken } from "./app.js";

export const PAUSE = 600, PATIENCE = 10_000, LOUD_AFTER = 3;
export const page = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const safe = "continuez d’écrire\u00a0: tout est gardé sur cet appareil et partira dès que possible, même si vous fermez cette page et y revenez.";
export const unsafe = "gardez cette page ouverte\u00a0: rien n’est gardé sur cet appareil, et l’enregistrement reprendra de lui-même.";

export function post(form, url, fields, options = {}) {
  const headers = { "X-CSRFToken": freshToken() || form.elements.csrfmiddlewaretoken?.value || "", "X-Requested-With": "XMLHttpRequest" };
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual", credentials: "same-origin", headers, ...options });
}

/* Whether an answer says that nobody is signed in any more; `told`: its JSON, if it has one. */
export const isLost = (response, told) => response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !told);
export const isSilent = (response) => response.status >= 500 || response.status === 429 || response.status === 408;
export const waitAfter = (failures) => Math.min(2 ** (failures - 1), 30) * 1000;
