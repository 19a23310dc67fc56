import {
  type SignatureAuth,
  schemesOf,
  secretReference,
  senderKeys,
  senderLabel,
  type TriggerAuth,
} from "@sluice/workflow/document";
import type { SecretReader } from "../../secrets/secret-reader.ts";
import { challengeOf } from "./challenge.ts";
import { compileJwt } from "./jwt.ts";
import type { KeySets } from "./key-sets.ts";
import { compileKnownValues, type KnownValue, type ValuePlace } from "./known-values.ts";
import { basicPlace, bearerPlace, headerPlace, queryPlace } from "./places.ts";
import { secretFields } from "./secret-fields.ts";
import { createSenders, type Senders } from "./senders.ts";
import { prepareSignature } from "./signature/prepare.ts";
import { verifySignature } from "./signature/verify.ts";
import type { Outcome, SenderRequest } from "./standing.ts";

export interface SendersGiven {
  readonly workflowId: string;
  readonly secrets: SecretReader;
  readonly keySets: KeySets;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Scheme and host of this server as the outside knows it; undefined: nobody said. */
  readonly origin: string | undefined;
}

/**
 * Who may call, made ready once per version. Null: no method is configured, anyone may. A method whose secret is
 * missing opens nothing and is a method all the same.
 */
export async function compileSenders(
  auth: TriggerAuth | undefined,
  given: SendersGiven,
): Promise<Senders | null> {
  const methods = auth?.any ?? [];
  if (methods.length === 0) return null;
  const places = new Map<string, { place: ValuePlace; values: KnownValue[] }>();
  const tokens: ((request: SenderRequest) => Promise<Outcome>)[] = [];
  const signatures: Parameters<typeof createSenders>[0]["signatures"][number][] = [];
  const addValues = (key: string, place: ValuePlace, values: readonly KnownValue[]): void => {
    const known = places.get(key) ?? { place, values: [] };
    known.values.push(...values);
    places.set(key, known);
  };

  for (const method of methods) {
    const label = senderLabel(method);
    const [used] = senderKeys(method);
    const reveal = (field: Parameters<typeof secretReference>[0]) =>
      revealed(secretReference(field), { ...given, field: secretFields[method.type] });
    const known = (value: string | undefined): KnownValue => ({ value, label, used: used ?? "" });
    switch (method.type) {
      case "basic": {
        const password = await reveal(method.password);
        const value = password === undefined ? undefined : `${method.username}:${password}`;
        addValues("basic", basicPlace, [known(value)]);
        break;
      }
      case "apiKey": {
        const { parameter } = method;
        const inHeader = method.in === "header";
        const key = inHeader ? `header ${parameter.toLowerCase()}` : `query ${parameter}`;
        const place = (inHeader ? headerPlace : queryPlace)(parameter, "apiKey");
        addValues(key, place, [known(await reveal(method.key))]);
        break;
      }
      case "bearer":
        addValues("bearer", bearerPlace, [known(await reveal(method.token))]);
        break;
      case "jwt": {
        const secret = await reveal(method.secret);
        tokens.push(compileJwt(method, { ...given, secret, label, used: used ?? "" }));
        break;
      }
      case "signature": {
        const secrets = await Promise.all(method.secrets.map(({ value }) => reveal(value)));
        const [scheme] = schemesOf(method);
        if (scheme?.kind === "token") {
          const values = secrets.map((value, at) => ({ value, ...namesOf(method, at) }));
          addValues(`token ${scheme.header}`, headerPlace(scheme.header, "signature"), values);
        } else signatures.push(compileSignature(method, { ...given, secrets }));
        break;
      }
    }
  }
  return createSenders({
    require: auth?.require ?? "any",
    types: [...new Set(methods.map(({ type }) => type))],
    challenge: challengeOf(methods),
    values: [...places.values()].map(({ place, values }) => compileKnownValues(place, values)),
    ...{ tokens, signatures },
  });
}

function compileSignature(
  method: SignatureAuth,
  given: { secrets: readonly (string | undefined)[] } & Pick<SendersGiven, "clock" | "origin">,
) {
  const prepared = prepareSignature(method, given);
  return (request: SenderRequest & { body: Uint8Array }): Outcome => {
    const { failed, secret } = verifySignature(prepared, { request, now: given.clock() });
    if (failed !== null) return { label: senderLabel(method), code: failed };
    return { type: "signature", ...namesOf(method, secret ?? 0) };
  };
}

/** What a secret of several is called, so that a rotation can be followed. */
function namesOf(method: SignatureAuth, at: number): { label: string; used: string } {
  const note = method.secrets[at]?.note;
  const label = senderLabel(method);
  return { label: note ? `${label} (${note})` : label, used: senderKeys(method)[at] ?? "" };
}

async function revealed(
  id: string | undefined,
  { workflowId, secrets, field }: Pick<SendersGiven, "workflowId" | "secrets"> & { field: string },
): Promise<string | undefined> {
  if (id === undefined) return undefined;
  return secrets.reveal({ id, owner: { workflowId, node: "trigger", field } });
}
