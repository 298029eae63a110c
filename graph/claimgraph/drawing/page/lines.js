// One claim as one line: what is said, of when, how firmly, by whom through whom, and where it can be read.
const jump = (entity) =>
  words("button", nameOf(entity), { class: "link", type: "button", onclick: () => reveal(entity) });

function sourceLink(source) {
  const title = source.title || source.publisher || "source";
  if (!/^https?:\/\//i.test(source.url)) return words("span", title);
  return words("a", `${title}\u00a0↗`, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
}

function chips(claim) {
  const made = [];
  if (claim.modality) made.push(element("span", { class: "chip" }, claim.modality));
  if (claim.denied) made.push(element("span", { class: "chip bad" }, "denied"));
  return made;
}

// Who said it first, through whom it came, and the document it was read in.
function whoSaid(claim) {
  const [first, ...relays] = claim.chain;
  const line = element("div", { class: "who" });
  if (first) line.append(words("b", first));
  relays.forEach((relay) => line.append(" → ", words("span", relay)));
  line.append(
    first ? " · " : "",
    sourceLink(claim.source),
    claim.source.day ? element("span", { class: "day" }, `, ${claim.source.day}`) : "",
  );
  return line;
}

// What is said, seen from one entity (or from none: then the subject is named too). `told` is what stands above it already.
function whatSaid(claim, seenFrom, told = {}) {
  const line = element("div", { class: "what" });
  if (claim.about !== seenFrom) line.append(jump(claim.about), " ");
  if (claim.says !== told.says) line.append(words("span", claim.says, { class: "says" }));
  if (claim.object) line.append(claim.object === seenFrom ? words("span", nameOf(claim.object)) : jump(claim.object));
  if (claim.value) line.append(words("span", claim.value, { class: claim.kind === "opinion" ? "opinion" : "value" }));
  if (claim.when && claim.when !== told.when) line.append(words("span", ` ${claim.when}`, { class: "when" }));
  line.append(...chips(claim));
  return line;
}

const claimLine = (claim, seenFrom, told) =>
  element(
    "li",
    { class: "claim", tabindex: "-1", "data-claim": claim.index },
    whatSaid(claim, seenFrom, told),
    whoSaid(claim),
    ...disputesOf(claim).map((dispute) => disputeNote(dispute, claim)),
  );

const plainWords = (claim) =>
  [
    claim.says,
    claim.object ? nameOf(claim.object) : claim.value,
    claim.when,
    claim.modality ? `(${claim.modality})` : "",
    claim.denied ? "(denied)" : "",
    isDisputed(claim) ? "(disputed)" : "",
  ]
    .filter(Boolean)
    .join(" ");
const voiceOf = (claim) => [claim.chain[0], claim.source.day].filter(Boolean).join(", ");

function entityCard(entity) {
  const open = openClaims(entity.claims),
    from = new Set(open.map((claim) => claim.source)).size;
  const latest = open
    .filter((claim) => claim.about === entity && claim.kind === "metric")
    .sort((a, b) => b.day.localeCompare(a.day) || a.index - b.index)
    .slice(0, 3);
  const hidden = hiddenNeighbours(entity).length;
  return [
    words("b", nameOf(entity)),
    element("p", {}, `${kinds[entity.kind].name} · ${many(open.length, "claim")} from ${many(from, "source")}`),
    latest.length
      ? element(
          "ul",
          {},
          ...latest.map((claim) =>
            element(
              "li",
              {},
              words("span", plainWords(claim)),
              words("span", ` ${voiceOf(claim)}`, { class: "soft" }),
            ),
          ),
        )
      : null,
    hidden ? element("p", {}, `${many(hidden, "neighbour")} not drawn yet`) : null,
  ].filter(Boolean);
}

function edgeCard(edge) {
  const open = openClaims(edge.claims),
    how = standing(edge);
  const voices = [...new Set(open.map((claim) => claim.chain[0]).filter(Boolean))];
  return [
    words("b", `${nameOf(edge.from)} – ${edge.says} – ${nameOf(edge.to)}`),
    element("p", {}, `${many(open.length, "claim")}${how === "stated" ? "" : `, ${how}`}`),
    voices.length
      ? words(
          "p",
          `Said by ${voices.slice(0, 4).join(", ")}${voices.length > 4 ? ` and ${voices.length - 4} more` : ""}`,
        )
      : null,
  ].filter(Boolean);
}
