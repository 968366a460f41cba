// Copying the license code. The button is hidden until this runs, so a page without script lacks nothing it shows.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const lines = Array.from(source.children, (line) => line.textContent.trim().replace(/\s+/g, " "));
    try {
      await navigator.clipboard.writeText(lines.join("\n") + "\n");
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
    }
  });
}

// A request by word is checked whenever a line is left that has something in it, so that slips show as it is typed.
for (const form of document.querySelectorAll("form[data-mend]")) {
  for (const line of form.querySelectorAll("input[name^=line]")) {
    line.addEventListener("change", () => {
      if (line.value.trim()) form.requestSubmit(form.querySelector("button[value=check]"));
    });
  }
}

// On a narrow screen the menu scrolls: show where the page is in it.
const menu = document.querySelector(".menu ul");
const here = menu?.querySelector("[aria-current]");
if (here) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
