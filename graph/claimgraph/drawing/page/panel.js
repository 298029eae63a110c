// The panel beside the graph: the claims of what is selected, or where to begin.
const SECTIONS = [
  ["metric", "Numbers"],
  ["relation", "Relations"],
  ["event", "Events"],
  ["opinion", "Opinions"],
];
const AT_ONCE = 120;

const order = (a, b) => a.says.localeCompare(b.says) || b.day.localeCompare(a.day) || a.index - b.index;

function section(title, list, seenFrom) {
  const lines = element(
    "ul",
    { class: "plain" },
    ...list.slice(0, AT_ONCE).map((claim) => claimLine(claim, seenFrom)),
  );
  const made = element(
    "section",
    {},
    element("h3", {}, element("span", {}, title), element("span", {}, list.length.toLocaleString("en"))),
    lines,
  );
  if (list.length > AT_ONCE) {
    const more = element("button", { type: "button" }, `Show ${(list.length - AT_ONCE).toLocaleString("en")} more`);
    more.addEventListener("click", () => {
      lines.append(...list.slice(AT_ONCE).map((claim) => claimLine(claim, seenFrom)));
      more.remove();
    });
    made.append(more);
  }
  return made;
}

function entityHead(entity) {
  const kind = kinds[entity.kind],
    name = nameOf(entity);
  const others = [...new Set([...entity.names, ...entity.aliases])].filter((other) => other && other !== name);
  const hidden = hiddenNeighbours(entity).length,
    open = openClaims(entity.claims);
  const from = new Set(open.map((claim) => claim.source)).size;
  return [
    element("div", { class: "kind" }, swatch(kind), kind.name),
    words("h2", name),
    others.length ? words("p", others.join(" · "), { class: "lead" }) : null,
    element("p", { class: "lead" }, `${many(open.length, "claim")} from ${many(from, "source")}`),
    element(
      "div",
      { class: "actions" },
      element(
        "button",
        { type: "button", id: "expand", disabled: !hidden, onclick: () => expandHere(entity) },
        hidden ? `Expand: ${many(hidden, "more neighbour")}` : "All neighbours drawn",
      ),
      element("button", { type: "button", onclick: () => lookAt(entity) }, "Centre"),
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            state.shown.delete(entity);
            select(null);
            redraw();
            renderFilters();
          },
        },
        "Hide",
      ),
    ),
  ].filter(Boolean);
}
function expandHere(entity) {
  expand(entity);
  renderPanel();
}

function entityPanel(entity) {
  const open = openClaims(entity.claims);
  const own = SECTIONS.map(([kind, title]) => [title, open.filter((claim) => claim.kind === kind).sort(order)]);
  return [
    ...entityHead(entity),
    ...own.filter(([, list]) => list.length).map(([title, list]) => section(title, list, entity)),
  ];
}

function edgePanel(edge) {
  const how = standing(edge);
  return [
    element("div", { class: "kind" }, lineSwatch(how), how === "stated" ? "Relation" : `Relation, ${how}`),
    element(
      "h2",
      {},
      words("span", nameOf(edge.from)),
      " – ",
      words("span", edge.says),
      " – ",
      words("span", nameOf(edge.to)),
    ),
    element("div", { class: "actions" }, jump(edge.from), " ", jump(edge.to)),
    section("Claims", openClaims(edge.claims), null),
  ];
}

function startPanel() {
  const most = [...entities].sort((a, b) => b.claims.length - a.claims.length || a.index - b.index).slice(0, 14);
  return [
    element("h2", {}, "Most spoken of"),
    element(
      "p",
      { class: "lead" },
      "Select an entity or a relation to read its claims, each with who said it and where.",
    ),
    element(
      "section",
      {},
      element(
        "ul",
        { class: "plain most" },
        ...most
          .filter((entity) => entity.claims.length)
          .map((entity) =>
            element(
              "li",
              {},
              element(
                "button",
                { type: "button", onclick: () => reveal(entity) },
                swatch(kinds[entity.kind]),
                words("span", nameOf(entity), { class: "name" }),
                element("span", { class: "many" }, many(entity.claims.length, "claim")),
              ),
            ),
          ),
      ),
    ),
  ];
}

function renderPanel() {
  const content = state.selected
    ? entityPanel(state.selected)
    : state.selectedEdge
      ? edgePanel(state.selectedEdge)
      : startPanel();
  byId("panel").replaceChildren(...content);
  byId("panel").scrollTop = 0;
  oneStop(byId("panel"), ".claim", 0);
}

function select(entity) {
  if (entity === null && !state.selected && !state.selectedEdge) return;
  state.selected = entity;
  state.selectedEdge = null;
  network.unselectAll();
  hideCard();
  redraw(false);
  renderPanel();
  tell(entity ? `${nameOf(entity)}, ${many(openClaims(entity.claims).length, "claim")}` : "Nothing selected");
}

function selectEdge(edge) {
  state.selected = null;
  state.selectedEdge = edge;
  hideCard();
  redraw(false);
  renderPanel();
  tell(`${nameOf(edge.from)} ${edge.says} ${nameOf(edge.to)}, ${many(edge.claims.length, "claim")}`);
}

// Select an entity, drawing it first where it is not drawn yet.
function reveal(entity) {
  if (state.view === "table") show("graph");
  state.closedKinds.delete(entity.kind);
  const added = !state.shown.has(entity);
  if (added || !current.inside.has(entity)) {
    state.shown.add(entity);
    redraw();
    renderFilters();
  }
  select(entity);
  lookAt(entity);
  if (added) tell(`${nameOf(entity)} was not drawn yet and has been added.`);
}
