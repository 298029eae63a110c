// Starts the page and gives the keys their meaning.
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const onGraph = {
  e: () => {
    if (state.selected) expandHere(state.selected);
  },
  f: fit,
  "+": () => zoomBy(1.25),
  "=": () => zoomBy(1.25),
  "-": () => zoomBy(0.8),
  Enter: () => (byId("panel").querySelector(".claim") || byId("panel").querySelector("button"))?.focus(),
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    byId("search").focus();
    return;
  }
  if (event.key === "Escape" && !typing) {
    select(null);
    byId("mynetwork").focus();
    return;
  }
  if (event.target !== byId("mynetwork")) return;
  const act = onGraph[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (ARROWS[event.key]) {
    const next = neighbourTowards(...ARROWS[event.key]);
    if (next) {
      select(next);
      lookAt(next);
    }
  } else if (act) act();
  else return;
  event.preventDefault();
}

function prepareControls() {
  const names = { en: "English", "zh-hans": "简体中文", "zh-hant": "繁體中文" };
  byId("language").append(
    ...data.languages.map((code, place) => element("option", { value: place, lang: code }, names[code] || code)),
  );
  byId("language").addEventListener("change", (event) => {
    state.language = Number(event.target.value);
    refilter();
  });
  const actions = {
    "zoom-in": () => zoomBy(1.25),
    "zoom-out": () => zoomBy(0.8),
    fit,
    "main-view": () => showOnly(firstView()),
    "all-view": () => showOnly(entities),
    "show-graph": () => show("graph"),
    "show-table": () => show("table"),
    "more-rows": () => {
      sorting.rows += ROWS_AT_ONCE * 5;
      renderTable();
    },
    "sources-all": () => {
      state.closedSources.clear();
      refilter();
    },
    "sources-none": () => {
      sources.forEach((source) => state.closedSources.add(source.index));
      refilter();
    },
    words: () => {
      state.words = !state.words;
      byId("words").setAttribute("aria-pressed", String(state.words));
      redraw(false);
    },
  };
  for (const [id, action] of Object.entries(actions)) byId(id).addEventListener("click", action);
  byId("source-search").addEventListener("input", renderSources);
  byId("table-search").addEventListener("input", () => {
    sorting.rows = ROWS_AT_ONCE;
    renderTable();
  });
  byId("panel").addEventListener("keydown", walk(".claim"));
  for (const list of ["kinds", "disputes", "sources"]) byId(list).addEventListener("keydown", walk("input"));
  document.addEventListener("keydown", pressed);
  byId("filters").open = !matchMedia("(max-width: 980px)").matches;
}

prepareCanvas();
prepareSearch();
prepareControls();
redraw();
renderFilters();
renderPanel();
fit();
prepareAddress();
darkness.addEventListener("change", () => {
  network.setOptions({ nodes: { font: { strokeColor: tone().paper } } });
  refilter();
});
new ResizeObserver(() => {
  if (state.view === "graph" && !state.selected) fit();
}).observe(byId("graph-view"));
window.claimgraph = {
  entities,
  edges,
  claims,
  implied,
  disagreements,
  state,
  tones: tone,
  counts: () => ({ entities: current.drawn.length, relations: current.lines.length, claims: current.told }),
  place: (id) => {
    const found = entities.find((entity) => entity.id === id);
    return found && network.canvasToDOM(placeOf(found));
  },
  drawn: () => current.drawn.map((entity) => entity.id),
  search: (typed) => search(typed).map((entity) => entity.id),
  ready: true,
};
