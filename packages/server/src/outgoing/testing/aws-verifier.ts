import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text, "utf8").digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Judges a request as the other side does, written from "Create a signed AWS API request" (docs.aws.amazon.com, IAM user
 * guide) alone: from what came over the wire. Undefined: the signature is right; else what is wrong.
 */
export function awsProblem(request: SignedRequest, secretAccessKey: string): string | undefined {
  const { method, path: target, headers, body } = request;
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const found = pattern.exec(headers.authorization ?? "");
  if (!found) return "no authorization of this kind";
  const [, , day = "", region = "", service = "", signedHeaders = "", signature] = found;
  const names = signedHeaders.split(";");
  const mustBeSigned = Object.keys(headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  const unsigned = mustBeSigned.find((name) => !names.includes(name));
  if (unsigned !== undefined) return `${unsigned} is not signed`;
  const payload = headers["x-amz-content-sha256"] ?? sha256(body);
  if (payload !== sha256(body)) return "the body is another";
  const [path = "", query = ""] = target.split("?");
  const segments = path.split("/").map((segment) => {
    const once = encode(decodeURIComponent(segment));
    return service === "s3" ? once : encode(once);
  });
  const parameters = query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => part.split("=").map((text) => encode(decodeURIComponent(text))))
    .map(([name = "", value = ""]) => `${name}=${value}`)
    .sort();
  const lines = names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}\n`);
  const canonical = [
    method,
    segments.join("/"),
    parameters.join("&"),
    lines.join(""),
    signedHeaders,
    payload,
  ];
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(canonical.join("\n"))].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request");
  return hmac(key, text).toString("hex") === signature ? undefined : "the signature is wrong";
}
