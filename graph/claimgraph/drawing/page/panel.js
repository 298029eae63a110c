// The panel beside the graph: the claims of what is selected, or where to begin.
const SECTIONS = [
  ["metric", "Numbers"],
  ["relation", "Relations"],
  ["event", "Events"],
  ["opinion", "Opinions"],
];
const AT_ONCE = 120,
  MOST_SPOKEN = 10;

const order = (a, b) => a.says.localeCompare(b.says) || b.day.localeCompare(a.day) || a.index - b.index;

function headed(title, count, ...content) {
  const head = element("h3", {}, element("span", {}, title), element("span", {}, count.toLocaleString("en")));
  return element("section", {}, head, ...content);
}

// Lists that hold a few claims each, as many as are read at once; the rest at the press of a button.
function section(title, count, groups) {
  const made = headed(title, count),
    waiting = [...groups];
  const unfold = (most) => {
    for (let shown = 0; waiting.length && shown < most; ) {
      const { size, draw } = waiting.shift();
      made.append(draw());
      shown += size;
    }
  };
  unfold(AT_ONCE);
  if (!waiting.length) return made;
  const left = waiting.reduce((sum, { size }) => sum + size, 0);
  const more = element("button", { type: "button", class: "more" }, `Show ${left.toLocaleString("en")} more`);
  more.addEventListener("click", () => {
    more.remove();
    unfold(Infinity);
  });
  made.append(more);
  return made;
}

// A plain list of claims, cut where a reader should be asked.
function plainSection(title, list, seenFrom) {
  const groups = [];
  for (let start = 0; start < list.length; start += AT_ONCE) {
    const part = list.slice(start, start + AT_ONCE);
    groups.push({
      size: part.length,
      draw: () => element("ul", { class: "plain" }, ...part.map((claim) => claimLine(claim, seenFrom))),
    });
  }
  return section(title, list.length, groups);
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
        hidden ? `Expand: ${hidden} more` : "All neighbours drawn",
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
  const open = openClaims(entity.claims),
    computed = entity.implied.filter(isOpen).sort(order);
  const own = SECTIONS.map(([kind, title]) => [kind, title, open.filter((claim) => claim.kind === kind).sort(order)]);
  const made = entityHead(entity);
  for (const [kind, title, list] of own) {
    if (list.length)
      made.push(kind === "metric" ? numberSection(title, list, entity) : plainSection(title, list, entity));
    if (kind === "metric" && computed.length) made.push(computedSection(computed));
  }
  return made;
}

function edgePanel(edge) {
  const how = standing(edge),
    against = contradiction(edge);
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
    against
      ? element("p", { class: "lead" }, `${many(against.stated, "claim states it", "claims state it")}, ${many(against.denied, "denies it", "deny it")}.`)
      : null,
    plainSection("Claims", openClaims(edge.claims), null),
  ].filter(Boolean);
}

const startRow = (mark, name, note, act) =>
  element("li", {}, element("button", { type: "button", onclick: act }, mark, name, note));

function startPanel() {
  const most = [...entities]
    .filter((entity) => entity.claims.length)
    .sort((a, b) => b.claims.length - a.claims.length || a.index - b.index);
  const rows = most
    .slice(0, MOST_SPOKEN)
    .map((entity) =>
      startRow(
        swatch(kinds[entity.kind]),
        words("span", nameOf(entity), { class: "name" }),
        element("span", { class: "many" }, many(entity.claims.length, "claim")),
        () => reveal(entity),
      ),
    );
  return [
    element("h2", {}, "Most spoken of"),
    element(
      "p",
      { class: "lead" },
      "Select an entity or a relation to read its claims, each with who said it and where.",
    ),
    element("section", {}, element("ul", { class: "plain most" }, ...rows)),
    gravestSection(),
  ].filter(Boolean);
}

function renderPanel() {
  explained.clear();
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
  remember();
  tell(entity ? `${nameOf(entity)}, ${many(openClaims(entity.claims).length, "claim")}` : "Nothing selected");
}

function selectEdge(edge) {
  state.selected = null;
  state.selectedEdge = edge;
  hideCard();
  redraw(false);
  renderPanel();
  remember();
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
