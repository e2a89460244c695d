"use strict";
// Betters pages that work without it: upload with progress, live progress of a job, search and order without
// a new page, texts behind a term in place, pictures as PNG, copying.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const load = async (address, signal) => {
    const answer = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return parse(await answer.text());
  };
  const swap = (selector, page) => {
    const [old, fresh] = [one(selector), one(selector, page)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    return Boolean(old && fresh);
  };

  // What the visitor has this browser remember; null forgets. A browser that keeps nothing remembers nothing.
  const store = (storage, name, value) => {
    try {
      if (value) storage().setItem(name, value);
      else if (value === null) storage().removeItem(name);
      return storage().getItem(name);
    } catch { return null; }
  };
  const local = () => localStorage;
  // Whoever runs a result again sees at the next one what changed.
  const earlier = (value) => store(() => sessionStorage, "wordify.again", value);
  addEventListener("submit", (event) => {
    const from = event.target.dataset?.again;
    if (from) earlier(from);
  });
  for (const field of all("[data-own]")) {
    const name = field.dataset.own;
    if (!field.value) field.value = store(local, name) ?? "";
    field.addEventListener("change", () => store(local, name, field.value || null));
  }

  // Upload: drop a file anywhere on the card, and see how far it is.
  const upload = one("#upload-form");
  if (upload) {
    const card = upload.closest(".drop");
    const field = one("input[type=file]", upload);
    const shown = one("#upload-progress");
    const button = one("button", upload);
    const wrong = one("#upload-error");
    const tell = (words) => { wrong.hidden = true; shown.hidden = false; one("p", shown).textContent = words; };
    // What is wrong as a heading, then what was found and what to do.
    const fail = (title, ...lines) => {
      const part = (name, words) => Object.assign(document.createElement(name), { textContent: words });
      button.disabled = false;
      shown.hidden = true;
      wrong.replaceChildren(part("h3", title), ...lines.filter(Boolean).map((line) => part("p", line)));
      wrong.hidden = false;
    };
    const send = (files) => {
      const request = new XMLHttpRequest();
      const bar = one("progress", shown);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = event.loaded / event.total;
        tell(event.loaded < event.total ? `Uploading: ${Math.floor(bar.value * 100)}%` : "Reading the file …");
      });
      request.addEventListener("load", () => {
        if (request.status < 400 && request.responseURL) { location.assign(request.responseURL); return; }
        const page = parse(request.responseText);
        const error = one("#error", page);
        const words = (selector) => one(selector, error)?.textContent.trim();
        if (error) fail(words("h1"), words(".lead"), words(".note p"));
        else fail("The upload failed.", `The site answered with ${request.status}.`);
      });
      request.addEventListener("error", () => fail("The connection broke.", "Check that you are online and that the file still exists, then try again."));
      request.open("POST", upload.action);
      request.setRequestHeader("Accept", "text/html");
      const form = new FormData(upload);
      if (files) {
        form.delete("file");
        for (const [file, path] of files) form.append("file", file, path);
      }
      request.send(form);
      button.disabled = true;
      tell("Uploading …");
    };
    // A file of one's own choice is no run of an earlier one.
    if (!one("input[type=hidden]", upload)) earlier(null);
    upload.addEventListener("submit", (event) => { event.preventDefault(); send(); });
    for (const name of ["dragenter", "dragover"]) card.addEventListener(name, (event) => { event.preventDefault(); card.classList.add("over"); });
    for (const name of ["dragleave", "drop"]) card.addEventListener(name, (event) => { event.preventDefault(); card.classList.remove("over"); });
    // The files of what was dropped, each with its path; a folder is read through.
    const inside = async (entry, path = entry.name) => {
      if (entry.isFile) return [[await new Promise((good, bad) => entry.file(good, bad)), path]];
      const [reader, found] = [entry.createReader(), []];
      for (;;) {
        // A browser lists a folder a hundred at a time.
        const some = await new Promise((good, bad) => reader.readEntries(good, bad));
        if (!some.length) return found;
        for (const next of some) found.push(...await inside(next, `${path}/${next.name}`));
      }
    };
    card.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      if (entries.some((entry) => entry.isDirectory)) {
        Promise.all(entries.map((entry) => inside(entry))).then((found) => send(found.flat()), () => fail("The folder could not be read.", "Pack it as a zip archive, and choose that."));
        return;
      }
      field.files = event.dataTransfer.files;
      if (upload.reportValidity()) send();
    });
    addEventListener("pageshow", () => { button.disabled = false; });
  }

  // Other columns: read again at once.
  for (const field of all("[data-recheck]")) {
    field.addEventListener("change", () => field.form.requestSubmit(one("[formaction]", field.form)));
  }

  // A choice that leads to another page.
  for (const field of all("[data-submit]")) field.addEventListener("change", () => field.form.requestSubmit());

  // Progress: events say when to look, the page says what there is; without events we look every two seconds.
  const progress = one("#progress");
  if (progress) {
    let busy = false;
    let again = false;
    const look = async () => {
      if (busy) { again = true; return; }
      busy = true;
      try {
        const page = await load(location.href);
        if (!one("#progress", page)) { location.reload(); return; }
        swap("#live", page);
        swap("#live-title", page);
        document.title = page.title;
      } catch { /* The server restarts: the next look will tell. */ }
      setTimeout(() => { busy = false; if (again) { again = false; look(); } }, 100);
    };
    let timer = setInterval(look, 2000);
    if (window.EventSource) {
      const events = new EventSource(progress.dataset.events);
      events.onopen = () => { clearInterval(timer); timer = setInterval(look, 15000); };
      events.onerror = () => { clearInterval(timer); timer = setInterval(look, 2000); };
      for (const name of ["message", "status"]) events.addEventListener(name, look);
    }
  }

  // Results: another threshold, search or order without a new page; the address follows, so that it can be shared.
  let loading;
  const show = async (address, focus) => {
    loading?.abort();
    loading = new AbortController();
    const found = one("#found");
    found?.classList.add("busy");
    found?.setAttribute("aria-busy", "true");
    try {
      const page = await load(address, loading.signal);
      if (!swap("#found", page)) throw new Error("no table");
      for (const part of ["#headline", "#numbers"]) swap(part, page);
      history.replaceState(null, "", address);
      if (focus === "turn") { one("#found table")?.scrollIntoView(); one("#found tbody a")?.focus({ preventScroll: true }); }
      else if (focus >= 0) all("#found [data-swap]")[focus]?.focus();
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
    }
  };
  const live = one("form[data-live]");
  if (live) {
    let wait;
    const change = () => {
      const query = new URLSearchParams(location.search);
      for (const field of all("input:not([type=hidden]), select", live)) {
        if (field.value) query.set(field.name, field.value); else query.delete(field.name);
      }
      query.delete("page");
      show(`${live.getAttribute("action")}?${query}`);
    };
    live.addEventListener("input", (event) => {
      if (event.target.name === "threshold") one("[data-output]", live).textContent = Number(event.target.value).toFixed(2);
      clearTimeout(wait);
      wait = setTimeout(change, 140);
    });
    live.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(wait); change(); });
  }

  // Texts behind a term, in place; the next and the previous term take its place.
  let box;
  const open = async (address) => {
    try {
      const page = await load(address);
      const link = Object.assign(document.createElement("a"), { href: address, textContent: "Open as a page of its own" });
      const foot = Object.assign(document.createElement("p"), { className: "hint" });
      foot.append(link);
      const close = Object.assign(document.createElement("button"), { type: "button", className: "small close", textContent: "Close" });
      close.addEventListener("click", () => box.close());
      if (!box) {
        box = document.createElement("dialog");
        box.setAttribute("aria-label", "Texts behind the term");
        box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
        box.addEventListener("close", () => { box.remove(); box = null; });
        document.body.append(box);
      }
      box.replaceChildren(close, document.adoptNode(one("#evidence", page)), foot);
      if (!box.open) box.showModal();
      box.scrollTop = 0;
      close.focus();
    } catch {
      location.assign(address);
    }
  };
  // The arrow keys, p and n lead to the terms beside this one, or to the lines before and behind.
  addEventListener("keydown", (event) => {
    const rel = { ArrowLeft: "prev", ArrowRight: "next", p: "prev", n: "next" }[event.key];
    if (!rel || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest("input, select, textarea")) return;
    one(`[rel=${rel}]`, box ?? document)?.click();
  });

  // Results that the visitor asked this browser to remember; what has expired is forgotten.
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem("wordify.results") ?? "[]").filter((result) => result.until > Date.now());
    } catch { return []; }
  };
  const remember = (results) => {
    try {
      if (results.length) localStorage.setItem("wordify.results", JSON.stringify(results.slice(0, 50)));
      else localStorage.removeItem("wordify.results");
    } catch { /* A browser that keeps nothing lists nothing. */ }
  };
  const mine = one("#mine");
  if (mine) {
    const results = remembered();
    remember(results);
    mine.hidden = !results.length;
    one("ul", mine).replaceChildren(...results.map(({ path, name }) => {
      const entry = document.createElement("li");
      entry.append(Object.assign(document.createElement("a"), { href: path, textContent: name }));
      return entry;
    }));
    one("[data-forget]", mine).addEventListener("click", () => { remember([]); mine.hidden = true; });
  }
  const changed = one("#changed");
  if (changed) {
    const [from, here] = [earlier(), location.pathname];
    if (from && from !== here) {
      one("input", changed).value = from;
      changed.hidden = false;
      one("#numbers").after(changed);
    }
  }
  const keeper = one("[data-remember]");
  if (keeper) {
    const path = keeper.dataset.remember;
    const show = () => {
      const kept = remembered().some((result) => result.path === path);
      keeper.textContent = kept ? "Forget it in this browser" : "Remember it in this browser";
    };
    keeper.addEventListener("click", () => {
      const others = remembered().filter((result) => result.path !== path);
      const kept = others.length < remembered().length;
      remember(kept ? others : [{ path, name: keeper.dataset.name, until: Number(keeper.dataset.until) }, ...others]);
      show();
    });
    show();
  }

  const copied = (button) => {
    button.classList.add("copied");
    setTimeout(() => button.classList.remove("copied"), 2000);
  };
  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.textContent.trim().replace(/[ \t]+/g, " ");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    copied(button);
  };

  // The terms shown as a table in the style of the APA: rules above and below, no others; and as cells for spreadsheets.
  const copyTable = (button) => {
    const table = one("#found table.terms");
    const safe = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    // Of a term its name alone, of a share the number of documents with the share in brackets.
    const cell = (cell) => {
      if (cell.matches(".amount")) return cell.textContent.trim();
      const name = (one("a", cell) ?? cell.firstChild)?.textContent.trim() ?? "";
      const documents = cell.matches("td") && one("small", cell);
      return documents ? `${documents.textContent.trim()} (${name})` : name;
    };
    const rows = all("tr", table).map((row) => [...row.cells].map(cell));
    const note = one("caption", table).textContent.replace(/ Open a term.*/, "");
    const rule = (at, last) => `border-top:${at === 0 ? "1.5pt solid" : at === 1 ? ".75pt solid" : "0"};border-bottom:${at === last ? "1.5pt solid" : "0"}`;
    const line = (cells, at) => `<tr>${cells.map((text, place) => `<td style="padding:2pt 6pt;text-align:${place ? "right" : "left"};${rule(at, rows.length - 1)}">${safe(text)}</td>`).join("")}</tr>`;
    const html = `<p><b>Table 1</b></p><p><i>${safe(one("#headline, h1").textContent.trim())}</i></p><table style="border-collapse:collapse">${rows.map(line).join("")}</table><p><i>Note.</i> ${safe(note)}</p>`;
    addEventListener("copy", (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/html", html);
      event.clipboardData.setData("text/plain", rows.map((cells) => cells.join("\t")).join("\n"));
    }, { once: true });
    document.execCommand("copy");
    copied(button);
  };

  // A picture as PNG, three times as large as drawn, on white.
  const save = (button) => {
    const drawing = one("svg.picture", button.closest("figure"));
    const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
    const margin = 12;
    const copy = drawing.cloneNode(true);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 3 * (width + 2 * margin), height: 3 * (height + 2 * margin) });
      const context = canvas.getContext("2d");
      context.fillStyle = "#fff";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.scale(3, 3);
      context.drawImage(image, margin, margin, width, height);
      canvas.toBlob((blob) => {
        const address = URL.createObjectURL(blob);
        Object.assign(document.createElement("a"), { href: address, download: `${button.dataset.png}.png` }).click();
        setTimeout(() => URL.revokeObjectURL(address), 5000);
      });
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  };

  // A picture of points in the page itself, so that each says what it is when pointed at, and leads to its term.
  for (const image of all("img[data-points]")) {
    const { points, others, label } = image.dataset;
    const place = (text) => {
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      if (drawing.localName !== "svg") return;
      drawing.setAttribute("class", "drawn");
      drawing.addEventListener("click", ({ target }) => {
        const [term, standing = ""] = one("title", target)?.textContent.split("\n") ?? [];
        const isAgainst = standing.startsWith("against ");
        if (target.localName !== "circle" || !(isAgainst || standing.startsWith("for "))) return;
        // What speaks against the other of two labels speaks for this one.
        const isOwn = standing.includes(` ${label}: `) !== isAgainst;
        location.assign((isOwn ? points : others) + encodeURIComponent(term));
      });
      image.replaceWith(document.adoptNode(drawing));
    };
    fetch(image.src).then((answer) => answer.text()).then(place, () => { /* The image stays. */ });
  }

  document.addEventListener("click", (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const target = event.target.closest("[data-swap], [data-evidence], [data-copy], [data-copy-table], [data-png]");
    if (!target || !plain) return;
    if (target.dataset.copy) { copy(target); return; }
    if (target.hasAttribute("data-copy-table")) { copyTable(target); return; }
    if (target.dataset.png) { save(target); return; }
    // On the page of a term its neighbours are pages too.
    if (!box && target.closest("#evidence")) return;
    event.preventDefault();
    const address = target.getAttribute("href");
    if (target.hasAttribute("data-swap")) show(address, target.hasAttribute("data-turn") ? "turn" : all("#found [data-swap]").indexOf(target));
    else open(address);
  });

  // A link to an answer opens it.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.localName === "details") { target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
