// Charts of a page: each is drawn from the table that it names, so a chart and its numbers cannot disagree.
// Drawn on canvas with tooltips on the canvas too, so that nothing needs inline styles, which the policy forbids.
"use strict";

(function () {
  const WIDE = 660; // of a chart on paper, in pixels before the page is scaled
  const FINE = 3; // dots a pixel on paper
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
  const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
  // Told apart without colours too, on paper and by who sees few of them.
  const DECALS = [null, { dashArrayY: [2, 4], rotation: 0.8 }, { dashArrayY: [2, 4], rotation: -0.8 }, { symbol: "circle", dashArrayX: [[4, 4]], dashArrayY: [4, 4] }];
  const LOOKS = {
    screen: () => ({
      ink: colour("--ink"), ground: colour("--paper"), soft: colour("--soft"), line: colour("--line"), fill: colour("--link"), faint: colour("--line"),
      palette: [colour("--link"), colour("--red"), colour("--amber"), colour("--green")],
    }),
    paper: () => ({
      ink: colour("--print-ink"), ground: colour("--print-ground"), soft: colour("--print-soft"), line: colour("--print-line"), fill: colour("--print-fill"), faint: colour("--print-line"),
      palette: [colour("--print-ink"), colour("--print-fill"), colour("--print-soft"), colour("--print-ink")],
    }),
  };
  const places = [];
  let look = LOOKS.screen();
  let onPaper = false;

  function numbers(table) {
    const heads = Array.from(table.tHead.rows[0].cells, (cell) => cell.textContent.trim());
    const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.cells, (cell) => cell.textContent.trim().replace(/\s+/g, " ")));
    return { heads, rows };
  }

  const base = () => ({
    animation: false,
    color: look.palette,
    textStyle: { color: look.ink, fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
  });
  const legend = () => ({ top: 0, itemWidth: 36, textStyle: { color: look.ink } });
  const amount = () => ({ type: "value", minInterval: 1, axisLabel: { color: look.ink }, splitLine: { lineStyle: { color: look.line } } });
  const names = (data) => ({ type: "category", data, axisLabel: { color: look.ink }, axisLine: { lineStyle: { color: look.line } } });

  // A thin line from the lower to the upper bound, with a short stroke at each end; seen on its bar, too.
  function whisker(_params, api) {
    const [left, y] = api.coord([api.value(1), api.value(0)]);
    const right = api.coord([api.value(2), api.value(0)])[0];
    const line = (x1, y1, x2, y2) => [[look.ground, 3], [look.ink, 1]].map(([stroke, lineWidth]) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } }));
    const strokes = [line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4)];
    return { type: "group", children: [...strokes.map(([below]) => below), ...strokes.map(([, above]) => above)] };
  }

  const kinds = {
    lines(table) {
      const { heads, rows } = numbers(table);
      const series = heads.slice(1).map((name, at) => ({
        name, type: "line", symbol: SYMBOLS[at], symbolSize: 6, data: rows.map((row) => Number(row[at + 1])),
        lineStyle: { type: DASHES[at], width: 2 },
      }));
      return { ...base(), legend: legend(), xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    bars(table) {
      const { heads, rows } = numbers(table);
      const data = rows.map((row) => Number(row[1]));
      const series = [{ name: heads[1], type: "bar", barMaxWidth: 60, itemStyle: { color: look.fill }, data, label: { show: true, position: "top", color: look.ink } }];
      return { ...base(), xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    columns(table) {
      const { heads, rows } = numbers(table);
      const series = heads.slice(1).map((name, at) => ({
        name, type: "bar", barMaxWidth: 22, data: rows.map((row) => Number(row[at + 1])), itemStyle: { decal: DECALS[at] },
      }));
      return { ...base(), legend: legend(), xAxis: names(rows.map((row) => row[0])), yAxis: amount(), series };
    },
    // Name, share in percent with what it rests on, its interval; what rests on few cases is pale.
    shares(table, width, most) {
      const { heads, rows } = numbers(table);
      const shown = rows.slice(0, most);
      const few = Array.from(table.tBodies[0].rows, (row) => row.classList.contains("few"));
      const tone = (_value, at) => (few[at] ? look.soft : look.ink);
      const data = shown.map((row, at) => ({
        value: Number.parseInt(row[1], 10), itemStyle: few[at] ? { color: look.faint, borderColor: look.soft, borderType: "dashed" } : { color: look.fill },
      }));
      const bounds = shown.map((row, at) => [at, ...row[2].match(/\d+/g).map(Number)]);
      // The id of a rule and what it looks for; on a narrow page as much of that as fits.
      const label = { color: tone, width: Math.min(260, Math.round(width * 0.36)), overflow: "truncate" };
      const plain = { axisLine: { show: false }, axisTick: { show: false }, inverse: true };
      return {
        ...base(), grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
        tooltip: { ...base().tooltip, formatter: ([one]) => `${shown[one.dataIndex][0]}\n${heads[1]} ${shown[one.dataIndex][1]}\n${heads[2]} ${shown[one.dataIndex][2]}` },
        xAxis: { ...amount(), min: 0, max: 100, interval: width < 500 ? 50 : 25, axisLabel: { color: look.ink, formatter: "{value}%" } },
        yAxis: [
          { ...names(shown.map((row) => row[0])), ...plain, axisLabel: label },
          { ...names(shown.map((row) => row[1])), ...plain, position: "right", axisLabel: { color: tone } },
        ],
        series: [
          { name: heads[1], type: "bar", barMaxWidth: 14, data },
          { name: heads[2], type: "custom", renderItem: whisker, z: 4, encode: { x: [1, 2], y: 0 }, data: bounds, silent: true },
        ],
      };
    },
  };

  function draw(place) {
    const kind = place.dataset.chart;
    const table = document.getElementById(place.dataset.table);
    const most = Number(place.dataset.most);
    // Bars that lie are as many as the table has rows, up to so many; other charts are as tall as the style sheet says.
    const tall = kind === "shares" ? 48 + 24 * Math.min(most, table.tBodies[0].rows.length) : 250;
    echarts.getInstanceByDom(place)?.dispose();
    if (kind === "shares") {
      place.style.height = `${tall}px`;
    }
    const size = onPaper ? { width: WIDE, height: tall, devicePixelRatio: FINE } : { devicePixelRatio: Math.max(2, window.devicePixelRatio) };
    const chart = echarts.init(place, null, { renderer: "canvas", ...size });
    chart.setOption(kinds[kind](table, chart.getWidth(), most));
  }

  document.querySelectorAll("[data-chart]").forEach((place) => {
    const table = document.getElementById(place.dataset.table);
    if (!table || !kinds[place.dataset.chart]) {
      return;
    }
    place.hidden = false;
    places.push(place);
    draw(place);
    place.dataset.drawn = "yes";
    table.closest("details").open = false;
  });

  // On paper the charts have a size and greys of their own, whatever the window and its colours, and all numbers stand below.
  function turn(paper) {
    if (paper === onPaper) {
      return;
    }
    onPaper = paper;
    look = paper ? LOOKS.paper() : LOOKS.screen();
    places.forEach(draw);
    document.querySelectorAll("details[data-numbers]").forEach((one) => {
      if (paper) {
        one.dataset.numbers = one.open ? "open" : "";
      }
      one.open = paper || one.dataset.numbers === "open";
    });
  }
  window.addEventListener("beforeprint", () => turn(true));
  window.addEventListener("afterprint", () => turn(false));
  window.matchMedia("print").addEventListener("change", (print) => turn(print.matches));
  window.addEventListener("resize", () => onPaper || places.forEach(draw));
})();
