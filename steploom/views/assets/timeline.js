// The timeline: a bar for each visit, true to scale or with long waits drawn short.
const SCALES = {
  linear: { label: "Time", title: "True to scale", make: linearScale },
  compressed: { label: "Compressed", title: "Long waits are drawn short", make: compressedScale },
};

// A scale maps a moment, and the event that happens then, to a share of the whole.
function linearScale() {
  const whole = run.seconds || 1;
  return { at: (seconds) => seconds / whole, ticks: linearTicks(whole) };
}

function linearTicks(whole) {
  const small = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
  const steps = [...small, ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60)];
  steps.push(...[1, 2, 7, 30, 365].map((days) => days * 86400));
  const step = steps.find((each) => whole / each <= 8) ?? whole / 8;
  const ticks = [];
  for (let at = 0; at <= whole * 1.0001; at += step) ticks.push({ at: at / whole, label: duration(at) });
  return ticks;
}

// Each event takes one step, and what passes before it the logarithm of that time: a day beside milliseconds is
// readable, and so is the order of what happens at one moment.
function compressedScale() {
  const places = new Map();
  const ticks = [];
  let reach = 0;
  let before = 0;
  for (const event of run.events) {
    reach += 1 + 1.5 * Math.log1p((event.at - before) * 10);
    places.set(event.id, reach);
    if (!ticks.length || event.at > before) ticks.push({ at: reach, label: duration(event.at) });
    before = event.at;
  }
  const whole = reach + 1;
  const shown = [];
  for (const { at, label } of ticks) {
    if (!shown.length || at / whole - shown.at(-1).at > 0.08) shown.push({ at: at / whole, label });
  }
  return { at: (_, event) => (places.get(event) ?? whole) / whole, ticks: shown };
}

// True to scale, unless that makes most bars too thin to see.
function fittingScale() {
  const least = run.seconds / 100;
  const thin = run.visits.filter((visit) => (visit.stopped ?? run.seconds) - visit.started <= least);
  return thin.length * 3 > run.visits.length ? "compressed" : "linear";
}

function bar(visit, scale) {
  const first = scale.at(visit.started, visit.entered);
  const last = scale.at(visit.stopped ?? run.seconds, visit.left);
  const made = element("i", `bar ${visit.status}`);
  made.style.setProperty("--from", first);
  made.style.setProperty("--length", Math.max(0, last - first));
  return made;
}

// The tries inside a bar: what lies between them is back-off.
function tryBars(visit, scale) {
  if (visit.tries.length < 2) return [];
  return visit.tries.map((each) => {
    const first = scale.at(each.started, each.began);
    const made = element("i", `try ${each.failed ? "failed" : "succeeded"}`);
    made.style.setProperty("--from", first);
    made.style.setProperty("--length", Math.max(0, scale.at(each.stopped ?? run.seconds, each.ended) - first));
    return made;
  });
}

function timelineRow(visit, index, scale) {
  const own = visit.run === "iteration" && visit.owner !== null ? ` [${visit.index}]` : "";
  const label = element("span", "what", element("b", visit.status, GLYPHS[visit.status]), ` ${visit.name}${own}`);
  label.style.setProperty("--depth", visit.depth);
  const tries = visit.tries.length > 1 ? ` · ${visit.tries.length} attempts` : "";
  const took_ = element("span", "took", took(visit) + tries);
  const track = element("span", "track", bar(visit, scale), ...tryBars(visit, scale), took_);
  const end = scale.at(visit.stopped ?? run.seconds, visit.left);
  const start = scale.at(visit.started, visit.entered);
  took_.style.setProperty("--at", end > 0.8 ? start : end);
  took_.classList.toggle("before", end > 0.8);
  const row = button("row", "", () => choose(visit.path || null, index));
  row.append(label, track);
  row.dataset.visit = index;
  row.tabIndex = index === 0 ? 0 : -1;
  row.setAttribute("aria-label", `${visit.name}${own}, ${visit.status}, ${moment(visit.started)}, took ${took(visit)}`);
  return row;
}

function axisView(scale) {
  const axis = element("div", "axis", element("span", "what", "virtual time"));
  const track = element("span", "track");
  for (const tick of scale.ticks) {
    const mark = element("em", "", tick.label);
    mark.style.setProperty("--at", tick.at);
    track.append(mark);
  }
  axis.append(track);
  return axis;
}

function timelineView() {
  const rows = element("div", "rows");
  const foot = element("div", "foot");
  const sheet = element("div", "sheet", rows, foot);
  const scales = element("div", "scales");
  scales.setAttribute("role", "group");
  scales.setAttribute("aria-label", "Scale");
  const show = (name) => {
    const scale = SCALES[name].make();
    for (const each of scales.children) each.setAttribute("aria-pressed", each.dataset.scale === name);
    rows.replaceChildren(axisView(scale));
    gradually(rows, foot, run.visits, (visit, index) => timelineRow(visit, index, scale), 400);
    markRows(rows);
  };
  for (const [name, { label, title }] of Object.entries(SCALES)) {
    const made = button("", label, () => show(name));
    made.title = title;
    made.dataset.scale = name;
    scales.append(made);
  }
  rove(rows, ".row");
  watchers.push(() => markRows(rows));
  show(fittingScale());
  const tools = element("div", "bar-tools", scales, element("span", "gap"), ...widthButtons(sheet));
  return element("div", "timeline", tools, element("div", "scroller", sheet));
}

function widthButtons(sheet) {
  let wide = 1;
  const widen = (factor) => () => {
    wide = Math.min(32, Math.max(1, wide * factor));
    sheet.style.setProperty("--wide", wide);
  };
  const narrower = button("", "−", widen(0.5));
  const wider = button("", "+", widen(2));
  narrower.setAttribute("aria-label", "Narrower");
  wider.setAttribute("aria-label", "Wider");
  return [narrower, wider];
}

function markRows(rows) {
  for (const row of rows.querySelectorAll(".row")) {
    const own = chosen.visit !== null && Number(row.dataset.visit) === chosen.visit;
    row.classList.toggle("chosen", own);
    const elsewhere = !row.contains(document.activeElement);
    if (own && elsewhere && !narrow()) row.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
