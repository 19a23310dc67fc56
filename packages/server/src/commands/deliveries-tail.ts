import { setTimeout as delay } from "node:timers/promises";
import { type Client, ProblemError } from "@sluice/api/client";
import { type DeliverySummary, verdictSchema } from "@sluice/api/schemas";
import { type Command, type CommandInput, UsageError } from "./command.ts";
import { asked, asSentence, serverClient, serverFlags, workflowCalled } from "./server-client.ts";

/** How often new deliveries are looked for, in milliseconds. A list is asked for, not the news: it leaves nothing out. */
const lookEveryMs = 1000;
const lookBackMs = 5000;
const pageSize = 100;
const mostBefore = 1000;

export const deliveriesTail: Command = {
  name: "deliveries tail",
  summary: "Follow the requests that reach trigger URLs, one line each",
  flags: {
    ...serverFlags,
    workflow: { takesValue: true, meaning: "Only of this workflow (id or name)" },
    verdict: { takesValue: true, meaning: `Only these: ${verdictSchema.options.join(", ")}` },
    reason: {
      takesValue: true,
      meaning: "Only refused for this reason: unauthorized, contract-violation, …",
    },
    last: {
      takesValue: true,
      meaning: `Begin with this many of before, at most ${mostBefore}; left out: 10`,
    },
    once: { takesValue: false, meaning: "Show those of before, and do not follow" },
    json: { takesValue: false, meaning: "Print each as one line of JSON" },
  },
  examples: [
    "sluice deliveries tail --token-file token",
    'sluice deliveries tail --workflow "Payment callback" --verdict refused --json --token-file token',
  ],
  async run(input) {
    const last = readLast(input.flags.last);
    const filter = filterOf(input);
    const client = await serverClient(input);
    const { workflow } = input.flags;
    const asksFor = {
      ...filter,
      ...(workflow === undefined ? {} : { workflowId: (await workflowCalled(client, workflow)).id }),
    };
    const known = await asked(async () => {
      const past = await before(client, asksFor, Math.max(last, 1));
      const meanwhile = await since(client, asksFor, past.at(-1));
      return [...past, ...meanwhile.filter(({ id }) => past.every((one) => one.id !== id))];
    });
    for (const delivery of known.slice(Math.max(0, known.length - last))) show(input, delivery);
    if (!input.switches.has("once")) await follow({ input, client, asksFor, known });
    return 0;
  },
};

type AsksFor = Parameters<Client["deliveries"]["list"]>[0];

/** The newest ones, oldest first. */
async function before(client: Client, asksFor: AsksFor, wanted: number): Promise<DeliverySummary[]> {
  const found: DeliverySummary[] = [];
  let cursor: string | null | undefined;
  while (found.length < wanted && cursor !== null) {
    const limit = Math.min(pageSize, wanted - found.length);
    const page = await client.deliveries.list({ ...asksFor, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found.reverse();
}

/** Until a signal ends it. A server that is away is waited for; one that refuses the token is not. */
async function follow(given: {
  readonly input: CommandInput;
  readonly client: Client;
  readonly asksFor: AsksFor;
  /** Those that are not shown any more. */
  readonly known: readonly DeliverySummary[];
}): Promise<void> {
  const { input, client, asksFor } = given;
  const ended = untilSignal(input.surroundings.enough);
  let known = given.known;
  let away = false;
  while (!ended.aborted) {
    try {
      const recent = await since(client, asksFor, known.at(-1));
      if (away) input.surroundings.complain("sluice: The server answers again.\n");
      away = false;
      const shown = new Set(known.map(({ id }) => id));
      for (const delivery of recent) if (!shown.has(delivery.id)) show(input, delivery);
      if (recent.length > 0) known = recent;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status < 500) throw asSentence(error);
      if (!away) input.surroundings.complain(`sluice: ${asSentence(error).message}; waiting for it.\n`);
      away = true;
    }
    await delay(lookEveryMs, undefined, { signal: ended }).catch(() => {});
  }
}

/**
 * Those received a little before the newest known one, and everything after it, oldest first: a request that took long to
 * come is listed at the time at which it began.
 */
async function since(
  client: Client,
  asksFor: AsksFor,
  newest: DeliverySummary | undefined,
): Promise<DeliverySummary[]> {
  const from = newest && new Date(Date.parse(newest.receivedAt) - lookBackMs).toISOString();
  const found: DeliverySummary[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await client.deliveries.list({
      ...{ ...asksFor, limit: pageSize },
      ...(from ? { from } : {}),
      ...(cursor ? { cursor } : {}),
    });
    found.push(...page.items);
    cursor = page.nextCursor;
  }
  return found.reverse();
}

function untilSignal(enough: AbortSignal | undefined): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort());
  return enough ? AbortSignal.any([enough, controller.signal]) : controller.signal;
}

function readLast(text: string | undefined): number {
  if (text === undefined) return 10;
  if (!/^\d{1,4}$/.test(text) || Number(text) > mostBefore) {
    throw new UsageError(`--last is a whole number from 0 to ${mostBefore}.`);
  }
  return Number(text);
}

function filterOf({ flags }: CommandInput): AsksFor {
  const { verdict, reason } = flags;
  if (verdict === undefined) return reason === undefined ? {} : { reason };
  const known = verdictSchema.safeParse(verdict);
  if (!known.success) throw new UsageError(`--verdict must be one of ${verdictSchema.options.join(", ")}.`);
  return { verdict: known.data, ...(reason === undefined ? {} : { reason }) };
}

function show({ surroundings, switches }: CommandInput, delivery: DeliverySummary): void {
  if (switches.has("json")) {
    surroundings.print(`${JSON.stringify(delivery)}\n`);
    return;
  }
  const { receivedAt, verdict, status, method, address, workflowId, reason, executionId, id } = delivery;
  const what = [receivedAt, verdict.padEnd(9), String(status ?? "…").padEnd(3), method, address, workflowId];
  surroundings.print(`${[...what, id, reason ?? executionId ?? ""].join("  ").trimEnd()}\n`);
}
