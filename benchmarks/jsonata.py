"""How many evaluations a second, beside jsonata on Node where it is there: `python benchmarks/jsonata.py [PACKAGE]`.

PACKAGE is the folder of npm's `jsonata` 2.0.6. Times are processor time, the best of many short rounds, because
machines that measure are seldom idle.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from steploom.expr import Environment
from steploom.expr.jsonata import compile_expression
from steploom.jsontext import Json

ITEMS = [{"id": i, "price": i * 1.5, "qty": i % 7, "name": f"n{i}"} for i in range(1000)]
ORDER = {"id": "o1", "total": 99.5, "customer": {"name": "Ada", "country": "DE"}}
BINDINGS = {"states": {"input": {"i": 3, "order": ORDER, "items": ITEMS}}, "order": ORDER, "i": 3, "xs": [1, 2, 3]}
EXPRESSIONS = {
    "field": "$states.input.order.customer.name",
    "sum of two": "$states.input.i + 1",
    "condition": "$order.total > 1000 and $order.customer.country = 'DE'",
    "object of 10": (
        "{'a': $order.id, 'b': $order.total, 'c': $order.customer.name, 'd': $i, 'e': $i + 1, 'f': 'x', "
        "'g': $order.id & '-' & $i, 'h': true, 'i': [$i, 2], 'j': $order.customer}"
    ),
    "item": "$states.input.items[$i].price",
    "text": "'order ' & $order.id & ': ' & $string($order.total)",
    "filter, sum of 1000": "$sum($states.input.items[qty > 3].(price * qty))",
    "map of 1000": "$append([], $map($states.input.items, function($v, $i){$v.price * $i})[])",
    "sort of 1000": "$states.input.items^(>price).name",
}
ROUND = 0.02
SECONDS = 0.5
SLOW = 0.001
BATCH = 50

SCRIPT = """
const jsonata = require(process.argv[2]);
const {expressions, bindings, seconds} = JSON.parse(require("fs").readFileSync(0));
const best = async (run) => {
  let fastest = 0;
  const first = Date.now();
  await run();
  const batch = Date.now() - first > 1 ? 1 : 50;
  const end = Date.now() + 1000 * seconds;
  do {
    const start = process.cpuUsage();
    let count = 0, used = 0;
    do {
      for (let i = 0; i < batch; i++) await run();
      count += batch;
      const now = process.cpuUsage(start);
      used = now.user + now.system;
    } while (used < 20000);
    fastest = Math.max(fastest, 1e6 * count / used);
  } while (Date.now() < end);
  return fastest;
};
(async () => {
  const rates = {};
  for (const [name, text] of Object.entries(expressions)) {
    const program = jsonata(text);
    rates[name] = await best(() => program.evaluate(undefined, bindings));
  }
  rates.parse = await best(() => { for (const text of Object.values(expressions)) jsonata(text); });
  console.log(JSON.stringify(rates));
})();
"""


def best(run: Callable[[], Json]) -> float:
    """Return calls a second of processor time, in the best round."""
    fastest, end = 0.0, time.perf_counter() + SECONDS
    first = time.process_time()
    run()
    batch = 1 if time.process_time() - first > SLOW else BATCH
    while time.perf_counter() < end:
        start, count, used = time.process_time(), 0, 0.0
        while used < ROUND:
            for _ in range(batch):
                run()
            count += batch
            used = time.process_time() - start
        fastest = max(fastest, count / used)
    return fastest


def ours() -> dict[str, float]:
    """Return the rates of this package."""
    environment = Environment()
    rates = {}
    for name, text in EXPRESSIONS.items():
        evaluate = compile_expression(text).evaluate
        rates[name] = best(lambda evaluate=evaluate: evaluate(BINDINGS, environment))
    parse = compile_expression.__wrapped__
    rates["parse"] = best(lambda: [parse(text) for text in EXPRESSIONS.values()])
    return rates


def theirs(package: Path) -> dict[str, float]:
    """Return the rates of jsonata on Node."""
    work = json.dumps({"expressions": EXPRESSIONS, "bindings": BINDINGS, "seconds": SECONDS})
    command = ["node", "-e", SCRIPT, "script", str(package.resolve())]
    done = subprocess.run(command, input=work, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    rates: dict[str, float] = json.loads(done.stdout)
    return rates


def main() -> None:
    """Print a table."""
    rates = ours()
    peers = theirs(Path(sys.argv[1])) if len(sys.argv) > 1 else {}
    for name, rate in rates.items():
        ratio = f"{rate / peers[name]:8.1f} x node" if name in peers else ""
        sys.stdout.write(f"{name:20} {rate:12,.0f}/s{ratio}\n")


if __name__ == "__main__":
    main()
