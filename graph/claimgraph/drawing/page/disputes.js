// Why claims are disputed: the kind of each disagreement, its reason in one sentence, and the claims on the other side.
const MOST_GRAVE = 6;
const explained = new Set(); // disagreements whose reason stands open in the panel; where they come again they are folded

// What a claim says: of the same thing and time, the same is said twice.
const sideOf = (claim) =>
  [claim.says, claim.slot ?? claim.when, claim.object ? claim.object.index : claim.value, claim.modality, claim.denied]
    .map(String)
    .join("\n");

// Numbers in one unit that can be one and the same; a bound that is open is null.
function overlap([low, high, unit], [otherLow, otherHigh, otherUnit]) {
  return unit === otherUnit && (low ?? -Infinity) <= (otherHigh ?? Infinity) && (otherLow ?? -Infinity) <= (high ?? Infinity);
}

// Whether two members of a disagreement are on one side.
function together(dispute, one, other) {
  if (sideOf(one) === sideOf(other)) return true;
  const [a, b] = [one, other].map((member) => dispute.spans[dispute.members.indexOf(member)]);
  const alike = ["says", "slot", "modality", "denied"].every((part) => one[part] === other[part]);
  return Boolean(a && b) && alike && one.slot !== null && overlap(a, b);
}

// The open claims a claim stands against, gathered by what they say; where all say the same, all others.
function against(dispute, claim) {
  const others = dispute.members.filter((other) => other !== claim && isOpen(other)),
    opposed = others.filter((other) => !together(dispute, claim, other)),
    sides = new Map();
  for (const other of opposed.length ? opposed : others) {
    if (!sides.has(sideOf(other))) sides.set(sideOf(other), []);
    sides.get(sideOf(other)).push(other);
  }
  return [...sides.values()];
}

const sideWords = (member, claim) =>
  [
    member.about === claim.about ? "" : nameOf(member.about),
    member.says === claim.says ? "" : member.says,
    member.denied ? "not" : "",
    member.object ? nameOf(member.object) : member.value,
    member.when === claim.when ? "" : member.when,
    member.modality ? `(${member.modality})` : "",
  ]
    .filter(Boolean)
    .join(" ");

const routeOf = ({ chain, source }) =>
  [chain.length > 1 ? `${chain[0]} → ${chain.at(-1)}` : chain[0], source.day].filter(Boolean).join(", ");

// A claim as a link to its place in the panel.
const claimLink = (member) =>
  words("button", member.premises ? "computed" : routeOf(member) || member.source.title, {
    class: "link",
    type: "button",
    onclick: () => goTo(member),
  });
const separated = (links) => links.flatMap((link, place) => (place ? [" · ", link] : [link]));

function disputeNote(dispute, claim) {
  const sides = against(dispute, claim),
    open = !explained.has(dispute);
  explained.add(dispute);
  return element(
    "details",
    { class: "dispute", open },
    element("summary", {}, element("span", {}, "disputed: "), words("b", dispute.name)),
    dispute.why ? words("p", dispute.why) : null,
    sides.length
      ? element(
          "ul",
          { class: "plain", "aria-label": "It stands against" },
          ...sides.map((side) =>
            element(
              "li",
              {},
              "against ",
              words("b", sideWords(side[0], claim)),
              ": ",
              ...separated(side.map(claimLink)),
            ),
          ),
        )
      : null,
  );
}

// The place of a claim or a computed value in the panel, if it is told there.
const placeIn = (member) =>
  byId("panel").querySelector(`[data-${member.premises ? "implied" : "claim"}="${member.index}"]`);

// Show a claim in the panel, with the entity it is about where it is not told already, and hold it.
function goTo(member) {
  if (!placeIn(member)) unfoldAll();
  if (!placeIn(member)) {
    reveal(member.about);
    unfoldAll();
  }
  const line = placeIn(member);
  if (!line) return;
  oneStop(byId("panel"), ".claim", [...byId("panel").querySelectorAll(".claim")].indexOf(line));
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "center" });
}
const unfoldAll = () => byId("panel").querySelectorAll(".more").forEach((button) => button.click());

const openDisputes = () => disagreements.filter((dispute) => dispute.claims.some(isOpen));

// Where to begin: the gravest disagreements, those with most claims first.
function gravestSection() {
  const open = openDisputes().filter((dispute) => !state.closedDisputes.has(dispute.kind));
  const first = [...open].sort((a, b) => b.grave - a.grave || b.claims.length - a.claims.length || a.index - b.index);
  if (!first.length) return null;
  const rows = first
    .slice(0, MOST_GRAVE)
    .map((dispute) => [dispute, dispute.claims.find(isOpen)])
    .map(([dispute, claim]) =>
      startRow(
        swatch(kinds[claim.about.kind]),
        element(
          "span",
          { class: "name", title: dispute.why },
          words("span", `${nameOf(claim.about)}, ${claim.says}`),
          words("span", dispute.name, { class: "bad" }),
        ),
        null,
        () => {
          reveal(claim.about);
          goTo(claim);
        },
      ),
    );
  return headed("Disagreements", open.length, element("ul", { class: "plain most disputed" }, ...rows));
}

// The kinds of disagreement with their numbers; a kind that is closed marks nothing.
function renderDisputes() {
  const counts = new Map(),
    open = openDisputes();
  for (const dispute of disagreements) counts.set(dispute.kind, { name: dispute.name, count: 0 });
  for (const dispute of open) counts.get(dispute.kind).count += 1;
  byId("disputes-section").hidden = !disagreements.length;
  byId("disputes-count").textContent = open.length.toLocaleString("en");
  byId("disputes").replaceChildren(
    ...[...counts]
      .sort(([a, one], [b, other]) => other.count - one.count || a.localeCompare(b))
      .map(([kind, { name, count }]) =>
        pick(
          !state.closedDisputes.has(kind),
          (marked) => toggle(state.closedDisputes, kind, marked),
          words("span", name),
          element("span", { class: "many" }, count.toLocaleString("en")),
        ),
      ),
  );
  oneStop(byId("disputes"), "input", 0);
}
