// The graph of an operator's cases. A press on a case brings in what is tied to it, and says what it is; a press on a
// line says what ties the two. Everything from the server is drawn as text on a canvas or set as text: no markup.
"use strict";

(function () {
  const place = document.querySelector("[data-walk]");
  if (!place || typeof echarts === "undefined") {
    return;
  }
  const MOST = 400;
  const said = place.querySelector(".walk-said");
  const nodes = new Map();
  const links = new Map();
  const walked = new Set();
  const start = Number(place.dataset.walk);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  place.hidden = false;
  const chart = echarts.init(place.querySelector(".walk-graph"), null, { renderer: "canvas" });

  // The colours of the states' badges (desk.css); what is under way has that of a link.
  const FILLS = { new: "--blue", resurfaced: "--blue", confirmed: "--red", dismissed: "--soft", hold: "--amber", down: "--green", closed: "--green" };

  function stands() {
    const states = new Map(Array.from(nodes.values(), (node) => [node.stands, node.state]));
    return Array.from(states, ([name, state]) => ({ name, itemStyle: { color: colour(FILLS[state] || "--violet") } }));
  }

  function look(node) {
    return {
      id: String(node.case),
      category: node.stands,
      name: node.host,
      symbolSize: node.case === start ? 26 : 16,
      itemStyle: {
        borderColor: colour("--ink"),
        borderWidth: walked.has(node.case) ? 2 : 0,
      },
      label: { show: nodes.size <= 40 || node.case === start, color: colour("--ink") },
    };
  }

  function draw() {
    const categories = stands();
    chart.setOption({
      animation: false,
      legend: { data: categories.map((one) => one.name), selectedMode: false, top: 4, left: 8, textStyle: { color: colour("--ink") } },
      series: [
        {
          type: "graph",
          layout: "force",
          roam: true,
          draggable: true,
          force: { repulsion: 500, edgeLength: 190, layoutAnimation: false },
          label: { position: "bottom", formatter: "{b}", width: 160, overflow: "truncate", textBorderColor: colour("--paper"), textBorderWidth: 3 },
          emphasis: { focus: "adjacency" },
          edgeLabel: {
            show: links.size <= 30,
            formatter: (link) => link.data.kinds,
            color: colour("--soft"),
            fontSize: 11,
            opacity: 1,
            textBorderColor: colour("--paper"),
            textBorderWidth: 2,
          },
          categories,
          data: Array.from(nodes.values(), look),
          links: Array.from(links.values(), (link) => ({
            source: String(link.one),
            target: String(link.other),
            kinds: link.kinds.slice(0, 2).join("、") + (link.kinds.length > 2 ? "…" : ""),
            lineStyle: { width: link.strong ? 2.5 : 1, type: link.strong ? "solid" : "dashed", color: colour("--field-line"), opacity: 1 },
          })),
        },
      ],
    });
  }

  function tell(text, number) {
    said.textContent = text;
    if (number) {
      const open = document.createElement("a");
      open.href = "/cases/" + number;
      open.textContent = place.dataset.open.replace("#", number);
      said.append(" ", open);
    }
  }

  function walk(number) {
    if (walked.has(number) || nodes.size >= MOST) {
      return;
    }
    fetch("/cases/" + number + "/ties.json", { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((found) => {
        walked.add(number);
        found.nodes.filter((node) => nodes.size < MOST || nodes.has(node.case)).forEach((node) => nodes.set(node.case, node));
        found.links
          .filter((link) => nodes.has(link.one) && nodes.has(link.other))
          .forEach((link) => links.set(link.one + "-" + link.other, link));
        place.dataset.nodes = nodes.size;
        draw();
        if (found.more) {
          said.append(" " + place.dataset.more);
        }
      })
      .catch(() => tell(place.dataset.failed));
  }

  chart.on("click", (event) => {
    if (event.dataType === "node") {
      const node = nodes.get(Number(event.data.id));
      tell(node.host + " · " + node.said, node.case);
      walk(node.case);
    } else if (event.dataType === "edge") {
      const link = links.get(event.data.source + "-" + event.data.target);
      tell(link.kinds.join("、") + "（" + (link.strong ? place.dataset.strong : place.dataset.weak) + "）");
    }
  });
  window.addEventListener("resize", () => chart.resize());
  walk(start);
})();
