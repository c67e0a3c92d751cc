// npm's jsonata 2.0.6 as a peer: reads one case a line, writes one outcome a line.
//
// Where Step Functions is known to differ from jsonata-js, the peer is changed to do as Step Functions does, so that
// everything else can be compared exactly. Each change says which difference it stands for.
"use strict";
const fs = require("fs");
const Module = require("module");
const path = require("path");
const readline = require("readline");

const CHANGES = [
  ["null counts as nothing", /(function count\(args\) \{)/, "$1 if (isNull(args)) return 0;"],
  ["limits are rounded down", /(async function (?:match|split|replace)\((?:\w+, )+limit\) \{)/g, "$1 limit = most(limit);"],
  ["positions are rounded down", /(function substring\(str, start, length\) \{)/, "$1 [start, length] = [whole(start), whole(length)];"],
  ["expressions see characters, not UTF-16 units", /new RegExp\(pattern, flags\)/, "new RegExp(pattern, flags + 'u')"],
  ["text is UTF-8 in base64", /Buffer\.from\(str, 'binary'\)/, "Buffer.from(str.replace(LONE, '?'), 'utf8')"],
  ["base64 is read strictly, as UTF-8", /return atob\(str\);/, "return unbase64(str);"],
  ["a plus is a blank", /decodeURIComponent\(str\)/, "decodeURIComponent(str.replace(/\\+/g, ' '))"],
  ["one moment for all", /timestamp = new Date\(\);/g, "timestamp = new Date(1789479402245);"],
  ["precision is rounded down", /(function round\(arg, precision\) \{)/, "$1 precision = whole(precision);"],
  ["what is no time zone is refused", /const offset = parseInt\(timezone\);/, "const offset = parseInt(timezone); if (Number.isNaN(offset)) throw {code: ''};"],
  ["items are evaluated one after the other", /let generators = await Promise\.all\(expr\.expressions\s+\.map\(async \(item, idx\) => \{[^}]*\}\)\);/,
    "let generators = []; for (const item of expr.expressions) generators.push([item, await evaluate(item, input, environment)]);"],
  ["groups are evaluated one after the other", /let generators = await Promise\.all\(Object\.keys\(groups\)\.map\(async \(key, idx\) => \{([^]*?)\}\)\);/,
    "let generators = []; const work = async (key, idx) => {$1}; for (const key of Object.keys(groups).sort((one, two) => groups[one].at - groups[two].at)) generators.push(await work(key, 0));"],
  ["groups keep their order, numbers among their names too", /groups\[key\] = entry;/, "entry.at = Object.keys(groups).length; groups[key] = entry;"],
  ["a function has no name from another expression", /proc\.token = procName;\s+proc\.position = expr\.position;/, ""],
  ["an empty array of the data is not changed", /input\.push\(undefined\);/, "input = createSequence(undefined);"],
  ["all digits of a large number are its own", /result = value\.toString\(radix\);/, "result = Number.isFinite(value) && radix !== 10 ? BigInt(value).toString(radix) : value.toString(radix);"],
  ["as above", /(var next = await evaluate\(result\.body\.procedure, result\.input, result\.environment\);)/, "$1 if (next && typeof next === 'object') next = Object.assign({}, next);"],
  ["as above", /(var aCode = aChar\.charCodeAt\(0\);)/,
    "$1 for (let big = BigInt(Number.isFinite(value) ? value : 0); value > 2 ** 53; big = (big - 1n) / 26n) { if (big <= 0n) return letters.join(''); letters.unshift(String.fromCharCode(Number((big - 1n) % 26n) + aCode)); }"],
  ["a function updates nothing", /(updateType !== 'object')/, "$1 || isFunction(update)"],
  ["a text is replaced by a text", /result \+= replacement;/, "if (typeof replacement !== 'string') throw {code: replacement === undefined ? 'T0410' : 'D3012', index: 3}; result += replacement;"],
  ["a function has no fields", /if \(input !== null && typeof input === 'object'\)/g, "if (input !== null && typeof input === 'object' && !isFunction(input))"],
  ["nor a text", /(var closure = function\(str, fromIndex\) \{)/, "$1 if (isFunction(str)) str = '[object Object]';"],
  ["a built-in function that is partially applied checks its arguments", /partialApplyNativeFunction\(proc\.implementation, evaluatedArgs\)/,
    "partialApplyNativeFunction(Object.assign(proc.implementation, {signature: proc.signature}), evaluatedArgs)"],
  ["as above", /(var focus = \{\s+environment: env\s+\};)/, "$1 if (proc.signature) args = proc.signature.validate(trimmed(args), undefined);"],
  ["a default in JavaScript is no fault of the expression", /var sigArgs = sigParens\.split\(','\);/, "var sigArgs = sigParens.split(',').map((each) => each.split('=')[0]);"],
  ["what is no moment is refused", /(function fromMillis\(millis, picture, timezone\) \{)/, "$1 if (millis !== undefined && Number.isNaN(new Date(millis).getTime())) throw {code: ''};"],
  ["a function that ~> hands on is like one given as an argument", /evaluatedArgs\.push\(applyto\.context\);/,
    "{ const arg = applyto.context; const closure = async (...params) => await apply(arg, params, null, environment); if (isFunction(arg)) closure.arity = getFunctionArity(arg); evaluatedArgs.push(isFunction(arg) ? closure : arg); }"],
  ["$eval does not exist", /staticFrame\.bind\('eval'.*/, ""],
];

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const HELP = `
const LONE = ${LONE};
const whole = (value) => (typeof value === "number" ? Math.floor(value) : value);
const most = (limit) => (typeof limit === "number" ? Math.min(2 ** 31, Math.floor(limit)) : limit);
const trimmed = (args) => { while (args.length && args[args.length - 1] === undefined) args = args.slice(0, -1); return args; };
const isNull = (args) => Array.isArray(args) && args.length === 1 && args[0] === null && args.fromScalar;
const unbase64 = (text) => {
  const clean = text.replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(clean) || clean.length % 4 === 1) throw {code: ""};
  return global.Buffer.from(clean, "base64").toString("utf8");
};
`;

function load(folder) {
  const file = path.join(folder, "jsonata.js");
  let source = fs.readFileSync(file, "utf8");
  // A null that $count made into an array is told from an array that holds one.
  const changes = [...CHANGES, ["as above", /arg = \[arg\];/, "arg = [arg]; arg.fromScalar = true;"]];
  for (const [reason, find, replacement] of changes) {
    const changed = source.replace(find, replacement);
    if (changed === source) throw new Error(`not found: ${reason}`);
    source = changed;
  }
  const module_ = new Module(file);
  module_._compile(HELP + source, file);
  return module_.exports;
}

const isFunction = (value) =>
  typeof value === "function" || (value !== null && typeof value === "object" && (value._jsonata_function || value._jsonata_lambda));

function shown(value) {
  if (typeof value === "string") return value.replace(LONE, "?");
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (isFunction(value)) throw {holdsFunction: true};
  if (value === undefined || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return Array.from(value, (each) => (each === undefined ? null : shown(each)));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.replace(LONE, "?"), shown(each)]));
}

async function outcome(jsonata, {text, data, bindings, steps}) {
  try {
    const program = jsonata(text);
    let left = steps, depth = 0;
    program.assign(Symbol.for("jsonata.__evaluate_entry"), () => {
      if (--left < 0 || ++depth > 150) throw {code: "U1001"};
    });
    program.assign(Symbol.for("jsonata.__evaluate_exit"), () => { depth--; });
    const value = await program.evaluate(data === null ? undefined : data.value, bindings);
    return value === undefined ? {kind: "nothing"} : {kind: "value", value: shown(value)};
  } catch (error) {
    if (error.holdsFunction) return {kind: "function"};
    if (typeof error.code === "string" && !(error instanceof Error)) return {kind: "error", code: error.code, message: String(error.message).replace(LONE, "?")};
    return {kind: "crash", message: String(error)};
  }
}

async function main() {
  const jsonata = load(process.argv[2]);
  for await (const line of readline.createInterface({input: process.stdin})) {
    process.stdout.write(JSON.stringify(await outcome(jsonata, JSON.parse(line))) + "\n");
  }
}

main();
