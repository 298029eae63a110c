// Search over every name of every entity, drawn or not, and the filters by kind and by source.
const MOST_HITS = 12,
  MOST_SOURCES = 150;
const fold = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
for (const entity of entities)
  entity.findable = [...new Set([...entity.names, ...entity.aliases, ...entity.hidden, entity.id])].map(fold);

// Entities with a name that contains the words; names that begin with them first, then the most spoken of.
function search(typed) {
  const wanted = fold(typed.trim());
  if (!wanted) return [];
  const found = [];
  for (const entity of entities) {
    let best = Infinity;
    for (const name of entity.findable) {
      const place = name.indexOf(wanted);
      if (place >= 0) best = Math.min(best, name === wanted ? 0 : place === 0 ? 1 : 2);
    }
    if (best < Infinity) found.push({ entity, best });
  }
  return found
    .sort(
      (a, b) => a.best - b.best || b.entity.claims.length - a.entity.claims.length || a.entity.index - b.entity.index,
    )
    .map(({ entity }) => entity);
}

let hits = [],
  chosenHit = 0;
function renderHits() {
  const box = byId("hits"),
    input = byId("search"),
    typed = input.value.trim();
  const found = search(typed);
  hits = found.slice(0, MOST_HITS);
  chosenHit = 0;
  const items = hits.map((entity, place) => {
    const drawn = current.inside.has(entity),
      alias = matchedAlias(entity, typed);
    return element(
      "li",
      {
        role: "option",
        id: `hit-${place}`,
        "aria-selected": String(place === 0),
        onmousedown: (event) => {
          event.preventDefault();
          take(place);
        },
      },
      swatch(kinds[entity.kind]),
      element(
        "span",
        { class: "name" },
        words("span", nameOf(entity)),
        alias ? words("span", ` ${alias}`, { class: "soft" }) : null,
      ),
      drawn ? null : element("span", { class: "chip" }, "not drawn yet"),
    );
  });
  if (typed && !items.length)
    items.push(
      element("li", { class: "none", role: "option", "aria-disabled": "true" }, "No entity has such a name"),
    );
  if (found.length > hits.length)
    items.push(
      element(
        "li",
        { class: "none", role: "option", "aria-disabled": "true" },
        `and ${found.length - hits.length} more`,
      ),
    );
  box.replaceChildren(...items);
  box.hidden = !items.length;
  input.setAttribute("aria-expanded", String(Boolean(items.length)));
  pointAt(0);
  if (typed)
    tell(
      `${many(found.length, "entity", "entities")} found, ${found.filter((entity) => !current.inside.has(entity)).length} not drawn yet`,
    );
}
function matchedAlias(entity, typed) {
  const wanted = fold(typed);
  if (fold(nameOf(entity)).includes(wanted)) return "";
  return [...entity.names, ...entity.aliases, ...entity.hidden].find((name) => fold(name).includes(wanted)) || "";
}
function pointAt(place) {
  if (!hits.length) {
    byId("search").removeAttribute("aria-activedescendant");
    return;
  }
  chosenHit = (place + hits.length) % hits.length;
  hits.forEach((_, index) => byId(`hit-${index}`).setAttribute("aria-selected", String(index === chosenHit)));
  byId("search").setAttribute("aria-activedescendant", `hit-${chosenHit}`);
  byId(`hit-${chosenHit}`).scrollIntoView({ block: "nearest" });
}
function closeHits() {
  byId("hits").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
}
function take(place) {
  const entity = hits[place];
  if (!entity) return;
  closeHits();
  byId("search").value = "";
  reveal(entity);
  byId("panel").focus();
}

function prepareSearch() {
  const input = byId("search");
  input.addEventListener("input", renderHits);
  input.addEventListener("blur", closeHits);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") pointAt(chosenHit + 1);
    else if (event.key === "ArrowUp") pointAt(chosenHit - 1);
    else if (event.key === "Enter") take(chosenHit);
    else if (event.key === "Escape") {
      input.value = "";
      closeHits();
      byId("mynetwork").focus();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

function pick(checked, change, ...content) {
  const box = element("input", { type: "checkbox" });
  box.checked = checked;
  box.addEventListener("change", () => change(box.checked));
  return element("li", {}, element("label", { class: "pick" }, box, ...content));
}
function toggle(set, member, open) {
  if (open) set.delete(member);
  else set.add(member);
  refilter();
}
function refilter() {
  redraw();
  renderPanel();
  renderFilters();
  if (state.view === "table") renderTable();
  remember();
}

function renderFilters() {
  const all = new Map(),
    drawn = new Map();
  for (const entity of entities) all.set(entity.kind, (all.get(entity.kind) || 0) + 1);
  for (const entity of current.drawn) drawn.set(entity.kind, (drawn.get(entity.kind) || 0) + 1);
  const held = document.activeElement && document.activeElement.closest("#kinds li, #disputes li, #sources li");
  const place = held ? [held.parentElement.id, [...held.parentElement.children].indexOf(held)] : null;
  byId("kinds").replaceChildren(
    ...kinds.map((kind) =>
      pick(
        !state.closedKinds.has(kind.index),
        (open) => toggle(state.closedKinds, kind.index, open),
        swatch(kind),
        element("span", {}, kind.name),
        element(
          "span",
          { class: "many", title: "drawn of all" },
          `${drawn.get(kind.index) || 0}/${all.get(kind.index)}`,
        ),
      ),
    ),
  );
  byId("marks").replaceChildren(
    ...["stated", "disputed", "denied"].map((how) => element("li", {}, lineSwatch(how), how)),
    element("li", { class: "soft" }, "Thicker: more claims. In the bubble: other claims."),
  );
  renderDisputes();
  renderSources();
  oneStop(byId("kinds"), "input", 0);
  if (!place) return;
  oneStop(byId(place[0]), "input", place[1]);
  byId(place[0]).children[place[1]]?.querySelector("input")?.focus();
}

function renderSources() {
  const wanted = fold(byId("source-search").value.trim());
  const found = sources
    .filter((source) => !wanted || fold(`${source.title} ${source.publisher}`).includes(wanted))
    .sort((a, b) => b.claims - a.claims || a.index - b.index);
  byId("sources").replaceChildren(
    ...found.slice(0, MOST_SOURCES).map((source) =>
      pick(
        !state.closedSources.has(source.index),
        (open) => toggle(state.closedSources, source.index, open),
        words("span", source.publisher ? `${source.publisher}: ${source.title}` : source.title, {
          title: source.title,
        }),
        element("span", { class: "many" }, String(source.claims)),
      ),
    ),
  );
  const open = sources.length - state.closedSources.size;
  byId("sources-count").textContent = `${open}/${sources.length} on`;
  oneStop(byId("sources"), "input", 0);
  if (found.length > MOST_SOURCES)
    byId("sources").append(
      element("li", { class: "soft" }, `and ${found.length - MOST_SOURCES} more: type to find them`),
    );
}
