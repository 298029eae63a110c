// What the drawing answers to the hand: counts beside the marks, cards under the pointer, selection by a click.
// The count of folded claims, beside the mark; only where it can be read.
function badges(context, family) {
  if (network.getScale() < 0.42 || isCrowd()) return;
  const tones = tone(),
    focus = focusSet();
  for (const entity of current.drawn) {
    if (!entity.folded || (focus && !focus.has(entity))) continue;
    const { x, y } = placeOf(entity),
      size = 10,
      label = String(entity.folded);
    context.font = `600 ${size}px ${family}`;
    const wide = Math.max(16, context.measureText(label).width + 9);
    const left = x + entity.radius * 0.62,
      top = y - entity.radius * 0.72 - 8;
    context.beginPath();
    context.roundRect(left, top, wide, 16, 8);
    context.fillStyle = tones.badge;
    context.strokeStyle = colourOf(kinds[entity.kind]);
    context.lineWidth = 1.2;
    context.fill();
    context.stroke();
    context.fillStyle = tones.ink;
    context.fillText(label, left + wide / 2, top + 8.5);
  }
}

function hoverCard(point, ...content) {
  const card = byId("card"),
    stage = byId("graph-view").getBoundingClientRect();
  card.replaceChildren(...content);
  card.hidden = false;
  const { width, height } = card.getBoundingClientRect();
  card.style.left = `${Math.max(6, Math.min(stage.width - width - 6, point.x + 18))}px`;
  card.style.top = `${Math.max(6, Math.min(stage.height - height - 6, point.y + 14))}px`;
}
const hideCard = () => {
  byId("card").hidden = true;
};

function prepareCanvas() {
  const family = getComputedStyle(document.body).fontFamily;
  network.setOptions({
    nodes: {
      font: { face: family, strokeWidth: 4, strokeColor: tone().paper, vadjust: -1 },
      scaling: { label: { drawThreshold: 7 } },
    },
    edges: {
      selectionWidth: 0.6,
      hoverWidth: 0.6,
      arrows: { to: { enabled: true, scaleFactor: 0.45 } },
    },
  });
  network.on("afterDrawing", (context) => {
    context.textAlign = "center";
    context.textBaseline = "middle";
    drawCaptions(context, family);
    badges(context, family);
  });
  network.on("click", ({ nodes: hit, edges: lines }) => {
    if (hit.length) select(entities[hit[0]]);
    else if (lines.length) selectEdge(edges[Number(String(lines[0]).slice(1))]);
    else select(null);
  });
  network.on("doubleClick", ({ nodes: hit }) => {
    if (hit.length) expand(entities[hit[0]]);
  });
  network.on("hoverNode", ({ node, pointer }) => {
    hoverCard(pointer.DOM, ...entityCard(entities[node]));
  });
  network.on("hoverEdge", ({ edge, pointer }) => {
    hoverCard(pointer.DOM, ...edgeCard(edges[Number(String(edge).slice(1))]));
  });
  network.on("zoom", () => magnify());
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, hideCard);
}
