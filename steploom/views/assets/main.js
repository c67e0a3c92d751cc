// The start: the head line, the tabs, and a sign for tests that all of it ran.
function startHead() {
  const count = plural(data.states.length, "state");
  if (!run) {
    byId("facts").textContent = count;
    return;
  }
  const pill = statusPill(run.status);
  byId("status").replaceWith(pill);
  pill.id = "status";
  byId("facts").textContent = `${duration(run.seconds)} of virtual time · ${plural(run.events.length, "event")}`;
  if (run.status === "SUCCEEDED" || run.status === "RUNNING") return;
  const failure = byId("failure");
  failure.hidden = false;
  failure.append(element("strong", "", run.error ?? run.status), run.message ? `: ${run.message}` : "");
  if (run.origin === null) return;
  const visit = run.visits[run.origin];
  const state = states.get(visit.path);
  failure.append(" in ", button("link", visit.name, () => choose(visit.path || null, run.origin)));
  if (state?.place) failure.append(" at ", element("code", "", state.place));
}

function startLegend() {
  if (!run) return;
  const legend = byId("legend");
  legend.hidden = false;
  const seen = new Set(run.visits.map((visit) => visit.status));
  for (const status of Object.keys(GLYPHS)) if (seen.has(status)) legend.append(element("li", status, status));
  if (data.states.some((state) => !visitsOf(state.path).length)) legend.append(element("li", "idle", "not reached"));
}

// Each view is made when it is first shown.
function startTabs() {
  const views = { States: statesView, Definition: definitionView };
  const all = run ? { Timeline: timelineView, Events: eventsView, ...views } : views;
  const tabs = byId("tabs");
  const shown = {};
  const show = (name) => {
    for (const tab of tabs.children) {
      const own = tab.dataset.view === name;
      tab.setAttribute("aria-selected", own);
      tab.tabIndex = own ? 0 : -1;
      const view = shown[tab.dataset.view];
      if (view) view.hidden = !own;
    }
    if (!shown[name]) {
      shown[name] = element("div", "view", all[name]());
      shown[name].setAttribute("role", "tabpanel");
      shown[name].id = `view-${name}`;
      shown[name].setAttribute("aria-label", name);
      byId("views").append(shown[name]);
    }
  };
  for (const name of Object.keys(all)) {
    const tab = button("tab", name, () => show(name));
    tab.dataset.view = name;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", `view-${name}`);
    tabs.append(tab);
  }
  rove(tabs, ".tab");
  tabs.addEventListener("focusin", (event) => event.target.dataset.view && show(event.target.dataset.view));
  show(Object.keys(all)[0]);
  return (name) => all[name] && show(name);
}

// The address names what is shown: `#/States/charge` a state, `#Events` a view. So it can be linked to.
function followAddress(showView) {
  const name = decodeURIComponent(location.hash.slice(1));
  if (states.has(name)) choose(name, telling(name));
  else showView(name);
  return Boolean(name);
}

function start() {
  startHead();
  startGraph();
  startPanel();
  startLegend();
  const showView = startTabs();
  const failed = run && run.origin !== null ? run.visits[run.origin] : null;
  if (!followAddress(showView) && failed) choose(failed.path || null, run.origin);
  watchers.push(() => history.replaceState(null, "", chosen.path ? `#${encodeURI(chosen.path)}` : location.pathname));
  window.addEventListener("hashchange", () => followAddress(showView));
  window.addEventListener("resize", () => fitZoom(readable()));
  settled = true;
}

const sign = document.documentElement.dataset;
document.addEventListener("securitypolicyviolation", (event) => (sign.violation = event.violatedDirective));
start();
sign.ready = String(boxes.length);

