// Numbers, one heading per metric: under it each place and time with its support told once, newest first.
const newest = (list) => list.reduce((last, { day }) => (day > last ? day : last), "");

function gathered(list, key) {
  const groups = new Map();
  for (const claim of list) {
    if (!groups.has(key(claim))) groups.set(key(claim), []);
    groups.get(key(claim)).push(claim);
  }
  return [...groups.values()];
}

const placeKey = (claim) => (claim.slot === null ? `${claim.about.index} ${claim.when}` : claim.slot);
const byDay = (a, b) => newest(b).localeCompare(newest(a)) || a[0].index - b[0].index;

// Counts of a whole slot, also where the filters hide a part of it.
function supportLine(list) {
  const { slot, when } = list[0],
    support = slot === null ? "" : text(data.slots[slot]);
  if (!when && !support) return null;
  return element(
    "p",
    { class: "slot" },
    words("span", when || "at no stated time", { class: "at" }),
    support ? element("span", { class: "support" }, support) : null,
  );
}

function metricGroup(list, seenFrom) {
  const slots = gathered(list, placeKey).sort(byDay);
  return element(
    "div",
    { class: "metric" },
    element("h4", {}, words("span", list[0].says), element("span", {}, list.length.toLocaleString("en"))),
    ...slots.flatMap((slot) => [
      supportLine(slot),
      element(
        "ul",
        { class: "plain" },
        ...slot
          .sort((a, b) => b.source.day.localeCompare(a.source.day) || a.index - b.index)
          .map((claim) => claimLine(claim, seenFrom, { says: claim.says, when: slot[0].when })),
      ),
    ]).filter(Boolean),
  );
}

// Metrics with most claims first.
function numberSection(title, list, seenFrom) {
  const metrics = gathered(list, (claim) => claim.says).sort(
    (a, b) => b.length - a.length || a[0].says.localeCompare(b[0].says),
  );
  return section(
    title,
    list.length,
    metrics.map((claims) => ({ size: claims.length, draw: () => metricGroup(claims, seenFrom) })),
  );
}

// A value that no source states, with the formula and the claims it is computed from.
function computedLine(value) {
  return element(
    "li",
    { class: "claim computed", tabindex: "-1", "data-implied": value.index },
    element(
      "div",
      { class: "what" },
      words("span", value.says, { class: "says" }),
      words("span", value.value, { class: "value" }),
      value.when ? words("span", ` ${value.when}`, { class: "when" }) : null,
      element("span", { class: "chip" }, "computed"),
      value.modality ? element("span", { class: "chip" }, value.modality) : null,
    ),
    words("div", value.formula, { class: "formula" }),
    element("div", { class: "who" }, "from ", ...separated(value.premises.map(claimLink))),
    ...disputesOf(value).map((dispute) => disputeNote(dispute, value)),
  );
}

function computedSection(list) {
  return section("Computed, not stated", list.length, [
    { size: list.length, draw: () => element("ul", { class: "plain" }, ...list.map(computedLine)) },
  ]);
}
