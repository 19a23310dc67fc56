import type { ConnectorNotice } from "@sluice/api/schemas";
import type { ConnectorContent } from "@sluice/workflow/connectors";
import type { Json } from "@sluice/workflow/node-contract";
import { isObject, member, textIn, words } from "./json-values.ts";
import { Notices } from "./notices.ts";
import { readOperations } from "./read-operations.ts";
import { readServer, usableBase } from "./read-server.ts";
import { readSignIns } from "./read-sign-in.ts";
import { readText } from "./read-text.ts";
import { References } from "./references.ts";
import { RefusedDocument } from "./refused.ts";

/** Largest connector that is kept, in characters of its JSON. */
const maxContent = 4 * 1024 * 1024;

export interface OpenApiGiven {
  readonly text: string;
  /** Where the text came from: relative servers are resolved against it. */
  readonly from?: string | undefined;
  /** Taken in the place of the document's servers. */
  readonly baseUrl?: string | undefined;
}

export interface ReadOpenApi {
  /** `documentBaseUrl`: what the document itself names; empty where it names none. */
  readonly content: ConnectorContent & { readonly documentBaseUrl: string };
  readonly notices: readonly ConnectorNotice[];
}

/**
 * Reads OpenAPI 3.0, 3.1 and 3.2 and Swagger 2, as JSON or YAML. What one operation has that cannot be carried over is told and
 * left out; a `RefusedDocument` is thrown only for what is no such document, has no operation, or is too large.
 */
export async function readOpenApi({ text, from, baseUrl }: OpenApiGiven): Promise<ReadOpenApi> {
  const root = await upgraded(readText(text), from);
  const notices = new Notices();
  const references = new References(root);
  const tell = (code: ConnectorNotice["code"], detail: string) =>
    notices.add({ code, operation: null, detail });
  const follow = (value: Json | undefined) => references.follow(value, tell);
  const signIn = readSignIns(root, { follow, tell });
  const operations = readOperations({ root, references, notices, signIns: signIn, from });
  if (operations.length === 0) {
    throw new RefusedDocument({
      at: ["paths"],
      message: "the document describes no operation that can be called",
    });
  }
  const documentBaseUrl = readServer(root, from) ?? "";
  const base = usableBase(baseUrl ?? "") ?? documentBaseUrl;
  if (base === "" && operations.some((one) => one.baseUrl === null)) {
    throw new RefusedDocument({
      at: ["servers"],
      message: "the document names no server by an absolute URL: give the base URL",
    });
  }
  const info = member(root, "info");
  const content: ReadOpenApi["content"] = {
    title: words(textIn(info, "title"), 100) || "API",
    version: words(textIn(info, "version"), 100),
    description: words(textIn(info, "summary") || textIn(info, "description"), 500),
    baseUrl: base,
    documentBaseUrl,
    signIn,
    operations,
  };
  if (JSON.stringify(content).length > maxContent) {
    throw new RefusedDocument({
      at: ["paths"],
      message: "the operations take more room than a connector may have",
    });
  }
  return { content, notices: notices.all };
}

/** As OpenAPI 3: what is Swagger 2 is converted. */
async function upgraded(value: Json, from: string | undefined): Promise<Json> {
  if (!isObject(value)) throw new RefusedDocument({ at: [], message: "the document is no object" });
  const openapi = textIn(value, "openapi");
  if (/^3\.[012](\.|$)/.test(openapi)) return value;
  const swagger = member(value, "swagger");
  if (swagger !== "2.0" && swagger !== 2) {
    const said = openapi === "" ? "" : `; this one says ${words(openapi, 20)}`;
    throw new RefusedDocument({
      at: ["openapi"],
      message: `the document is OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0${said}`,
    });
  }
  const { upgradeFromTwoToThree } = await import("@scalar/openapi-upgrader/2.0-to-3.0");
  try {
    // A document without host is served by where it came from.
    const host = textIn(value, "host") || (from === undefined ? "" : new URL(from).host);
    const schemes = member(value, "schemes") ?? (host === "" ? [] : ["https"]);
    const given = host === "" ? value : { ...value, host, schemes };
    return upgradeFromTwoToThree(structuredClone(given)) as Json;
  } catch {
    throw new RefusedDocument({
      at: [],
      message: "the Swagger 2.0 document cannot be converted to OpenAPI 3",
    });
  }
}
