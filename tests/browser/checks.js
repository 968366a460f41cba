// The part of the checks that runs inside a page; see checks.py.
"use strict";
window.checks = {
  describe(element) {
    const name = element.id ? `#${element.id}` : element.getAttribute("name") ? `[name=${element.getAttribute("name")}]` : "";
    return `${element.tagName.toLowerCase()}${name} "${(element.textContent || element.value || "").trim().slice(0, 40)}"`;
  },

  layout() {
    const faults = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
      const isWide = (one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".menu");
      const wide = Array.from(document.querySelectorAll("body *")).filter(isWide);
      faults.push(`wider than the page: ${wide.slice(-3).map(this.describe).join(", ")}`);
    }
    for (const badge of document.querySelectorAll(".tag, .corner, kbd")) {
      if (badge.getClientRects().length > 1 || badge.offsetHeight > 2 * parseFloat(getComputedStyle(badge).fontSize)) {
        faults.push(`wraps: ${this.describe(badge)}`);
      }
    }
    for (const one of document.querySelectorAll("main *, header *, nav *")) {
      const style = getComputedStyle(one);
      if (style.animationName !== "none" || style.transitionDuration !== "0s") faults.push(`moves: ${this.describe(one)}`);
      if (one.matches("input, textarea, select, .hidden")) continue;
      const clips = style.overflowX === "hidden" || style.overflowX === "clip";
      if (clips && style.textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 1) {
        faults.push(`cut off: ${this.describe(one)}`);
      }
    }
    return faults;
  },

  async axe(rules) {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
    const runOnly = rules.length ? { type: "rule", values: rules } : { type: "tag", values: tags };
    const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  },

  // What Tab has to reach. Of radio buttons with one name it reaches one.
  watch() {
    const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    const radios = new Set();
    this.wanted = new Set();
    for (const one of document.querySelectorAll(usable)) {
      if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) continue;
      if (one.type === "radio") {
        const group = `${one.form && Array.from(document.forms).indexOf(one.form)} ${one.name}`;
        const checked = document.querySelector(`input[type=radio][name="${one.name}"]:checked`);
        if (radios.has(group) || (checked && checked.form === one.form && checked !== one)) continue;
        radios.add(group);
      }
      this.wanted.add(one);
    }
    this.hidden = [];
    this.reached = new Set();
    document.addEventListener("focusin", ({ target }) => {
      this.reached.add(target);
      const style = getComputedStyle(target);
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      if (!outlined) this.hidden.push(this.describe(target));
    });
    // By now the browser has scrolled to it. The link to skip goes away with the focus; office.py looks at it.
    document.addEventListener("focusout", ({ target }) => {
      if (target.matches(".skip")) return;
      const box = target.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
      if (!inside) this.hidden.push(`${this.describe(target)} (outside the window)`);
    });
    if (document.activeElement !== document.body) this.reached.add(document.activeElement);
    return this.wanted.size;
  },

  unreached() {
    return Array.from(this.wanted).filter((one) => !this.reached.has(one)).map(this.describe);
  },

  unseen() {
    return this.hidden;
  },
};
