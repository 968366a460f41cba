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
