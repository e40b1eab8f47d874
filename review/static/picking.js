// Rows picked for one decision together: the box that picks all, and how many are picked.
"use strict";

(function () {
  const all = document.querySelector("[data-all]");
  const boxes = Array.from(document.querySelectorAll('input[name="pick"]'));
  const count = document.querySelector("[data-picked]");

  function tell() {
    const picked = boxes.filter((box) => box.checked);
    boxes.forEach((box) => box.closest("tr").classList.toggle("picked", box.checked));
    if (all) {
      all.checked = boxes.length > 0 && picked.length === boxes.length;
      all.indeterminate = picked.length > 0 && !all.checked;
    }
    if (count) {
      count.hidden = picked.length === 0;
      count.textContent = count.dataset.text.replace("#", String(picked.length));
    }
  }

  if (all) {
    all.addEventListener("change", () => {
      boxes.forEach((box) => { box.checked = all.checked; });
      tell();
    });
  }
  boxes.forEach((box) => box.addEventListener("change", tell));
  // Without a case there is nothing to decide: said here, before anything is sent, with the reason left in its field.
  document.querySelector("form.bulk")?.addEventListener("submit", (event) => {
    if (count && !boxes.some((box) => box.checked)) {
      event.preventDefault();
      count.hidden = false;
      count.textContent = count.dataset.none;
    }
  });
  // A page that comes back from the browser's memory still has its boxes ticked.
  window.addEventListener("pageshow", tell);
})();
