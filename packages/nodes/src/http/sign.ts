import { createHash, createHmac } from "node:crypto";
import { NodeError, type OutgoingRequest, type RunContext } from "@sluice/workflow/node-contract";
import type { HttpConfig } from "./request.ts";

/**
 * A request with its signature, over the very bytes of its body. Standard Webhooks 1.0: the id is the same for every attempt
 * of the step, so that a receiver does the work once; the moment is the attempt's, or receivers would refuse a late one.
 * Throws `signing-secret-missing`.
 */
export function signed(
  request: OutgoingRequest,
  config: Pick<HttpConfig, "sign" | "signingSecret" | "signatureHeader" | "signatureFormat">,
  { idempotencyKey, now }: Pick<RunContext, "idempotencyKey" | "now">,
): OutgoingRequest {
  const { sign, signingSecret, signatureHeader, signatureFormat } = config;
  if (sign === "none") return request;
  if (signingSecret === undefined) {
    throw new NodeError({ code: "signing-secret-missing", message: "the signing secret is not set" });
  }
  const body = request.body ?? "";
  const added =
    sign === "standard"
      ? standardHeaders({ body, secret: signingSecret, idempotencyKey, now })
      : [
          {
            name: signatureHeader,
            value: hmacValue({ body, secret: signingSecret, format: signatureFormat }),
          },
        ];
  const names = new Set(added.map(({ name }) => name.toLowerCase()));
  const others = request.headers.filter(({ name }) => !names.has(name.toLowerCase()));
  return { ...request, headers: [...others, ...added] };
}

function standardHeaders(given: {
  readonly body: string | Uint8Array;
  readonly secret: string;
  readonly idempotencyKey: string;
  readonly now: string;
}) {
  const { body, secret, idempotencyKey, now } = given;
  const id = `msg_${createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 32)}`;
  const timestamp = String(Math.floor(Date.parse(now) / 1000));
  const mac = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return [
    { name: "webhook-id", value: id },
    { name: "webhook-timestamp", value: timestamp },
    { name: "webhook-signature", value: `v1,${mac}` },
  ];
}

/** `whsec_` and base64, as the specification has it; any other text is taken as it is. */
function keyOf(secret: string): Buffer {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  return encoded === undefined ? Buffer.from(secret, "utf8") : Buffer.from(encoded, "base64");
}

function hmacValue(given: {
  readonly body: string | Uint8Array;
  readonly secret: string;
  readonly format: HttpConfig["signatureFormat"];
}): string {
  const mac = createHmac("sha256", given.secret).update(given.body);
  switch (given.format) {
    case "sha256=hex":
      return `sha256=${mac.digest("hex")}`;
    case "hex":
      return mac.digest("hex");
    case "base64":
      return mac.digest("base64");
  }
}
