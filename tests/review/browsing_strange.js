// What no page of the desk has. A link leads to a path of the desk, to a place in the page or to other filters.
// Where a chart is drawn, our own script sizes boxes and canvas by their style property; a style attribute that came as
// markup would be a violation of the policy, which the hooks count.
() => {
  const odd = [];
  const never = ["iframe", "frame", "object", "embed", "base", "style", "applet", "math", "template", "video", "audio", "portal"];
  const leading = ["href", "src", "action", "formaction", "poster", "data", "ping", "xlink:href", "srcset"];
  for (const one of document.querySelectorAll("*")) {
    const name = one.localName;
    const of = (attribute) => one.getAttribute(attribute) || "";
    for (const { name: attribute, value } of one.attributes) {
      const drawn = attribute === "style" && /^(div|canvas)$/.test(name) && one.closest("[data-chart], .walk-graph");
      const runs = /^on|^style$|^srcdoc$|^hx-on/i.test(attribute) && !drawn;
      const leads = leading.includes(attribute) && !/^(\/(?!\/)|\?|#)/.test(value);
      if (runs || leads) {
        odd.push(`${name}@${attribute}=${value}`);
      }
    }
    const bad =
      never.includes(name) ||
      (name === "script" && (!/^\/static\/[\w./-]+\.js$/.test(of("src")) || one.textContent)) ||
      (name === "link" && !of("href").startsWith("/static/")) ||
      (name === "img" && !/^\/(pictures|static|letters\/\d+\/(pages|preview))\//.test(of("src"))) ||
      (name === "meta" && one.hasAttribute("http-equiv"));
    if (bad) {
      odd.push(name);
    }
  }
  return odd;
}
