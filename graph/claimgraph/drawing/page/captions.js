// What relations say, written along them where it covers nothing: the page chooses the place, so that no words collide.
const MOST_CAPTIONS = 400, CAPTION = 12.5, LETTER = 6.2, HALF_LINE = 7, LEGIBLE = 7.4;
const PLACES = [0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74];
let captions = [];

// Points along the words, if they stood at this part of the relation's line.
function captionAt(edge, part) {
  const drawn = network.body.edges[edge.id], via = drawn.edgeType.getViaNode ? drawn.edgeType.getViaNode() : undefined;
  const middle = drawn.edgeType.getPoint(part, via);
  const before = drawn.edgeType.getPoint(part - 0.05, via), after = drawn.edgeType.getPoint(part + 0.05, via);
  const angle = Math.atan2(after.y - before.y, after.x - before.x), half = (edge.says.length * LETTER) / 2;
  const steps = Math.max(2, Math.ceil(half / HALF_LINE)), points = [];
  for (let step = -steps; step <= steps; step += 1) {
    const along = half * (step / steps);
    points.push({ x: middle.x + Math.cos(angle) * along, y: middle.y + Math.sin(angle) * along });
  }
  return { edge, x: middle.x, y: middle.y, angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle, points };
}

const covers = (entity, point) => {
  const place = placeOf(entity), below = place.y + entity.height - entity.radius - 12 + HALF_LINE;
  const aside = Math.abs(point.x - place.x), reach = entity.radius + HALF_LINE - 1;
  if (aside < reach && Math.abs(point.y - place.y) < reach) return true;
  return aside < entity.width / 2 - 4 && point.y > place.y + entity.radius - HALF_LINE && point.y < below;
};
const near = (one, other) => Math.abs(one.x - other.x) < 2 * HALF_LINE && Math.abs(one.y - other.y) < 2 * HALF_LINE;

// Places for the words of as many relations as there is room for, the best attested first.
function placeCaptions(lines) {
  const taken = [];
  captions = [];
  if (lines.length > MOST_CAPTIONS) return;
  const ranked = [...lines].sort((a, b) => b.claims.length - a.claims.length || a.index - b.index);
  for (const edge of ranked) {
    if (edge.from === edge.to) continue;
    const free = PLACES.map((part) => captionAt(edge, part)).find(({ points }) => points.every((point) => (
      !current.drawn.some((entity) => covers(entity, point)) && !taken.some((other) => near(other, point)))));
    if (!free) continue;
    taken.push(...free.points);
    captions.push(free);
  }
}

function drawCaptions(context, family) {
  if (!state.words || CAPTION * network.getScale() < LEGIBLE || focusSet()) return;
  const tones = tone();
  context.font = `${CAPTION}px ${family}`;
  context.lineWidth = 3.5;
  context.lineJoin = "round";
  context.strokeStyle = tones.paper;
  for (const { edge, x, y, angle } of captions) {
    context.fillStyle = standing(edge) === "disputed" ? tones.bad : tones.soft;
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.strokeText(edge.says, 0, 0);
    context.fillText(edge.says, 0, 0);
    context.restore();
  }
}
