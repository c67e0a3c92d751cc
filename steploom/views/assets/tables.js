// Tables: the events of a run, the states of a definition; and the whole definition as text.
function table(className, heads, foot) {
  const body = element("tbody", "");
  const head = element("tr", "", ...heads.map((name) => element("th", "", name)));
  const made = element("table", className, element("thead", "", head), body);
  return { view: element("div", "scroller", made, foot), body };
}

function eventSummary(event) {
  const details = event.details;
  if (details.error) return details.error;
  const parts = [];
  if (details.resource) parts.push(`${details.resourceType ? `${details.resourceType} ` : ""}${details.resource}`);
  if (details.index !== undefined) parts.push(`item ${details.index}`);
  if (details.length !== undefined) parts.push(plural(details.length, "item"));
  if (details.timeoutInSeconds) parts.push(`timeout ${duration(details.timeoutInSeconds)}`);
  return parts.join(" · ");
}

function unpoolAll(details) {
  if (Array.isArray(details)) return pooled(details[0]);
  if (details === null || typeof details !== "object") return details;
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, unpoolAll(value)]));
}

function eventRow(event, index) {
  const visit = event.visit === null ? null : run.visits[event.visit];
  const opener = button("opener", String(event.id), () => toggle());
  opener.setAttribute("aria-expanded", "false");
  opener.tabIndex = index === 0 ? 0 : -1;
  const failed = /Failed|TimedOut|Aborted/.test(event.type);
  const name = visit ? button("link", visit.name, () => choose(visit.path || null, event.visit)) : "";
  const row = element("tr", failed ? "failed" : "");
  const known = [["", opener], ["number", moment(event.at)], ["", event.type], ["", name]];
  for (const [className, cell] of [...known, ["summary", eventSummary(event)]]) row.append(element("td", className, cell));
  let details = null;
  function toggle() {
    const open = details === null;
    opener.setAttribute("aria-expanded", String(open));
    if (!open) {
      details.remove();
      details = null;
      return;
    }
    const whole = { previousEventId: event.previous, time: stamp(event.at), ...unpoolAll(event.details) };
    const cell = element("td", "", valueView(whole));
    cell.colSpan = 5;
    details = element("tr", "details", cell);
    row.after(details);
  }
  return row;
}

function eventsView() {
  const view = element("div", "events");
  const filter = element("input", "filter");
  filter.type = "search";
  filter.placeholder = "Filter by type or state";
  filter.setAttribute("aria-label", "Filter events by type or state");
  const count = element("span", "count");
  const foot = element("div", "foot");
  const { view: scroller, body } = table("grid", ["id", "at", "type", "state", ""], foot);
  const show = () => {
    const words = filter.value.trim().toLowerCase();
    const named = (event) => (event.visit === null ? "" : run.visits[event.visit].name);
    const found = run.events.filter((event) => `${event.type} ${named(event)}`.toLowerCase().includes(words));
    count.textContent = (words ? `${found.length} of ` : "") + plural(run.events.length, "event");
    body.replaceChildren();
    gradually(body, foot, found, eventRow, 300);
  };
  filter.addEventListener("input", show);
  rove(body, ".opener");
  view.append(element("div", "bar-tools", filter, count), scroller);
  show();
  return view;
}

const PLACED = data.states.some((state) => state.place);

function stateRow(state) {
  const name = button("link", state.name, () => choose(state.path, telling(state.path)));
  const found = visitsOf(state.path);
  const status = found.length ? statusPill(run.visits[telling(state.path)].status) : run ? "not reached" : "";
  const type = element("b", `type ${state.type.toLowerCase()}`, state.type);
  const cells = [name, type, state.label];
  if (PLACED) cells.push(state.place ?? "");
  if (run) cells.push(status);
  const row = element("tr", "", ...cells.map((cell) => element("td", "", cell)));
  row.style.setProperty("--depth", state.path.split("/States/").length - 2);
  return row;
}

function statesView() {
  const foot = element("div", "foot");
  const heads = ["state", "type", "what it does", ...(PLACED ? ["Python"] : []), ...(run ? ["run"] : [])];
  const { view, body } = table("grid", heads, foot);
  gradually(body, foot, data.states, stateRow, 300);
  return view;
}

function definitionView() {
  const text = pooled(data.definition);
  const copy = copyButton(text);
  return element("div", "definition", copy, jsonView(text));
}
