// Keyboard of the desk: j and k walk rows, Enter opens, n goes on, c, d and h put the cursor where the reason is typed
// and mark the button. Nothing is ever sent by a key alone: a decision needs its reason and a deliberate press.
"use strict";

(function () {
  const rows = Array.from(document.querySelectorAll("[data-row]"));
  const asked = document.querySelector("[data-queue]");
  const shownCase = /^\/cases\/(\d+)$/.exec(location.pathname);
  let current = -1;
  let leading = false;

  // Where the queue was left, so that a case knows which one comes next. Kept by the browser, for this tab alone.
  if (asked) {
    sessionStorage.setItem("queue", asked.dataset.queue);
    const left = new URL(location.href);
    ["done", "refused", "took", "undone"].forEach((said) => left.searchParams.delete(said));
    sessionStorage.setItem("page", left.search);
    // What became of a bulk decision is said once: a page loaded anew says it no more.
    history.replaceState(history.state, "", left);
  }

  function go(to) {
    if (!rows.length) {
      return;
    }
    if (current >= 0) {
      rows[current].classList.remove("current");
      rows[current].removeAttribute("aria-selected");
    }
    current = Math.max(0, Math.min(rows.length - 1, to));
    rows[current].classList.add("current");
    rows[current].scrollIntoView({ block: "nearest" });
    const link = rows[current].querySelector("a[data-open]");
    if (link) {
      link.focus({ preventScroll: true });
    }
  }

  function choose(key) {
    const button = document.querySelector('button[data-key="' + key + '"]');
    const why = document.getElementById("why");
    if (!button || !why) {
      return;
    }
    document.querySelectorAll("button[data-key]").forEach((one) => one.classList.toggle("marked", one === button));
    if (why.value.trim()) {
      button.focus();
    } else {
      why.focus();
    }
  }

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) {
      link.click();
    }
  }

  // On a case, the ways back and on lead to the queue as it was left.
  if (shownCase) {
    const query = sessionStorage.getItem("queue");
    document.querySelector("a[data-next]")?.setAttribute(
      "href", "/queue/next?" + (query ? query + "&" : "") + "of=" + shownCase[1]);
    document.querySelector("a[data-back]")?.setAttribute("href", "/queue" + (sessionStorage.getItem("page") || ""));
  }

  function onward() {
    if (shownCase) {
      follow("a[data-next]");
    } else {
      follow('a[rel="next"]');
    }
  }

  const keys = {
    j: () => go(current + 1),
    k: () => go(current - 1),
    n: onward,
    p: () => follow('a[rel="prev"]'),
    u: () => follow("a[data-back]"),
    "/": () => {
      const field = document.querySelector("[data-search]");
      if (field) {
        field.focus();
        field.select();
      }
    },
    x: () => current >= 0 && rows[current].querySelector('input[name="pick"]')?.click(),
    a: () => document.querySelector("[data-all]")?.click(),
    c: () => choose("c"),
    d: () => choose("d"),
    h: () => choose("h"),
  };
  const places = { q: "/queue", f: "/" };

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = /^(TEXTAREA|SELECT)$/.test(at.tagName) || (at.tagName === "INPUT" && at.type !== "checkbox");
    if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (typing) {
      const chosen = at.id === "why" && document.querySelector("button.marked");
      if (event.key === "Escape") {
        at.blur();
      } else if (event.key === "Tab" && !event.shiftKey && chosen) {
        // From the reason to the button that was chosen, not to the first one: that is another word.
        event.preventDefault();
        chosen.focus();
      }
      return;
    }
    if (leading) {
      leading = false;
      if (places[event.key]) {
        location.assign(places[event.key]);
        return;
      }
    }
    if (event.key === "g") {
      leading = true;
    } else if (event.key === "Enter" && current >= 0 && at === document.body) {
      rows[current].querySelector("a[data-open]")?.click();
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
})();
