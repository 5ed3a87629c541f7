"use strict";
(function () {
  const table = document.getElementById("photographs");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const status = document.getElementById("status");
  const search = document.getElementById("search");
  const quality = document.getElementById("quality");
  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.dataset.text.toLowerCase();
      const kept =
        words.every((word) => text.includes(word)) &&
        (quality.value === "" || row.dataset.state === quality.value);
      row.hidden = !kept;
      if (kept) shown++;
    }
    status.textContent = `${shown} of ${rows.length} photographs`;
  }
  search.addEventListener("input", filter);
  quality.addEventListener("change", filter);
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = header.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      headers.forEach((other) => other.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const numeric = header.dataset.type === "number";
      rows.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (numeric) {
          // Missing values come last in both directions.
          if (x === "" || y === "") return x === y ? 0 : x === "" ? 1 : -1;
          return (down ? -1 : 1) * (Number(x) - Number(y));
        }
        return (down ? -1 : 1) * x.localeCompare(y, "en", { numeric: true });
      });
      rows.forEach((row) => body.append(row));
    });
  });
  filter();
})();
