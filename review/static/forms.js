// What a person types arrives, and once. A form that is on its way is not sent twice; text that did not arrive (the
// session had ended, the page was refused) waits in this tab and is put back into its form.
"use strict";

(function () {
  const STORE = "unsent";
  const PATIENCE = 20000; // milliseconds after which a form that got no answer may be sent again
  const body = document.body;
  const refused = document.querySelector("[data-unsent]");
  const here = location.pathname + location.search;

  function fields(form) {
    const all = form.querySelectorAll("textarea, select, input:not([type=hidden]):not([type=password]):not([type=checkbox]):not([type=radio])");
    return Array.from(all).filter((field) => !field.closest("[data-never-kept]"));
  }

  // Marks of what the person had seen go with the text: who has acted meanwhile is then noticed as ever.
  function marks(form) {
    return Array.from(form.querySelectorAll("input[name=seen], input[name=opened], input[name=version]"));
  }

  function keep(form) {
    const typed = fields(form).map((field) => field.value);
    if (!body.dataset.who || !typed.some((value) => value.trim())) {
      return;
    }
    const about = { who: body.dataset.who, page: here, action: form.getAttribute("action"), typed, seen: marks(form).map((mark) => mark.value) };
    sessionStorage.setItem(STORE, JSON.stringify(about));
  }

  function fill(form, kept) {
    const into = fields(form);
    kept.typed.slice(0, into.length).forEach((value, number) => { into[number].value = value; });
    if (kept.typed.length > into.length) { // the text was longer when it was typed: nothing of it is lost
      into[into.length - 1].value += "\n" + kept.typed.slice(into.length).join("\n");
    }
    marks(form).forEach((mark, number) => { mark.value = kept.seen[number] ?? mark.value; });
    const say = document.createElement("p");
    say.className = "notice warn";
    say.setAttribute("role", "status");
    say.textContent = body.dataset.restored;
    form.before(say);
    for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) {
      at.open = true;
    }
    say.scrollIntoView({ block: "center" });
    into.find((field) => field.value)?.focus({ preventScroll: true });
  }

  function come() {
    const kept = JSON.parse(sessionStorage.getItem(STORE) || "null");
    if (!kept) {
      return;
    }
    if (refused) {
      sessionStorage.setItem(STORE, JSON.stringify({ ...kept, unsent: true }));
      refused.querySelectorAll("[data-unsent-note]").forEach((note) => { note.hidden = false; });
      refused.querySelectorAll("[data-unsent-back]").forEach((link) => { link.href = kept.page; });
      refused.querySelectorAll("input[name=next]").forEach((next) => { next.value = kept.page; });
      return;
    }
    if (!kept.unsent || kept.who !== body.dataset.who) {
      sessionStorage.removeItem(STORE);
    } else if (kept.page === here) {
      sessionStorage.removeItem(STORE);
      const form = Array.from(document.forms).find((one) => one.getAttribute("action") === kept.action);
      if (form && fields(form).length) {
        fill(form, kept);
      }
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(() => { delete form.dataset.sent; }, PATIENCE);
    if (form.classList.contains("who")) {
      sessionStorage.clear();
    } else if (!form.closest("[data-unsent], [data-never-kept], [data-keep-still]")) {
      keep(form);
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
  // What was said once goes with the next press.
  ["keydown", "pointerdown"].forEach((kind) => document.addEventListener(kind, () => {
    document.querySelectorAll(".told").forEach((said) => { said.hidden = true; });
  }, { once: true }));
  come();
})();
