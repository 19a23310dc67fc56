import { connectorIdSchema } from "@sluice/workflow/node-contract";

/** A readable id from a name that none of these is: `Stripe` gives `stripe`, then `stripe-2`. */
export function freeId(name: string, taken: ReadonlySet<string>): string {
  const letters = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = letters
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 56)
    .replace(/^-|-$/g, "");
  const base = connectorIdSchema.safeParse(wanted).success ? wanted : "connector";
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  return id;
}
