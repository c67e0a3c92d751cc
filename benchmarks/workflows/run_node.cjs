// aws-local-stepfunctions by its own interface; waits and retry intervals are overridden, state by state, with nothing.
const { createInterface } = require("node:readline");
const { isDeepStrictEqual } = require("node:util");
const { StateMachine } = require("aws-local-stepfunctions");

const FLAKY = 2;
const SPENT = 200;

function overrides(definition) {
  const made = { taskResourceLocalHandlers: {}, waitTimeOverrides: {}, retryIntervalOverrides: {} };
  let left = FLAKY;
  const count = async (value) => {
    if (left > 0) {
      left -= 1;
      const error = new Error("not yet");
      error.name = "Flaky";
      throw error;
    }
    return { n: value.n + 1 };
  };
  for (const [name, state] of Object.entries(definition.States)) {
    if (state.Type === "Task") made.taskResourceLocalHandlers[name] = count;
    if (state.Type === "Wait") made.waitTimeOverrides[name] = 0;
    if (state.Retry) made.retryIntervalOverrides[name] = 0;
  }
  return made;
}

async function once({ definition, input, expect, runs }) {
  const begun = performance.now();
  const machine = new StateMachine(definition);
  const compiled = performance.now();
  const used = process.cpuUsage();
  const options = { overrides: overrides(definition) };
  const executions = [];
  for (let index = 0; index < runs; index += 1) executions.push(machine.run(input, options));
  const outputs = await Promise.all(executions.map((each) => each.result));
  const real = (performance.now() - compiled) / 1000;
  const { user, system } = process.cpuUsage(used);
  if (expect !== null && !outputs.every((each) => isDeepStrictEqual(each, expect))) throw new Error("wrong output");
  return { prepare: (compiled - begun) / 1000, real, processor: (user + system) / 1e6, execution: executions[0] };
}

async function measured(given) {
  const real = [];
  const processor = [];
  const first = performance.now();
  let last;
  while (!last || (performance.now() - first < SPENT && real.length < given.often)) {
    last = await once(given);
    real.push(last.real);
    processor.push(last.processor);
  }
  const reading = performance.now();
  let events = 0;
  for await (const _ of last.execution.eventLogs) events += 1;
  return { prepare: last.prepare, real, processor, events, reading: (performance.now() - reading) / 1000 };
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
      answer = await measured(JSON.parse(line));
    } catch (error) {
      answer = { error: error.message === "wrong output" ? error.message : `${error.name}: ${error.message}`.slice(0, 200) };
    }
    answer.peak = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
})();
