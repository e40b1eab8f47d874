// Tables on a phone: each cell carries the heading of its column, which desk.css shows when rows become cards, and
// rows and cells keep their roles, which a change of "display" would take from readers of the page.
"use strict";

(function () {
  function label(table) {
    const heads = Array.from(table.querySelectorAll("thead th"), (head) => head.textContent.trim());
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody").forEach((group) => group.setAttribute("role", "rowgroup"));
    table.querySelectorAll("tr").forEach((row) => {
      row.setAttribute("role", "row");
      Array.from(row.cells).forEach((cell, number) => {
        const head = cell.tagName === "TH";
        cell.setAttribute("role", !head ? "cell" : row.parentElement.tagName === "THEAD" ? "columnheader" : "rowheader");
        if (!head && heads[number]) {
          cell.dataset.label = heads[number];
        }
      });
    });
  }

  function all() {
    document.querySelectorAll("table").forEach(label);
  }

  all();
  document.addEventListener("htmx:afterSettle", all);
})();
