// Data, elements, words: what every part of the page uses. Nothing here reads text as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const run = data.run;
const states = new Map(data.states.map((state) => [state.path, state]));
const GLYPHS = { succeeded: "✓", caught: "↷", failed: "✗", running: "●", aborted: "■" };

const byId = (id) => document.getElementById(id);
const pooled = (number) => (number === null || number === undefined ? null : data.texts[number]);

// Make an element: its class, then text and elements that go into it.
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

function button(className, label, action) {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function duration(seconds) {
  if (seconds === 0) return "0 s";
  if (seconds < 0.001) return "< 1 ms";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  let rest = Math.round(seconds);
  const named = [];
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) named.push(`${count} ${unit}`);
  }
  return named.slice(0, 3).join(" ");
}

const moment = (seconds) => `+${duration(seconds)}`;
const took = (visit) => duration((visit.stopped ?? run.seconds) - visit.started);
const stamp = (seconds) => new Date((run.started + seconds) * 1000).toISOString().replace("T", " ").slice(0, 19);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

// Where a visit ran, in words: `item 3 of print labels`.
function whereabouts(visit) {
  const places = [];
  for (let at = visit; at.owner !== null; at = run.visits[at.owner]) {
    const word = at.run === "iteration" ? `item ${at.index}` : `branch ${at.index + 1}`;
    const again = at.attempt ? `, attempt ${at.attempt + 1}` : "";
    places.unshift(`${run.visits[at.owner].name}, ${word}${again}`);
  }
  return places.join(" › ");
}

// Let arrow keys move between the elements of a list; only one of them is a stop of the tab key.
function rove(container, selector) {
  container.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step && event.key !== "Home" && event.key !== "End") return;
    const all = [...container.querySelectorAll(selector)];
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const last = all.length - 1;
    const to = event.key === "Home" ? 0 : event.key === "End" ? last : Math.max(0, Math.min(last, at + step));
    event.preventDefault();
    all[at].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  });
}

// Show a long list bit by bit; the button for more stands in `foot`.
function gradually(container, foot, items, make, step) {
  let shown = 0;
  const more = button("more", "", grow);
  function grow() {
    const part = items.slice(shown, shown + step);
    container.append(...part.map((item, index) => make(item, shown + index)));
    shown += part.length;
    more.textContent = `Show ${Math.min(step, items.length - shown)} more of ${items.length - shown}`;
    if (shown < items.length) foot.replaceChildren(more);
    else foot.replaceChildren();
  }
  grow();
}

const narrow = () => window.innerWidth < 860;
let settled = false;

// What is chosen: a state of the picture, and one of its visits.
const chosen = { path: null, visit: null };
const watchers = [];
function choose(path, visit = null) {
  chosen.path = path;
  chosen.visit = visit;
  for (const watcher of watchers) watcher();
}
const visitsByPath = new Map();
run?.visits.forEach((visit, index) => {
  if (!visitsByPath.has(visit.path)) visitsByPath.set(visit.path, []);
  visitsByPath.get(visit.path).push(index);
});
const visitsOf = (path) => visitsByPath.get(path) ?? [];
// The visit that tells most: the one where the run failed, a failed one, or the last.
function telling(path) {
  const found = visitsOf(path);
  if (found.includes(run?.origin)) return run.origin;
  return found.find((index) => run.visits[index].status === "failed") ?? found.at(-1) ?? null;
}
