// The picture: zoom, moving around, choosing a state.
const picture = byId("picture");
const canvas = byId("canvas");
const boxes = [...picture.querySelectorAll(".state")];
const natural = { width: picture.width.baseVal.value, height: picture.height.baseVal.value };
let zoom = 1;

function setZoom(wanted, centre) {
  const before = zoom;
  zoom = Math.min(3, Math.max(0.15, wanted));
  const at = centre ?? { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
  const x = (canvas.scrollLeft + at.x) / before;
  const y = (canvas.scrollTop + at.y) / before;
  picture.setAttribute("width", natural.width * zoom);
  picture.setAttribute("height", natural.height * zoom);
  canvas.scrollTo(x * zoom - at.x, y * zoom - at.y);
  byId("natural").textContent = `${Math.round(zoom * 100)} %`;
}

// All of it, where that leaves the words readable; else as wide as it is, from its top.
function fitZoom(least = 0.15) {
  const wide = (canvas.clientWidth - 2) / natural.width;
  const high = (canvas.clientHeight - 2) / natural.height;
  const all = Math.min(1, wide, high);
  setZoom(Math.max(least, all > 0.6 ? all : Math.min(1, wide)));
  const start = picture.querySelector(".mark.start circle")?.cx.baseVal.value ?? natural.width / 2;
  canvas.scrollTo(start * zoom - canvas.clientWidth / 2, 0);
}

// How small words may be before the picture is scrolled instead.
const readable = () => (narrow() ? 0.7 : 0.6);

function reveal(box) {
  const frame = canvas.getBoundingClientRect();
  const place = box.getBoundingClientRect();
  const margin = 40;
  if (place.top < frame.top + margin || place.bottom > frame.bottom - margin) {
    canvas.scrollTop += place.top - frame.top - (frame.height - Math.min(place.height, frame.height)) / 2;
  }
  if (place.left < frame.left + margin || place.right > frame.right - margin) {
    canvas.scrollLeft += place.left - frame.left - (frame.width - Math.min(place.width, frame.width)) / 2;
  }
}

// The nearest state in the direction of an arrow key: sideways distance counts double.
function neighbour(from, key) {
  const middle = (box) => {
    const place = box.querySelector(".tile").getBoundingClientRect();
    return { x: place.x, y: place.y };
  };
  const start = middle(from);
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    const there = middle(box);
    const dx = there.x - start.x;
    const dy = there.y - start.y;
    const upright = key === "ArrowDown" || key === "ArrowUp";
    const ahead = upright ? dy : dx;
    const sign = key === "ArrowDown" || key === "ArrowRight" ? 1 : -1;
    if (ahead * sign < 4) continue;
    const cost = Math.abs(ahead) + 2 * Math.abs(upright ? dx : dy);
    if (cost < least) [best, least] = [box, cost];
  }
  return best;
}

function focusBox(box) {
  for (const each of boxes) each.tabIndex = each === box ? 0 : -1;
  box.focus({ preventScroll: true });
  reveal(box);
}

function startGraph() {
  picture.addEventListener("click", (event) => {
    const box = event.target.closest(".state");
    if (box) choose(box.dataset.path, telling(box.dataset.path));
  });
  picture.addEventListener("keydown", (event) => {
    const box = event.target.closest(".state");
    if (!box) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(box.dataset.path, telling(box.dataset.path));
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = neighbour(box, event.key);
      if (next) focusBox(next);
    } else if (event.key === "Escape") {
      choose(null);
    }
  });
  if (boxes.length) boxes[0].setAttribute("tabindex", "0");
  startZoom();
  drag();
  watchers.push(() => {
    for (const box of boxes) {
      const own = box.dataset.path === chosen.path;
      box.classList.toggle("chosen", own);
      box.setAttribute("aria-pressed", own);
      if (own) reveal(box);
    }
  });
  fitZoom(readable());
}

function startZoom() {
  byId("larger").addEventListener("click", () => setZoom(zoom * 1.25));
  byId("smaller").addEventListener("click", () => setZoom(zoom / 1.25));
  byId("natural").addEventListener("click", () => setZoom(1));
  byId("fit").addEventListener("click", () => fitZoom());
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = canvas.getBoundingClientRect();
    setZoom(zoom * Math.exp(-event.deltaY / 300), { x: event.clientX - frame.x, y: event.clientY - frame.y });
  }, { passive: false });
}

// Move the picture with a mouse; touch screens scroll by themselves.
function drag() {
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    canvas.classList.add("moving");
    canvas.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  window.addEventListener("pointerup", () => {
    from = null;
    canvas.classList.remove("moving");
  });
}
