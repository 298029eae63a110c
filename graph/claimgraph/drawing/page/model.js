// What the page knows, read from its tables, and what of it is open under the filters.
const data = JSON.parse(document.getElementById("claimgraph-data").textContent);
const text = (number) => data.texts[number];
const DENIED = 1,
  DISMISSED = 2;

const kinds = data.kinds.map(([id, name, shape, light, dark], index) => ({ index, id, name, shape, light, dark }));
const sources = data.sources.map(([title, url, publisher, day, id], index) => ({
  index,
  id,
  title: text(title),
  url: text(url),
  publisher: text(publisher),
  day: text(day),
  claims: 0,
}));
const entities = data.entities.map((row, index) => ({
  index,
  id: row[0],
  kind: row[1],
  names: row[2].map(text),
  labels: row[3].map(text),
  aliases: row[4].map(text),
  hidden: row[5].map(text),
  x: row[6],
  y: row[7],
  radius: row[8],
  letters: row[9],
  width: row[10],
  height: row[11],
  claims: [],
  edges: [],
  implied: [],
  folded: 0,
}));
const claims = data.claims.map((row, index) => ({
  index,
  kind: data.claimKinds[row[0]],
  about: entities[row[1]],
  source: sources[row[2]],
  says: text(row[3]),
  value: text(row[4]),
  when: text(row[5]),
  modality: text(row[6]),
  denied: Boolean(row[7] & DENIED),
  dismissed: Boolean(row[7] & DISMISSED),
  chain: row[8].map(text),
  object: row[9] < 0 ? null : entities[row[9]],
  others: row[10].map((number) => entities[number]),
  day: text(row[11]),
  number: row[12],
  slot: row[13] < 0 ? null : row[13],
  disputes: [],
}));
const edges = data.edges.map((row, index) => ({
  index,
  id: `e${index}`,
  from: entities[row[0]],
  says: text(row[1]),
  to: entities[row[2]],
  claims: row[3].map((n) => claims[n]),
  relation: row[4],
}));
const implied = data.implied.map((row, index) => ({
  index,
  about: entities[row[0]],
  says: text(row[1]),
  value: text(row[2]),
  when: text(row[3]),
  modality: text(row[4]),
  day: text(row[5]),
  formula: text(row[6]),
  premises: row[7].map((number) => claims[number]),
  disputes: [],
}));
const disagreements = data.disagreements.map((row, index) => ({
  index,
  name: text(row[0]),
  kind: row[1],
  why: text(row[2]),
  grave: Boolean(row[3]),
  claims: row[4].map((number) => claims[number]),
  members: [...row[4].map((number) => claims[number]), ...row[5].map((number) => implied[number])],
  spans: row[6],
}));

for (const claim of claims) {
  claim.source.claims += 1;
  claim.touches = new Set([claim.about, claim.object, ...claim.others].filter(Boolean));
  for (const entity of claim.touches) entity.claims.push(claim);
  if (!(claim.kind === "relation" && claim.object)) claim.about.folded += 1;
}
for (const value of implied) value.about.implied.push(value);
for (const dispute of disagreements) for (const member of dispute.members) member.disputes.push(dispute);
for (const edge of edges) {
  edge.from.edges.push(edge);
  if (edge.to !== edge.from) edge.to.edges.push(edge);
}

// What is drawn at first; on a small screen only the most spoken of.
const SMALL_SCREEN = 700,
  MOST_ON_SMALL = 12;
function firstView() {
  const first = data.first.map((number) => entities[number]);
  if (window.innerWidth > SMALL_SCREEN) return first;
  return first.sort((a, b) => b.claims.length - a.claims.length || a.index - b.index).slice(0, MOST_ON_SMALL);
}

const state = {
  shown: new Set(firstView()),
  closedKinds: new Set(),
  closedSources: new Set(),
  closedDisputes: new Set(),
  language: 0,
  selected: null,
  selectedEdge: null,
  words: true,
  view: "graph",
};

const isOpen = (claim) =>
  claim.premises ? claim.premises.every(isOpen) : !state.closedSources.has(claim.source.index);
const openClaims = (list) => (state.closedSources.size ? list.filter(isOpen) : list);
const isStated = (edge) => edge.claims.some(isOpen);
const nameOf = (entity) => entity.names[state.language];
const isDrawable = (entity) =>
  !state.closedKinds.has(entity.kind) && (!state.closedSources.size || entity.claims.some(isOpen));
const drawnEntities = () => [...state.shown].filter(isDrawable);
const otherEnd = (edge, entity) => (edge.from === entity ? edge.to : edge.from);

// The relations among the entities drawn, and what is said of them.
function picture() {
  const drawn = drawnEntities(),
    inside = new Set(drawn);
  const lines = edges.filter((edge) => inside.has(edge.from) && inside.has(edge.to) && isStated(edge));
  const told = claims.filter((claim) => inside.has(claim.about) && isOpen(claim)).length;
  return { drawn, inside, lines, told };
}

const disputesOf = (claim) => claim.disputes.filter((dispute) => !state.closedDisputes.has(dispute.kind));
const isDisputed = (claim) => disputesOf(claim).length > 0;

// How many claims state a relation and how many deny it, if both do and nobody found that they agree.
function contradiction(edge) {
  const unsettled = openClaims(edge.claims).filter((claim) => !claim.dismissed),
    denied = unsettled.filter((claim) => claim.denied).length;
  return denied && denied < unsettled.length ? { stated: unsettled.length - denied, denied } : null;
}

// Whether the claims of a relation contradict each other or others, or all deny it.
function standing(edge) {
  const open = openClaims(edge.claims);
  if (open.some(isDisputed) || contradiction(edge)) return "disputed";
  return open.length && open.every((claim) => claim.denied) ? "denied" : "stated";
}

const hiddenNeighbours = (entity) =>
  [...new Set(entity.edges.filter(isStated).map((edge) => otherEnd(edge, entity)))].filter(
    (other) => !state.shown.has(other) || !isDrawable(other),
  );
