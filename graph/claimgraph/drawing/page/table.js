// Every claim as a row of a plain table: the same content without the picture.
const ROWS_AT_ONCE = 200;
const shortWho = (claim) => claim.chain.join(" → ");
const COLUMNS = [
  ["Entity", (claim) => nameOf(claim.about)],
  ["Kind", (claim) => claim.kind],
  ["Says", (claim) => claim.says],
  ["Value", (claim) => (claim.object ? nameOf(claim.object) : claim.value)],
  ["When", (claim) => claim.when],
  [
    "Standing",
    (claim) =>
      [claim.modality || "actual", claim.denied ? "denied" : "", isDisputed(claim) ? "disputed" : ""]
        .filter(Boolean)
        .join(", "),
  ],
  ["Who said it", shortWho],
  ["Source", (claim) => claim.source.title],
  ["Published", (claim) => claim.source.day],
];
const sorting = { column: 0, down: false, rows: ROWS_AT_ONCE };

function compare(a, b) {
  const value = COLUMNS[sorting.column][1];
  if (sorting.column === 3 && a.number !== null && b.number !== null) return a.number - b.number;
  if (sorting.column === 3 && (a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
  if (sorting.column === 4) return a.day.localeCompare(b.day);
  return value(a).localeCompare(value(b));
}

function tableRows() {
  const wanted = fold(byId("table-search").value.trim());
  const kept = claims.filter(
    (claim) =>
      isOpen(claim) &&
      !state.closedKinds.has(claim.about.kind) &&
      (!wanted || COLUMNS.some(([, value]) => fold(value(claim)).includes(wanted))),
  );
  return kept.sort((a, b) => (sorting.down ? -1 : 1) * compare(a, b) || a.index - b.index);
}

function tableRow(claim) {
  return element(
    "tr",
    {},
    ...COLUMNS.map(([title, value]) => {
      if (title === "Entity") return element("td", {}, jump(claim.about));
      if (title === "Value" && claim.object) return element("td", {}, jump(claim.object));
      if (title === "Source") return element("td", {}, sourceLink(claim.source));
      return words("td", value(claim), title === "Value" && claim.kind === "opinion" ? { class: "opinion" } : {});
    }),
  );
}

function renderTable() {
  const rows = tableRows(),
    shown = rows.slice(0, sorting.rows);
  byId("table").tHead.rows[0].replaceChildren(
    ...COLUMNS.map(([title], column) => {
      const here = column === sorting.column,
        arrow = here ? (sorting.down ? " ↓" : " ↑") : "";
      return element(
        "th",
        { scope: "col", "aria-sort": here ? (sorting.down ? "descending" : "ascending") : "none" },
        element("button", { type: "button", onclick: () => sortBy(column) }, title + arrow),
      );
    }),
  );
  byId("table").tBodies[0].replaceChildren(...shown.map(tableRow));
  byId("table-count").textContent =
    `Showing ${shown.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} claims`;
  byId("more-rows").hidden = shown.length === rows.length;
}

function sortBy(column) {
  sorting.down = column === sorting.column && !sorting.down;
  sorting.column = column;
  sorting.rows = ROWS_AT_ONCE;
  renderTable();
  byId("table").tHead.rows[0].cells[column].querySelector("button").focus();
}

function show(view) {
  state.view = view;
  byId("graph-view").hidden = view === "table";
  byId("table-view").hidden = view === "graph";
  byId("show-graph").setAttribute("aria-pressed", String(view === "graph"));
  byId("show-table").setAttribute("aria-pressed", String(view === "table"));
  document.body.classList.toggle("tabled", view === "table");
  if (view === "table") renderTable();
  else requestAnimationFrame(() => network.redraw());
  remember();
}
