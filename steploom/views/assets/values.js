// JSON for people: indented, coloured, and folded where it is long. Built from text nodes alone.
const FOLD = 30;

function jsonView(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return element("pre", "value plain", text);
  }
  return valueView(value);
}

function valueView(value) {
  const view = element("pre", "value");
  view.tabIndex = 0;
  writeValue(view, value, "");
  return view;
}

function writeValue(into, value, indent) {
  if (value === null || typeof value !== "object") {
    const kind = typeof value === "string" ? "string" : value === null ? "null" : typeof value;
    into.append(element("span", kind, JSON.stringify(value)));
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((each) => [null, each]) : Object.entries(value);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (!entries.length) {
    into.append(open + close);
    return;
  }
  if (entries.length > FOLD) {
    const fold = element("details", "fold", element("summary", "", `${open} ${entries.length} entries ${close}`));
    fold.addEventListener("toggle", () => writeEntries(fold, entries, indent), { once: true });
    into.append(fold);
    return;
  }
  into.append(open);
  writeEntries(into, entries, indent);
  into.append(`\n${indent}${close}`);
}

function writeEntries(into, entries, indent) {
  const inner = `${indent}  `;
  entries.forEach(([key, each], index) => {
    into.append(`\n${inner}`);
    if (key !== null) into.append(element("span", "key", JSON.stringify(key)), ": ");
    writeValue(into, each, inner);
    if (index < entries.length - 1) into.append(",");
  });
}

// A titled block that can be closed; its content is made when it is first open.
function section(title, make, open = true) {
  const view = element("details", "section", element("summary", "", title));
  const fill = () => view.open && view.children.length === 1 && view.append(make());
  view.open = open;
  view.addEventListener("toggle", fill);
  fill();
  return view;
}

function copyButton(text) {
  if (!navigator.clipboard) return null;
  const made = button("copy", "Copy", async () => {
    await navigator.clipboard.writeText(text);
    made.textContent = "Copied";
    setTimeout(() => (made.textContent = "Copy"), 1200);
  });
  return made;
}
