"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const words = (text) => (text || "").split(" ").filter(Boolean);
  const text = one("filter-text");
  const standard = one("filter-standard");
  const failed = one("filter-failed");
  const said = one("filter-said");
  const apply = () => {
    const wanted = text ? text.value.trim().toLowerCase() : "";
    const counts = { row: [0, 0], clause: [0, 0] };
    for (const element of all("[data-filter]")) {
      const { filter, text: own, standards, failed: bad } = element.dataset;
      const chosen = standard.value;
      const fails = words(bad);
      const shown =
        (own === undefined || own.toLowerCase().includes(wanted)) &&
        (!chosen || words(standards).includes(chosen)) &&
        (!failed.checked || (chosen ? fails.includes(chosen) : fails.length > 0));
      element.hidden = !shown;
      if (counts[filter]) {
        counts[filter][0] += shown ? 1 : 0;
        counts[filter][1] += 1;
      }
    }
    const [shown, total] = counts[said.dataset.counts];
    said.textContent = said.dataset.label + " " + shown + " / " + total;
  };
  for (const control of [text, standard, failed]) {
    if (control) control.addEventListener("input", apply);
  }
  const fold = (open) => all("main details").forEach((each) => (each.open = open));
  one("open-all").addEventListener("click", () => fold(true));
  one("close-all").addEventListener("click", () => fold(false));
  // A link to a part that the filter hides, or that is folded, shows it.
  addEventListener("hashchange", () => {
    const target = location.hash && one(decodeURIComponent(location.hash.slice(1)));
    if (target) target.hidden = false;
  });
  one("filter").hidden = false;
  apply();
})();
