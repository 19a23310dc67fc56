import { type Scheme, variableOf } from "./scheme.ts";

const timely = `  const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signatures = "" } = headers;
  // What somebody recorded is not taken later. Without a time it is no number, and not taken either.
  if (!(Math.abs(Date.now() / 1000 - Number(time)) <= 300)) return false;
  const signed = Buffer.concat([Buffer.from(\`\${id}.\${time}.\`), body]);`;

const checks = {
  v1: `${timely}
  return secrets.some((secret) => {
    const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
    const expected = createHmac("sha256", key).update(signed).digest();
    return signatures.split(" ").some((one) => {
      const given = Buffer.from(one.replace(/^v1,/, ""), "base64");
      return one.startsWith("v1,") && given.length === expected.length && timingSafeEqual(given, expected);
    });
  });`,
  v1a: `${timely}
  return secrets.some((key) => {
    const x = Buffer.from(key.slice("whpk_".length), "base64").toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return signatures
      .split(" ")
      .filter((one) => one.startsWith("v1a,"))
      .some((one) => verify(null, signed, publicKey, Buffer.from(one.slice(4), "base64")));
  });`,
};

const body = (prefix: string) => `  const given = Buffer.from(String(headers["x-webhook-signature"]));
  return secrets.some((secret) => {
    const expected = Buffer.from(${prefix === "" ? "" : `"${prefix}" + `}createHmac("sha256", secret).update(body).digest("hex"));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });`;

/** A receiver for Node.js, without a dependency. */
export function nodeReceiver(scheme: Scheme): string {
  const imports = scheme === "v1a" ? "createPublicKey, verify" : "createHmac, timingSafeEqual";
  return `import { ${imports} } from "node:crypto";
import { createServer } from "node:http";

// Several, with a space between, while one gives way to another.
const secrets = process.env.${variableOf(scheme)}.split(" ");

function isSigned(headers, body) {
${typeof scheme === "string" ? checks[scheme] : body(scheme.prefix)}
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  // The bytes as they came: a body that was parsed and written again is another one.
  const body = Buffer.concat(chunks);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  const event = JSON.parse(body);
  // The same in every attempt of a message: pass over what you have seen.
  console.log(request.headers["webhook-id"], event);
  response.writeHead(204).end();
}).listen(process.env.PORT ?? 3000);
`;
}
