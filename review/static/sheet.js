// The help sheet: "?" lays it over any page; without it, the link leads to the same sheet as a page.
"use strict";

(function () {
  let dialog = null;

  async function open() {
    if (!dialog) {
      const answer = await fetch("/keys", { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sheet = page.querySelector("[data-sheet]");
      if (!answer.ok || !sheet) {
        location.assign("/keys");
        return;
      }
      dialog = document.createElement("dialog");
      dialog.className = "sheet";
      dialog.setAttribute("aria-label", sheet.querySelector("h1").textContent);
      dialog.append(document.importNode(sheet, true));
      document.body.append(dialog);
    }
    if (dialog.open) {
      dialog.close();
    } else {
      dialog.showModal();
    }
  }

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "?" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey && document.querySelector(".who")) {
      event.preventDefault();
      open();
    }
  });
  document.querySelectorAll("a[data-keys]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    open();
  }));
})();
