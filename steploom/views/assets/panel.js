// The panel beside the picture: one state, one visit of it; or the run where no state is chosen.
function statusPill(status) {
  return element("span", `pill ${status.toLowerCase()}`, `${GLYPHS[status.toLowerCase()] ?? ""} ${status}`.trim());
}

function facts(pairs) {
  const list = element("dl", "facts");
  for (const [name, value] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(element("div", "", element("dt", "", name), element("dd", "", value)));
  }
  return list;
}

function place(text) {
  return element("p", "place", element("code", "", text), copyButton(text));
}

// An error: red where it ended something, amber where it was caught, or healed by a later attempt.
function troubleBox(status, error, message, cause) {
  const healed = status === "succeeded";
  const box = element("div", `trouble ${healed ? "caught" : status.toLowerCase()}`);
  box.append(element("strong", "", error || "Failed"));
  if (healed) box.append(" · a later attempt succeeded");
  if (message) box.append(element("p", "", message));
  if (cause && cause !== message) box.append(section("Cause as it was returned", () => jsonView(cause), false));
  return box;
}

const troubleOf = ({ status, error, message, cause }) => troubleBox(status, error, message, pooled(cause));

function triesView(visit) {
  const rows = visit.tries.map((each, index) => {
    const ended = each.stopped === null ? "running" : each.failed ? each.error ?? "failed" : "succeeded";
    const wait = index ? each.started - (visit.tries[index - 1].stopped ?? each.started) : 0;
    const cells = [index + 1, moment(each.started), wait ? `after ${duration(wait)}` : "", ended];
    return element("tr", each.failed ? "failed" : "succeeded", ...cells.map((cell) => element("td", "", String(cell))));
  });
  const head = element("tr", "", ...["", "at", "back-off", "ended"].map((name) => element("th", "", name)));
  return element("table", "tries", element("thead", "", head), element("tbody", "", ...rows));
}

// What the events of a visit say beyond its input and output: what was sent, which variables were set.
function extras(index) {
  const found = {};
  for (const event of run.events) {
    if (event.visit !== index) continue;
    const { parameters, assignedVariables } = event.details;
    if (parameters !== undefined) found.sent = unpool(parameters);
    if (assignedVariables !== undefined) found.variables = unpool(assignedVariables);
  }
  return found;
}
const unpool = (detail) => (Array.isArray(detail) ? pooled(detail[0]) : detail);

function variablesView(variables) {
  const shown = {};
  for (const [name, value] of Object.entries(variables)) {
    const text = unpool(value);
    try {
      shown[name] = JSON.parse(text);
    } catch {
      shown[name] = text;
    }
  }
  return valueView(shown);
}

// Input and output, side by side where there is room.
function exchange(holder) {
  const pair = element("div", "pair");
  for (const [title, number] of [["Input", holder.input], ["Output", holder.output]]) {
    if (number !== null) pair.append(section(title, () => jsonView(pooled(number))));
  }
  return pair;
}

function visitView(index) {
  const visit = run.visits[index];
  const view = element("div", "visit");
  const where = whereabouts(visit);
  view.append(
    facts([
      ["Status", statusPill(visit.status)],
      ["Entered", moment(visit.started)],
      ["Took", took(visit)],
      ["Attempts", visit.tries.length ? String(visit.tries.length) : null],
      ["In", where],
    ]),
  );
  if (visit.error || visit.status === "failed") view.append(troubleOf(visit));
  if (visit.tries.length > 1) view.append(section("Attempts", () => triesView(visit)));
  const more = extras(index);
  view.append(exchange(visit));
  if (more.sent !== undefined) view.append(section("Sent", () => jsonView(more.sent), false));
  if (more.variables) view.append(section("Variables", () => variablesView(more.variables), false));
  return view;
}

function visitSwitch(found, index) {
  const at = found.indexOf(index);
  const label = element("span", "", `Visit ${at + 1} of ${found.length}`);
  // The panel is made anew: the button that was pressed gets its focus back.
  const go = (step) => () => {
    choose(chosen.path, found[at + step]);
    byId("details").querySelector(`.switch button:${step < 0 ? "first" : "last"}-child`)?.focus();
  };
  const back = button("", "‹", go(-1));
  const on = button("", "›", go(1));
  back.setAttribute("aria-label", "Visit before");
  on.setAttribute("aria-label", "Visit after");
  back.disabled = at <= 0;
  on.disabled = at >= found.length - 1;
  return element("div", "switch", back, label, on);
}

function stateView(state) {
  const view = element("div", "state-view");
  const kind = element("p", "kind", element("b", `type ${state.type.toLowerCase()}`, state.type), state.label);
  const close = button("close", "×", () => {
    choose(null);
    picture.querySelector('.state[tabindex="0"]')?.focus();
  });
  close.setAttribute("aria-label", "Close");
  view.append(close, element("h2", "", state.name), kind);
  if (state.comment) view.append(element("p", "comment", state.comment));
  if (state.place) view.append(place(state.place));
  const found = visitsOf(state.path);
  if (found.length > 1) view.append(visitSwitch(found, chosen.visit));
  if (chosen.visit !== null) view.append(visitView(chosen.visit));
  else if (run) view.append(element("p", "note", "The run did not reach this state."));
  if (state.definition) view.append(section("Definition", () => valueView(state.definition), !run));
  return view;
}

// A visit of a state that the definition does not have: the run was of another version.
function strayView(index) {
  const visit = run.visits[index];
  const note = element("p", "note", "The definition on this page has no such state: the run was of another version.");
  const head = element("h2", "", visit.name);
  return element("div", "state-view", head, element("p", "kind", visit.type), note, visitView(index));
}

function overview() {
  const view = element("div", "overview", element("h2", "", run ? "Run" : "Definition"));
  if (data.comment) view.append(element("p", "comment", data.comment));
  if (run) {
    const visited = new Set(run.visits.map((visit) => visit.path)).size;
    view.append(
      facts([
        ["Status", statusPill(run.status)],
        ["Started", `${stamp(0)} UTC`],
        ["Took", duration(run.seconds)],
        ["States", `${visited} of ${data.states.length} reached`],
        ["Visits", String(run.visits.length)],
        ["Events", String(run.events.length)],
      ]),
    );
    if (run.error) view.append(troubleOf(run));
    view.append(exchange(run));
  } else {
    view.append(facts([["States", String(data.states.length)]]));
  }
  const hint = `Choose a state in the picture to see what it is${run ? " and what it did" : ""}.`;
  view.append(element("p", "note", hint));
  return view;
}

function startPanel() {
  const panel = byId("details");
  const draw = () => {
    const state = states.get(chosen.path);
    const view = state ? stateView(state) : chosen.visit !== null ? strayView(chosen.visit) : overview();
    panel.replaceChildren(view);
    panel.scrollTop = 0;
    // On a narrow screen the panel lies below the picture.
    if (settled && chosen.path && narrow()) panel.scrollIntoView({ block: "start" });
  };
  watchers.push(draw);
  draw();
}
