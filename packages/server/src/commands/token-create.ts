import { type TokenScope, tokenScopes } from "@sluice/api/roles";
import { createTokens } from "../accounts/tokens.ts";
import { isoTime, systemClock } from "../clock.ts";
import { withAccounts } from "./accounts-database.ts";
import { type Command, jsonFlag, printJson, required, UsageError } from "./command.ts";

const dayMs = 24 * 60 * 60 * 1000;
const maxNameLength = 100;

export const tokenCreate: Command = {
  name: "token create",
  summary: "Make an API token and print it, alone, once",
  flags: {
    name: { takesValue: true, meaning: "What the token is for" },
    scopes: { takesValue: true, meaning: `What it may do, separated by commas: ${tokenScopes.join(", ")}` },
    "expires-in-days": { takesValue: true, meaning: "When it stops working; left out: never" },
    ...jsonFlag,
  },
  examples: ["sluice token create --name ci --scopes workflows:write --expires-in-days 90 --data ./data"],
  async run(input) {
    const name = required(input, "name");
    if (name.length > maxNameLength) throw new UsageError(`--name has at most ${maxNameLength} characters.`);
    const scopes = readScopes(required(input, "scopes"));
    const expiresAt = readExpiry(input.flags["expires-in-days"]);
    const { id, token } = await withAccounts(
      input.config,
      (accounts) =>
        createTokens({ store: accounts.tokens, clock: systemClock }).create({
          name,
          scopes,
          expiresAt,
          createdBy: null,
        }),
      { act: "tokens.create", objectOf: ({ id }) => ({ kind: "token", id, name }) },
    );
    if (input.switches.has("json"))
      printJson(input, { id, name, scopes, expiresAt: isoTime(expiresAt), token });
    else input.surroundings.print(`${token}\n`);
    return 0;
  },
};

function readScopes(text: string): TokenScope[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError(`--scopes names none; there are ${tokenScopes.join(", ")}.`);
  return names.map((name) => {
    const scope = tokenScopes.find((known) => known === name);
    if (!scope) throw new UsageError(`--scopes does not know ${name}; there are ${tokenScopes.join(", ")}.`);
    return scope;
  });
}

function readExpiry(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError("--expires-in-days is a whole number of days.");
  return systemClock() + Number(text) * dayMs;
}
