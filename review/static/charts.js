// Charts of a page, each drawn from the table behind it: what is seen and what can be read are the same numbers.
// Drawn on canvas with tooltips on the canvas too, so that nothing needs inline styles, which the policy forbids.
"use strict";

(function () {
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  const INK = colour("--ink");
  const LINE = colour("--line");
  const PALETTE = [colour("--link"), colour("--red"), colour("--amber"), colour("--green")];
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
  // Told apart without colours too, on paper and by who sees few of them.
  const DECALS = [null, { dashArrayY: [2, 4], rotation: 0.8 }, { dashArrayY: [2, 4], rotation: -0.8 }, { symbol: "circle", dashArrayX: [[4, 4]], dashArrayY: [4, 4] }];
  const drawn = [];

  function numbers(table) {
    const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells, (cell) => cell.textContent.trim()));
    return { heads, rows };
  }

  const base = () => ({
    animation: false,
    textStyle: { color: INK, fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
  });
  const amount = () => ({ type: "value", minInterval: 1, axisLabel: { color: INK }, splitLine: { lineStyle: { color: LINE } } });
  const names = (data) => ({ type: "category", data, axisLabel: { color: INK }, axisLine: { lineStyle: { color: LINE } } });

  const kinds = {
    lines(table) {
      const { heads, rows } = numbers(table);
      const series = heads.slice(1).map((name, at) => ({
        name, type: "line", symbol: SYMBOLS[at], symbolSize: 6, data: rows.map((row) => Number(row[at + 1])),
        lineStyle: { type: DASHES[at], width: 2 },
      }));
      return { ...base(), color: PALETTE, legend: { top: 0, textStyle: { color: INK } }, xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    bars(table) {
      const { heads, rows } = numbers(table);
      const data = rows.map((row) => Number(row[1]));
      const series = [{ name: heads[1], type: "bar", data, label: { show: true, position: "top", color: INK } }];
      return { ...base(), color: PALETTE, xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    columns(table) {
      const { heads, rows } = numbers(table);
      const series = heads.slice(1).map((name, at) => ({
        name, type: "bar", barMaxWidth: 22, data: rows.map((row) => Number(row[at + 1])), itemStyle: { decal: DECALS[at] },
      }));
      return { ...base(), color: PALETTE, legend: { top: 0, textStyle: { color: INK } }, xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    shares(table) {
      const { heads, rows } = numbers(table);
      const few = rows.slice(0, 10).reverse();
      const series = [1, 2].map((column, at) => ({
        name: heads[column], type: "bar", stack: "all", barMaxWidth: 28, data: few.map((row) => Number(row[column])),
        itemStyle: at ? { color: colour("--soft"), decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: 0.8 } } : { color: colour("--link") },
      }));
      // The id of a rule and what it looks for; on a narrow page as much of that as fits.
      const label = { color: INK, width: Math.min(270, Math.round(table.closest("section").clientWidth * 0.4)), overflow: "truncate" };
      return {
        ...base(), legend: { top: 0, textStyle: { color: INK } }, xAxis: amount(), series,
        yAxis: { ...names(few.map((row) => row[0].replace(/\s+/g, " "))), axisLabel: label },
      };
    },
  };

  function draw(place) {
    const table = document.getElementById(place.dataset.table);
    if (!table || !kinds[place.dataset.chart]) {
      return;
    }
    place.hidden = false;
    const chart = echarts.init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    chart.setOption(kinds[place.dataset.chart](table));
    place.dataset.drawn = "yes";
    table.closest("details").open = false;
    drawn.push(chart);
  }

  document.querySelectorAll("[data-chart]").forEach(draw);
  window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
  // On paper the numbers stand below each chart.
  const numbersOnPaper = (open) => () => document.querySelectorAll("details[data-numbers]").forEach((one) => { one.open = open; });
  window.addEventListener("beforeprint", numbersOnPaper(true));
  window.addEventListener("afterprint", numbersOnPaper(false));
})();
