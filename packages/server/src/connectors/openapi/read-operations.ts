import type { ConnectorNotice } from "@sluice/api/schemas";
import {
  type ConnectorOperation,
  connectorLimits,
  connectorOperationSchema,
  namesInPath,
  operationMethods,
  type SignIn,
} from "@sluice/workflow/connectors";
import type { Json } from "@sluice/workflow/node-contract";
import { operationIdSchema } from "@sluice/workflow/node-contract";
import { isPlain, listIn, member, textIn, words } from "./json-values.ts";
import type { Notices } from "./notices.ts";
import { bounded, parameterLists, readBody, readParameters } from "./read-parameters.ts";
import { readServer } from "./read-server.ts";
import { signInOf } from "./read-sign-in.ts";
import type { References } from "./references.ts";

export interface OperationsGiven {
  readonly root: Json;
  readonly references: References;
  readonly notices: Notices;
  readonly signIns: readonly SignIn[];
  /** Where the document came from. */
  readonly from: string | undefined;
}

/** Everything under `paths` that an `http` node can call, in the order of the document. */
export function readOperations(given: OperationsGiven): ConnectorOperation[] {
  const { root, references, notices } = given;
  const made: ConnectorOperation[] = [];
  const ids = new Set<string>();
  let over = 0;
  for (const [path, rawItem] of Object.entries(member(root, "paths") ?? {})) {
    if (!path.startsWith("/")) continue;
    const say = (code: ConnectorNotice["code"], detail: string) =>
      notices.add({ code, operation: path.slice(0, 200), detail });
    const item = references.follow(rawItem, say);
    if (path.length > 1000 || !isPlain(path)) {
      say("forbidden-name", path);
      continue;
    }
    if (member(item, "trace") !== undefined) say("method-not-carried", "TRACE");
    for (const method of operationMethods) {
      const raw = member(item, method.toLowerCase());
      if (raw === undefined) continue;
      if (made.length >= connectorLimits.operations) {
        over += 1;
        continue;
      }
      const operation = readOperation({ ...given, path, method, item, raw, ids });
      if (operation) made.push(operation);
    }
  }
  if (over > 0) notices.add({ code: "too-many-operations", operation: null, detail: String(over) });
  if (member(root, "webhooks") !== undefined) {
    notices.add({ code: "callbacks-not-carried", operation: null, detail: "webhooks" });
  }
  return made;
}

function readOperation(
  given: OperationsGiven & {
    readonly path: string;
    readonly method: ConnectorOperation["method"];
    readonly item: Json | undefined;
    readonly raw: Json;
    readonly ids: Set<string>;
  },
): ConnectorOperation | undefined {
  const { root, references, notices, path, method, item, from } = given;
  const label = `${method} ${path}`.slice(0, 200);
  const tell = (code: ConnectorNotice["code"], detail: string) =>
    notices.add({ code, operation: label, detail });
  const follow = (value: Json | undefined) => references.follow(value, tell);
  const raw = follow(given.raw);
  if (member(raw, "callbacks") !== undefined) tell("callbacks-not-carried", "callbacks");
  const body = readBody(member(raw, "requestBody"), { follow, tell });
  if (body === null) return undefined;
  const lists = parameterLists(item, raw);
  const parameters = readParameters({ lists, names: [...new Set(namesInPath(path))], follow, tell });
  const tag = listIn(raw, "tags")[0];
  const summary =
    words(textIn(raw, "summary"), 120) ||
    words(textIn(raw, "description").split(/[.\n]/, 1)[0] ?? "", 120) ||
    label.slice(0, 120);
  const operation = connectorOperationSchema.safeParse({
    id: freeId(textIn(raw, "operationId"), label, given.ids),
    ...{ method, path, summary: summary.replaceAll("{{", "{ {") },
    description: words(textIn(raw, "description"), 500),
    tag: typeof tag === "string" ? words(tag, 100) : null,
    deprecated: member(raw, "deprecated") === true,
    baseUrl: readServer(raw, from) ?? readServer(item, from) ?? null,
    bodyKind: body.bodyKind,
    parameters: bounded([...parameters, ...body.parameters], tell),
    signIn: signInOf(root, raw, given.signIns),
  });
  if (operation.success) return operation.data;
  tell("unreadable-operation", operation.error.issues[0]?.path.join(".") ?? "");
  return undefined;
}

/** The document's own id where it can be one, else made of method and path; no two are the same. */
function freeId(wanted: string, label: string, taken: Set<string>): string {
  const cleaned = (wanted || label)
    .replace(/[^A-Za-z0-9_.:-]+/g, "_")
    .replace(/^[^A-Za-z0-9]+|_+$/g, "")
    .slice(0, 110);
  const base = operationIdSchema.safeParse(cleaned).success ? cleaned : `operation_${taken.size + 1}`;
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}_${number}`;
  taken.add(id);
  return id;
}
