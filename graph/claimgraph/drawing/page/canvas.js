// The drawing itself: what vis-network holds, where it stands, and what the hand and the keys do to it.
const DIMMED = 0.18,
  CROWD = 700,
  READABLE = 0.58,
  TOOLS = 56;
const FULLNESS = { square: 0.86, star: 1.12, triangle: 1.05, triangleDown: 1.05, diamond: 1.1 };
const visNodes = window.nodes,
  visEdges = window.edges;
let spread = 1,
  magnified = 1;

// The smallest stretch of the fixed arrangement at which no two boxes overlap; never more than the full one.
function stretchFor(drawn) {
  if (drawn.length > CROWD || drawn.length < 2) return 1;
  let least = 0.05;
  for (let i = 0; i < drawn.length; i += 1) {
    const a = drawn[i];
    for (let j = 0; j < i; j += 1) {
      const b = drawn[j];
      const across = (a.width + b.width) / 2 / Math.abs(a.x - b.x),
        down = (a.height + b.height) / 2 / Math.abs(a.y - b.y);
      const needed = Math.min(across, down);
      if (needed > least) least = needed;
    }
  }
  return Math.min(1, least);
}

// A box holds the mark and its label below; the mark stands in the upper part of it.
const placeOf = (entity) => ({
  x: entity.x * spread,
  y: entity.y * spread - (entity.height - 12 - 2 * entity.radius) / 2,
});

// Seen from far away marks grow, so that an overview shows more than dust; labels are not drawn there.
const sizeOf = (entity) => entity.radius * (FULLNESS[kinds[entity.kind].shape] || 1) * magnified;
const rimOf = (entity) => (state.selected === entity ? 4 : magnified > 1 ? 0 : 1.5);
function magnify(scale = network.getScale()) {
  const wanted = scale < 0.07 ? 4.5 : scale < 0.2 ? 2.4 : scale < 0.33 ? 1.7 : 1;
  if (wanted === magnified) return;
  magnified = wanted;
  visNodes.update(
    current.drawn.map((entity) => ({ id: entity.index, size: sizeOf(entity), borderWidth: rimOf(entity) })),
  );
}

function visNode(entity, dimmed) {
  const colour = colourOf(kinds[entity.kind]),
    tones = tone(),
    chosen = state.selected === entity;
  return {
    id: entity.index,
    label: entity.labels[state.language],
    shape: kinds[entity.kind].shape,
    size: sizeOf(entity),
    ...placeOf(entity),
    opacity: dimmed ? DIMMED : 1,
    borderWidth: rimOf(entity),
    borderWidthSelected: 4,
    color: {
      background: colour,
      border: chosen ? tones.ink : tones.paper,
      highlight: { background: colour, border: tones.ink },
      hover: { background: colour, border: tones.ink },
    },
    font: { size: entity.letters, color: dimmed ? tones.faint : tones.ink },
  };
}

function visEdge(edge, bend, dimmed, lit) {
  const how = standing(edge),
    tones = tone();
  const colour = how === "stated" && lit ? tones.accent : lineColour(how);
  return {
    id: edge.id,
    from: edge.from.index,
    to: edge.to.index,
    label: " ",
    dashes: DASHES[how],
    width: Math.min(5, (how === "stated" ? 1 : 1.4) + Math.log2(edge.claims.length) * 0.7) + (lit ? 0.8 : 0),
    color: {
      color: colour,
      highlight: how === "stated" ? tones.accent : colour,
      hover: colour,
      opacity: dimmed ? 0.15 : 1,
    },
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
  };
}

// Parallel relations of one pair fan out; a single one is straight.
function bends(lines) {
  const pairs = new Map(),
    result = new Map();
  for (const edge of lines) {
    const key =
      edge.from.index < edge.to.index ? `${edge.from.index} ${edge.to.index}` : `${edge.to.index} ${edge.from.index}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  for (const group of pairs.values()) {
    group.forEach((edge, place) => {
      const side = (place - (group.length - 1) / 2) * 0.28;
      result.set(edge, edge.from.index < edge.to.index ? side : -side);
    });
  }
  return result;
}

let current = picture();

function focusSet() {
  if (state.selected)
    return new Set([
      state.selected,
      ...state.selected.edges.filter(isStated).map((e) => otherEnd(e, state.selected)),
    ]);
  return state.selectedEdge ? new Set([state.selectedEdge.from, state.selectedEdge.to]) : null;
}
const isLit = (edge) =>
  edge === state.selectedEdge || (state.selected && (edge.from === state.selected || edge.to === state.selected));

const isCrowd = () => current.drawn.length > CROWD;
let marked = { entities: [], lines: [] };

// Bring the drawing in line with the state; with `reshaped`, also what is drawn and how far apart. In a crowd nothing is
// dimmed, and a selection touches only what it marks and what was marked before.
function redraw(reshaped = true) {
  if (reshaped) reshape();
  const focus = isCrowd() ? null : focusSet(),
    curve = bends(current.lines);
  const now = {
    entities: [state.selected].filter((entity) => current.inside.has(entity)),
    lines: current.lines.filter(isLit),
  };
  const few = isCrowd() && !reshaped;
  const chosen = few ? [...new Set([...marked.entities, ...now.entities])] : current.drawn;
  const lines = few ? [...new Set([...marked.lines, ...now.lines])] : current.lines;
  visNodes.update(chosen.map((entity) => visNode(entity, focus && !focus.has(entity))));
  visEdges.update(lines.map((edge) => visEdge(edge, curve.get(edge), focus && !isLit(edge), isLit(edge))));
  marked = now;
  placeCaptions();
  const covered = focus ? coveredLabels(focus) : [];
  visNodes.update(covered.map((entity) => ({ id: entity.index, label: " " })));
  if (reshaped) count();
}

function reshape() {
  const before = isCrowd();
  current = picture();
  spread = stretchFor(current.drawn);
  marked = { entities: [], lines: [] };
  const wanted = new Set(current.lines.map((edge) => edge.id));
  visEdges.remove(visEdges.getIds().filter((id) => !wanted.has(id)));
  visNodes.remove(visNodes.getIds().filter((id) => !current.inside.has(entities[id])));
  byId("nothing").hidden = current.drawn.length > 0;
  if (before === isCrowd()) return;
  network.setOptions({
    edges: { arrows: { to: { enabled: !isCrowd() } } },
    interaction: { hideEdgesOnDrag: isCrowd(), hideEdgesOnZoom: isCrowd() },
  });
}

function count() {
  const parts = [
    [current.drawn.length, entities.length, "entities"],
    [current.lines.length, edges.length, "relations"],
    [current.told, claims.length, "claims"],
  ];
  const line = byId("counts");
  line.replaceChildren("Showing ");
  parts.forEach(([shown, all, what], place) => {
    line.append(
      place ? ", " : "",
      element("b", {}, shown.toLocaleString("en")),
      ` of ${all.toLocaleString("en")} ${what}`,
    );
  });
  byId("mynetwork").setAttribute("aria-label", `Network of ${many(current.drawn.length, "entity", "entities")}`);
  byId("all-view").disabled = state.shown.size === entities.length;
}

// Everything in view; on a small screen only as much as can be read, around the most spoken of.
function fit() {
  if (!current.drawn.length) return;
  network.fit({ animation: false, maxZoomLevel: 1.4 });
  if (window.innerWidth <= SMALL_SCREEN) fitSmall();
  magnify();
}
function fitSmall() {
  const high = byId("graph-view").clientHeight,
    scale = network.getScale() * (1 - TOOLS / high),
    position = network.getViewPosition();
  if (scale < READABLE) network.moveTo({ position: placeOf(mostSpokenOf(current.drawn)), scale: READABLE, animation: false });
  else network.moveTo({ position, scale, offset: { x: 0, y: -TOOLS / 2 }, animation: false });
}
const mostSpokenOf = (list) =>
  list.reduce((best, entity) => (entity.claims.length > best.claims.length ? entity : best));
function zoomBy(factor) {
  network.moveTo({ scale: Math.max(0.03, Math.min(4, network.getScale() * factor)), animation: false });
  magnify();
}
function lookAt(entity) {
  const animation = stillness.matches || isCrowd() ? false : { duration: 260, easingFunction: "easeOutQuad" };
  const scale = Math.max(network.getScale(), 0.8);
  network.moveTo({ position: placeOf(entity), scale, animation });
  magnify(scale);
}
// The entity with all its neighbours, as large as fits.
function lookAround(entity) {
  const group = [entity, ...entity.edges.map((edge) => otherEnd(edge, entity))].filter((other) =>
    current.inside.has(other),
  );
  network.fit({ nodes: group.map((other) => other.index), animation: false, maxZoomLevel: 1.1 });
  magnify();
}

function expand(entity) {
  const added = hiddenNeighbours(entity).filter((other) => !state.shown.has(other));
  if (!added.length) {
    tell(`Nothing more is related to ${nameOf(entity)}.`);
    return;
  }
  added.forEach((other) => state.shown.add(other));
  redraw();
  lookAround(entity);
  redraw(false);
  renderFilters();
  tell(`${many(added.length, "entity", "entities")} added around ${nameOf(entity)}.`);
}
function showOnly(list) {
  state.shown = new Set(list);
  redraw();
  renderFilters();
  fit();
}

// The nearest drawn entity in a direction, for the arrow keys.
function neighbourTowards(dx, dy) {
  if (!current.drawn.length) return null;
  const here = state.selected || mostSpokenOf(current.drawn);
  if (!state.selected) return here;
  let best = null,
    least = Infinity;
  for (const entity of current.drawn) {
    const x = entity.x - here.x,
      y = entity.y - here.y,
      along = x * dx + y * dy,
      aside = Math.abs(x * dy - y * dx);
    if (along > 0 && along + 2 * aside < least) {
      best = entity;
      least = along + 2 * aside;
    }
  }
  return best;
}
