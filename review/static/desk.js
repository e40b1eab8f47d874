// Keyboard of the desk: j and k walk rows, Enter opens, c, d and h put the cursor where the reason is typed and mark
// the button. Nothing is ever sent by a key alone: a decision needs its reason and a deliberate press.
"use strict";

(function () {
  const rows = Array.from(document.querySelectorAll("[data-row]"));
  let current = -1;

  function go(to) {
    if (!rows.length) {
      return;
    }
    if (current >= 0) {
      rows[current].classList.remove("current");
    }
    current = Math.max(0, Math.min(rows.length - 1, to));
    rows[current].classList.add("current");
    rows[current].scrollIntoView({ block: "nearest" });
  }

  function choose(key) {
    const button = document.querySelector('button[data-key="' + key + '"]');
    const why = document.getElementById("why");
    if (!button || !why) {
      return false;
    }
    document.querySelectorAll("button[data-key]").forEach((one) => one.classList.toggle("marked", one === button));
    if (why.value.trim()) {
      button.focus();
    } else {
      why.focus();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (typing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "j") {
      go(current + 1);
    } else if (event.key === "k") {
      go(current - 1);
    } else if (event.key === "Enter" && current >= 0 && event.target === document.body) {
      const link = rows[current].querySelector("a[data-open]");
      if (link) {
        link.click();
      }
    } else if (["c", "d", "h"].includes(event.key) && choose(event.key)) {
      event.preventDefault();
    }
  });
})();
