// Copying, sharing and printing a license code. The buttons are hidden until this runs, so a page without script lacks nothing it
// shows; a button that the browser can't serve stays hidden.
"use strict";
const linesOf = (source) => Array.from(source.children, (line) => line.textContent.trim().replace(/\s+/g, " ")).join("\n") + "\n";

// Without a secure connection there is no clipboard but that of a selection, which also stays where nothing else works.
function copySelected(source, text) {
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
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
    // A field, or an element with lines.
    const text = source.value ?? linesOf(source);
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

// A request by word is checked while it is typed. Nothing here writes into a field that somebody types into, and nothing
// but a person's own Enter moves the focus. Each change has a number: an answer is shown only beside what hasn't changed since.
for (const form of document.querySelectorAll("form[data-check]")) {
  const fields = Array.from(form.querySelectorAll("input[data-part]"));
  const offline = form.querySelector("[data-offline]");
  const changed = new Map(fields.map((field) => [field.dataset.part, 0]));
  let change = 0;
  let asking = false;
  let searching = false;

  const part = (id) => document.getElementById(id);
  const show = (answer, asked) => {
    const whole = Array.from(form.querySelectorAll("[data-whole]"), (one) => [one.id, change]);
    for (const [id, last] of [...changed, ...whole]) {
      const fresh = answer.getElementById(id);
      if (last <= asked && fresh) part(id).replaceWith(document.adoptNode(fresh));
    }
  };
  const check = async () => {
    if (asking) return;
    asking = true;
    const asked = change;
    const body = new URLSearchParams(new FormData(form));
    const search = searching;
    body.set("do", search ? "check" : "type");
    searching = false;
    try {
      const response = await fetch(form.dataset.check, { method: "POST", body, redirect: "manual" });
      // The session has ended. The page that says so shows what was typed.
      if (response.type === "opaqueredirect" || response.status === 403) return form.submit();
      if (!response.ok) throw new Error(response.statusText);
      show(new DOMParser().parseFromString(await response.text(), "text/html"), asked);
      offline.hidden = true;
    } catch {
      offline.hidden = false;
      searching ||= search;
      await new Promise((done) => setTimeout(done, 2000));
    }
    asking = false;
    if (change > asked || !offline.hidden) check();
  };

  const start = () => {
    change += 1;
    // What rests on the whole form isn't true any more, so that nobody can press its button.
    for (const one of form.querySelectorAll("[data-whole]")) one.hidden = true;
    check();
  };

  form.addEventListener("input", (event) => {
    const id = event.target.dataset.part;
    if (!id) return;
    changed.set(id, change + 1);
    part(id).dataset.stale = "";
    start();
  });
  form.addEventListener("keydown", (event) => {
    const at = fields.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || at < 0) return;
    event.preventDefault();
    if (at + 1 < fields.length) fields[at + 1].focus();
    else form.requestSubmit(form.querySelector("button[value=check]"));
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "check") return;
    event.preventDefault();
    searching = true;
    start();
  });
  // A browser that comes back to the page may have put in what was typed before.
  if (fields.some((field) => field.value !== field.defaultValue)) start();
}

// On a narrow screen the menu scrolls: show where the page is in it.
const menu = document.querySelector(".menu ul");
const here = menu?.querySelector("[aria-current]");
if (here) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;

// A bundle: its answers are read while they come, so that the page can tell how many there are. Without this the browser saves them.
for (const form of document.querySelectorAll("form[data-bundle]")) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const show = (element, text) => {
    element.hidden = false;
    if (text !== undefined) element.textContent = text;
  };

  async function readAnswers(body, lines, counted) {
    const decoder = new TextDecoder();
    let rest = "";
    for (const reader = body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      lines.push(value);
      const whole = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = whole.pop();
      for (const line of whole) counted(JSON.parse(line));
    }
  }

  function showCounts(end, cases, kept) {
    const { issued, reasons } = end.counts;
    const refused = Object.values(reasons).reduce((sum, count) => sum + count, 0);
    show(part("counts"));
    show(part("total"), fill(part("total").dataset.total, { requests: issued + refused, issued, refused }));
    part("cut-off").hidden = !end.counts["cut-off"];
    const rows = Object.entries(reasons).sort((one, other) => other[1] - one[1]);
    form.querySelector("tbody").replaceChildren(...rows.map(([reason, count]) => {
      const row = document.createElement("tr");
      for (let at = 0; at < 3; at++) row.insertCell();
      const code = row.cells[0].appendChild(document.createElement("code"));
      code.textContent = reason;
      row.cells[1].textContent = count;
      for (const number of cases.get(reason) ?? []) {
        const link = document.createElement("a");
        link.href = `/office/cases/${number}`;
        link.textContent = number;
        row.cells[2].append(link, " ");
      }
      return row;
    }));
    part("save").href = URL.createObjectURL(new Blob(kept, { type: "application/x-ndjson" }));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    for (const name of ["lost", "refused", "counts"]) part(name).hidden = true;
    // The answers as they came, the first few cases of each reason, and the last line once it is there.
    const [kept, cases] = [[], new Map()];
    let [done, end] = [0, null];
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (!response.headers.get("content-type")?.includes("ndjson")) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        show(part("refused"), page.querySelector("main")?.innerText.trim() ?? response.statusText);
        return;
      }
      await readAnswers(response.body, kept, (answer) => {
        if (answer.counts) end = answer;
        if (!answer.line) return;
        done += 1;
        const known = cases.get(answer.reason) ?? new Set();
        if (answer.case && known.size < 3) cases.set(answer.reason, known.add(answer.case));
        show(part("progress"), fill(part("progress").dataset.progress, { done }));
      });
    } catch {
      end = null;
    } finally {
      button.disabled = false;
    }
    if (end) showCounts(end, cases, kept);
    else if (part("refused").hidden) show(part("lost"));
  });
}
