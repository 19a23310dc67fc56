// A process of its own, so that its clock is not held up by the attack: honest.ts <url> <seconds>
import { load } from "../load.ts";
import { order } from "../order.ts";

const [url = "", seconds = "10"] = process.argv.slice(2);
process.send?.(await load({ url, body: order, seconds: Number(seconds), connections: 10, rate: 50 }), () =>
  process.exit(0),
);
