// What is typed into a form marked data-keep and not sent stays in this tab: it is put back when the form is opened again,
// and dropped once the form has arrived or the person throws it away. A form marked data-keep-still shows what became of
// a sending that was not written: the draft behind it stays as it was.
"use strict";

(function () {
  const PREFIX = "draft ";
  const body = document.body;
  const who = body.dataset.who;
  const refused = document.querySelector("[data-unsent]");
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

  function fields(form) {
    const all = Array.from(form.querySelectorAll("textarea, select, input:not([type]), input[type=text]"));
    return all.filter((field) => !field.closest("[data-never-kept]"));
  }

  // What the person had seen goes with the text, so that what happened meanwhile is noticed as ever.
  function marks(form) {
    return Array.from(form.querySelectorAll("input[name=seen], input[name=opened], input[name=version]"));
  }

  function values(list) {
    return list.map((field) => field.value);
  }

  function initial(field) {
    return field.options
      ? (Array.from(field.options).find((one) => one.defaultSelected) ?? field.options[0])?.value ?? ""
      : field.defaultValue;
  }

  function same(some, others) {
    return some.length === others.length && some.every((value, number) => value.trim() === others[number].trim());
  }

  function key(form) {
    return PREFIX + form.getAttribute("action");
  }

  function kept(name) {
    return JSON.parse(sessionStorage.getItem(name) || "null");
  }

  function store(name, draft) {
    sessionStorage.setItem(name, JSON.stringify(draft));
  }

  function names() {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  }

  function formOf(name) {
    return Array.from(document.querySelectorAll("form[data-keep], form[data-keep-still]")).find((form) => key(form) === name);
  }

  // The page that follows a sending says what became of it. It was not written if the page is a refusal, shows the form
  // with the same text, or was come back to because no answer came.
  function settle(name) {
    const draft = kept(name);
    const form = formOf(name);
    if (draft.who !== who && !refused) {
      sessionStorage.removeItem(name);
    } else if (draft.sent) {
      const shown = form && (form.hasAttribute("data-keep-still") || same(values(fields(form)), draft.typed));
      if (refused || shown || (form && cameBack)) {
        store(name, { ...draft, sent: false });
      } else {
        sessionStorage.removeItem(name);
      }
    }
  }

  function say(form, undo) {
    const note = document.createElement("p");
    note.className = "notice warn";
    note.setAttribute("role", "status");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = body.dataset.draftDrop;
    drop.addEventListener("click", () => { undo(); note.remove(); });
    note.append(body.dataset.draftBack + " ", drop);
    form.before(note);
  }

  function putBack(form) {
    const draft = kept(key(form));
    const into = fields(form);
    if (!draft || draft.typed.length !== into.length || same(values(into), draft.typed)) {
      return;
    }
    const seen = values(marks(form));
    into.forEach((field, number) => { field.value = draft.typed[number]; });
    marks(form).forEach((mark, number) => { mark.value = draft.seen[number] ?? mark.value; });
    say(form, () => {
      form.reset();
      marks(form).forEach((mark, number) => { mark.value = seen[number]; });
      sessionStorage.removeItem(key(form));
    });
  }

  if (!who && !refused) {
    return;
  }
  names().forEach(settle);
  const forms = Array.from(document.querySelectorAll("form[data-keep]"));
  const already = new Set(forms.filter((form) => kept(key(form))));
  forms.forEach(putBack);

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-keep]");
    if (!form || event.target.closest("[data-never-kept]")) {
      return;
    }
    const list = fields(form);
    if (!already.has(form) && same(values(list), list.map(initial))) {
      sessionStorage.removeItem(key(form));
    } else {
      store(key(form), { who, typed: values(list), seen: values(marks(form)), sent: false });
    }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-keep], form[data-keep-still]")) {
      return;
    }
    const draft = kept(key(form));
    if (draft) {
      store(key(form), { ...draft, sent: true });
    }
  });
})();
