// Copying, sharing and printing a license code. The buttons are hidden until this runs, so a page without script lacks nothing it
// shows; a button that the browser can't serve stays hidden.
"use strict";
const linesOf = (source) => Array.from(source.children, (line) => line.textContent.trim().replace(/\s+/g, " ")).join("\n") + "\n";

// Without a secure connection there is no clipboard but that of a selection, which also stays where nothing else works.
function copySelected(source, text) {
  getSelection().selectAllChildren(source);
  const put = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", put, { once: true });
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", put);
  return copied;
}
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = linesOf(source);
    const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = copied || copySelected(source, text) ? button.dataset.done : button.dataset.failed;
  });
}
for (const button of document.querySelectorAll("button[data-share]")) {
  const source = document.getElementById(button.dataset.share);
  if (!source || !navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Whoever closes the list of receivers has changed his mind.
    navigator.share({ text: `${button.dataset.heading}\n\n${linesOf(source)}` }).catch(() => {});
  });
}
for (const button of document.querySelectorAll("button[data-print]")) {
  // The browser inside WeChat has the function, and it does nothing.
  if (!window.print || navigator.userAgent.includes("MicroMessenger")) continue;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
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

// Copying what a field holds. Without a clipboard (a page over plain HTTP) the field is selected and copied as by the keyboard.
for (const button of document.querySelectorAll("button[data-copy-field]")) {
  const field = document.getElementById(button.dataset.copyField);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      copied = document.execCommand("copy");
    }
    button.textContent = copied ? button.dataset.done : button.dataset.failed;
  });
}
