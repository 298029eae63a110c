// What relations say, written along them where it covers nothing: the page chooses the place, so that no words collide.
const MOST_CAPTIONS = 400,
  CAPTION = 11,
  LARGEST = 22,
  LEGIBLE = 7.4,
  COMFORTABLE = 9.5;
const PLACES = [0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74];
const OUTWARD = [0.62, 0.68, 0.56, 0.74, 0.5, 0.8, 0.44, 0.38];
let captions = [],
  captionSize = CAPTION;

// Points along the words, if they stood at this part of the relation's line.
function captionAt(edge, part) {
  const drawn = network.body.edges[edge.id],
    via = drawn.edgeType.getViaNode ? drawn.edgeType.getViaNode() : undefined;
  const middle = drawn.edgeType.getPoint(part, via);
  const before = drawn.edgeType.getPoint(part - 0.05, via),
    after = drawn.edgeType.getPoint(part + 0.05, via);
  const angle = Math.atan2(after.y - before.y, after.x - before.x),
    half = edge.says.length * captionSize * 0.25;
  const steps = Math.max(2, Math.ceil((2 * half) / captionSize)),
    points = [];
  for (let step = -steps; step <= steps; step += 1) {
    const along = half * (step / steps);
    points.push({ x: middle.x + Math.cos(angle) * along, y: middle.y + Math.sin(angle) * along });
  }
  return { edge, x: middle.x, y: middle.y, angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle, points };
}

function covers(entity, point) {
  const place = placeOf(entity),
    margin = captionSize * 0.55,
    below = place.y + entity.height - entity.radius - 12 + margin;
  const aside = Math.abs(point.x - place.x),
    reach = entity.radius + margin - 1;
  if (aside < reach && Math.abs(point.y - place.y) < reach) return true;
  return aside < entity.width / 2 - 4 && point.y > place.y + entity.radius - margin && point.y < below;
}
const near = (one, other) =>
  Math.abs(one.x - other.x) < captionSize * 1.1 && Math.abs(one.y - other.y) < captionSize * 1.1;

// Places for the words of as many relations as there is room for, the best attested first. With a selection, only of its
// own relations, and towards their far ends.
function placeCaptions() {
  const focus = focusSet(),
    lines = focus ? current.lines.filter(isLit) : current.lines;
  const lit = focus ? current.drawn.filter((entity) => focus.has(entity)) : current.drawn,
    taken = [];
  captions = [];
  captionSize = focus ? Math.min(LARGEST, Math.max(CAPTION, COMFORTABLE / network.getScale())) : CAPTION;
  if (lines.length > MOST_CAPTIONS || lit.length > CROWD) return;
  const ranked = [...lines].sort((a, b) => b.claims.length - a.claims.length || a.index - b.index);
  for (const edge of ranked) {
    if (edge.from === edge.to) continue;
    const places = !state.selected
      ? PLACES
      : edge.from === state.selected
        ? OUTWARD
        : OUTWARD.map((part) => 1 - part);
    const candidates = places.map((part) => captionAt(edge, part));
    const freeOf = (inTheWay) =>
      candidates.find(({ points }) =>
        points.every(
          (point) => !inTheWay.some((entity) => covers(entity, point)) && !taken.some((other) => near(other, point)),
        ),
      );
    const free = freeOf(current.drawn) || (focus && freeOf(lit));
    if (!free) continue;
    taken.push(...free.points);
    captions.push(free);
  }
}

// Dimmed entities whose labels stand under words that matter more now.
const coveredLabels = (focus) =>
  current.drawn.filter(
    (entity) => !focus.has(entity) && captions.some(({ points }) => points.some((point) => covers(entity, point))),
  );

function drawCaptions(context, family) {
  const focus = focusSet();
  if (!(state.words || focus) || captionSize * network.getScale() < LEGIBLE) return;
  const tones = tone();
  context.font = `${captionSize}px ${family}`;
  for (const { edge, x, y, angle } of captions) {
    const wide = context.measureText(edge.says).width + 6,
      high = captionSize * 1.15;
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.fillStyle = tones.paper;
    context.fillRect(-wide / 2, -high / 2, wide, high);
    context.fillStyle = standing(edge) === "disputed" ? tones.bad : focus ? tones.ink : tones.soft;
    context.fillText(edge.says, 0, 0.5);
    context.restore();
  }
}
