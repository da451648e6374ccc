// Lets the page around this frame ask this server, as a frame of the same origin may.
//
// In, a text of JSON: {callId, url, method, headers, data, timeout}, or {callId, validation: true}.
// Out, a text of JSON: {callId, responseType, responseCode, HTTPStatus, headers, body}, where responseType is
// "completeLoad" below 400 and "errorLoad" else; without an answer there is also error: {id, name, message}.
"use strict";
(() => {
  const TIMEOUT_MS = 30000;
  const API = "/api/account/";

  const titleCase = (name) => name.replace(/(^|-)[a-z]/g, (first) => first.toUpperCase());

  const failed = (code, name, message) => ({
    responseType: "errorLoad", responseCode: code, HTTPStatus: name, headers: {}, body: "",
    error: { id: code, name, message },
  });

  const ask = async (asked, origin) => {
    let url;
    try {
      url = new URL(asked.url, location.origin);
    } catch {
      return failed(600, "BAD_URL", "The address cannot be read");
    }
    if (url.origin !== location.origin || !url.pathname.startsWith(API)) {
      return failed(600, "BAD_URL", "The address is not one of this server's API");
    }
    const method = String(asked.method || "GET").toUpperCase();
    const data = asked.data && typeof asked.data === "object" ? JSON.stringify(asked.data) : asked.data;
    let answer, body;
    try {
      const headers = new Headers(asked.headers || {});
      if (!headers.has("Accept")) headers.set("Accept", "*/*");
      if (data && !headers.has("Content-Type")) headers.set("Content-Type", "application/json");
      // The server holds this against the origins of the account.
      headers.set("X-Parent-Origin", origin);
      answer = await fetch(url, {
        method, headers, body: method === "GET" || method === "HEAD" ? undefined : data || undefined,
        credentials: "omit", redirect: "error", cache: "no-store", referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(asked.timeout > 0 ? asked.timeout : TIMEOUT_MS),
      });
      body = await answer.text();
    } catch (error) {
      return failed(404, error.name === "TimeoutError" ? "TIMEOUT" : "FAILED", "There was no answer");
    }
    const headers = {};
    answer.headers.forEach((value, name) => { headers[titleCase(name)] = value; });
    return {
      responseType: answer.status < 400 ? "completeLoad" : "errorLoad",
      responseCode: answer.status, HTTPStatus: answer.statusText, headers, body,
    };
  };

  addEventListener("message", async (event) => {
    if (event.source !== parent || event.source === window || typeof event.data !== "string") return;
    let asked;
    try {
      asked = JSON.parse(event.data);
    } catch {
      return;
    }
    if (!asked || typeof asked.callId !== "string") return;
    const done = asked.validation
      ? { responseType: "completeLoad", responseCode: 200, HTTPStatus: "OK", headers: {}, body: "" }
      : await ask(asked, event.origin);
    event.source.postMessage(JSON.stringify({ callId: asked.callId, ...done }), event.origin);
  });
})();
