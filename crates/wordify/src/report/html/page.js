"use strict";
// Adds search, sorting and saving to a page that can be read without them.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const terms = (root) => all("tbody tr:not(.behind)", root);
  // The row with the texts of a term stands below it.
  const behind = (row) => [row.nextElementSibling].filter((next) => next && next.matches(".behind"));
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  // Search: rows of the tables, and the labels that hold them.
  const blocks = all(".block").map((block) => ({
    block,
    wasOpen: block.open,
    title: block.matches("details") ? block.querySelector("h2").textContent.toLowerCase() : "",
    tables: all(".numbers", block).map((details) => ({
      details,
      rows: terms(details).map((row) => ({ row, behind: behind(row), text: row.cells[0].textContent.toLowerCase() })),
    })),
  }));
  const bar = make("div", { className: "search" });
  bar.setAttribute("role", "search");
  const field = make("input", { type: "search", placeholder: "Find a term or a label" });
  field.setAttribute("aria-label", "Find a term or a label");
  const found = make("output", {});
  bar.append(field, found);
  const first = document.querySelector(".all, .block");
  if (first) first.before(bar);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let hits = 0;
    for (const { block, wasOpen, title, tables } of blocks) {
      const named = title.includes(wanted);
      let inBlock = 0;
      for (const { details, rows } of tables) {
        let inTable = 0;
        for (const { row, behind, text } of rows) {
          const hit = text.includes(wanted);
          for (const part of [row, ...behind]) part.hidden = wanted !== "" && !hit && !named;
          if (hit) inTable += 1;
        }
        details.open = wanted !== "" && inTable > 0;
        inBlock += inTable;
      }
      block.hidden = wanted !== "" && inBlock === 0 && !named;
      if ("open" in block) block.open = wanted === "" ? wasOpen : true;
      hits += inBlock;
    }
    found.textContent = wanted === "" ? "" : hits === 1 ? "1 term" : `${hits} terms`;
  });

  // Sorting by any column: numbers downwards first, texts upwards first.
  for (const table of all("table.sortable")) {
    const heads = all("thead th", table);
    heads.forEach((head, column) => {
      const isNumber = head.classList.contains("n");
      const button = make("button", { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : isNumber;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].firstChild.textContent.trim();
        const number = (row) => parseFloat(key(row).replaceAll(",", ""));
        const order = isNumber ? (a, b) => number(a) - number(b) : (a, b) => key(a).localeCompare(key(b));
        const body = table.tBodies[0];
        const sorted = terms(table).sort((a, b) => (down ? order(b, a) : order(a, b)));
        body.append(...sorted.flatMap((row) => [row, ...behind(row)]));
      });
    });
  }

  // A picture as a file of its own.
  for (const figure of all("figure")) {
    const button = make("button", { type: "button", className: "save", textContent: "Save picture" });
    button.addEventListener("click", () => {
      const drawing = new XMLSerializer().serializeToString(figure.querySelector("svg"));
      const address = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
      make("a", { href: address, download: "wordify.svg" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
    button.setAttribute("aria-label", `Save picture: ${figure.previousElementSibling.textContent}`);
    figure.after(button);
  }

  // A link to a label opens it.
  const open = () => {
    const target = location.hash.startsWith("#label-") && document.getElementById(location.hash.slice(1));
    if (target) target.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
