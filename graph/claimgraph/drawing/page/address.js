// The page's state as its address: what is selected, the language, the view and the filters. Only known names are read back.
const WAIT = 120;
const known = (list, key = "id") => new Map(list.map((item) => [item[key], item]));
const entityById = known(entities),
  kindById = known(kinds),
  sourceById = known(sources),
  disputeKinds = new Set(disagreements.map((dispute) => dispute.kind));
const edgeName = (edge) => [edge.from.id, edge.relation, edge.to.id].map(encodeURIComponent).join("~");
const edgeByName = new Map(edges.map((edge) => [edgeName(edge), edge]));

// Of a set of closed members: the closed ones, or the open ones where these are fewer.
function fewer(parts, closed, all, without, only) {
  const open = all.filter((item) => !closed.has(item.index));
  if (open.length && open.length < closed.size) open.forEach((item) => parts.append(only, item.id));
  else if (!open.length) parts.append(only, "");
  else all.filter((item) => closed.has(item.index)).forEach((item) => parts.append(without, item.id));
}

function address() {
  const parts = new URLSearchParams();
  if (state.selected) parts.append("entity", state.selected.id);
  if (state.selectedEdge) parts.append("relation", edgeName(state.selectedEdge));
  if (state.view !== "graph") parts.append("view", state.view);
  if (state.language) parts.append("language", data.languages[state.language]);
  if (state.closedKinds.size) fewer(parts, state.closedKinds, kinds, "without-kind", "only-kind");
  if (state.closedSources.size) fewer(parts, state.closedSources, sources, "without-source", "only-source");
  for (const kind of [...state.closedDisputes].sort()) parts.append("without-disagreement", kind);
  return parts.toString();
}

function closedBy(parts, byName, all, without, only) {
  const open = parts.getAll(only).filter((id) => id === "" || byName.has(id));
  if (open.length) return new Set(all.filter((item) => !open.includes(item.id)).map((item) => item.index));
  return new Set(
    parts
      .getAll(without)
      .filter((id) => byName.has(id))
      .map((id) => byName.get(id).index),
  );
}

// Every name is looked up among those the page knows; what is not among them is as if it were not there.
function restore() {
  const parts = new URLSearchParams(location.hash.slice(1));
  state.closedKinds = closedBy(parts, kindById, kinds, "without-kind", "only-kind");
  state.closedSources = closedBy(parts, sourceById, sources, "without-source", "only-source");
  state.closedDisputes = new Set(parts.getAll("without-disagreement").filter((kind) => disputeKinds.has(kind)));
  state.language = Math.max(0, data.languages.indexOf(parts.get("language")));
  byId("language").value = String(state.language);
  state.selected = entityById.get(parts.get("entity")) || null;
  state.selectedEdge = state.selected ? null : edgeByName.get(parts.get("relation")) || null;
  const chosen = state.selectedEdge ? [state.selectedEdge.from, state.selectedEdge.to] : [state.selected];
  chosen.filter(Boolean).forEach((entity) => state.shown.add(entity));
  refilter();
  show(parts.get("view") === "table" ? "table" : "graph");
  if (state.selected && current.inside.has(state.selected)) lookAt(state.selected);
  else if (!state.selectedEdge) fit();
}

let waiting = null;
const here = () => new URLSearchParams(location.hash.slice(1)).toString();

// Write the state into the address, as one step of the history; quick steps after each other become one.
function remember() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const now = address();
    if (now === here()) return;
    const place = new URL(location.href);
    place.hash = now;
    history.pushState(null, "", place);
  }, WAIT);
}

function prepareAddress() {
  const arrived = () => {
    clearTimeout(waiting);
    if (here() !== address()) restore();
  };
  window.addEventListener("popstate", arrived);
  window.addEventListener("hashchange", arrived);
  if (here()) restore();
}
