// `npm run bench -- <name> [--seconds 10] [--rounds 3] [--connections 32] [--large]
// Of `crash`: [--kills 50] [--database sqlite|postgres] [--processes 2]
// Of `day`: [--hours 24] [--speed 30] [--database sqlite|postgres] [--processes 2]
// Of `fan-out`: [--events 10000] [--database sqlite|postgres]`
import { parseArgs } from "node:util";
import { run as answer } from "./answer.ts";
import { run as crash } from "./crash.ts";
import { run as day } from "./day.ts";
import { run as door } from "./door.ts";
import { run as fanOut } from "./fan-out.ts";
import { run as fleet } from "./fleet.ts";
import { run as grow } from "./grow.ts";
import { run as long } from "./long.ts";
import { run as paint } from "./paint.ts";
import { run as siege } from "./siege/siege.ts";
import { run as start } from "./start.ts";
import { run as wait } from "./wait.ts";

const benches = {
  ...{ door, answer, start, grow, wait, long, crash, day, fleet, siege, paint },
  "fan-out": fanOut,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    connections: { type: "string", default: "32" },
    kills: { type: "string", default: "50" },
    database: { type: "string", default: "sqlite" },
    processes: { type: "string", default: "2" },
    hours: { type: "string", default: "24" },
    speed: { type: "string", default: "30" },
    events: { type: "string", default: "10000" },
    large: { type: "boolean", default: false },
  },
});
const name = positionals[0] ?? "";
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(
    `usage: npm run bench -- <${Object.keys(benches).join("|")}> [--seconds 10] [--rounds 3]\n`,
  );
  process.exit(2);
}
await benches[name as keyof typeof benches]({
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  connections: Number(values.connections),
  kills: Number(values.kills),
  database: values.database === "postgres" ? "postgres" : "sqlite",
  processes: Number(values.processes),
  hours: Number(values.hours),
  speed: Number(values.speed),
  events: Number(values.events),
  large: values.large,
});
