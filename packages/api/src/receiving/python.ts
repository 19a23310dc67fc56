import { type Scheme, variableOf } from "./scheme.ts";

const timely = `    id, sent = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    # What somebody recorded is not taken later.
    if not sent.isdecimal() or abs(time.time() - int(sent)) > 300:
        return False
    signed = f"{id}.{sent}.".encode() + body`;

const checks = {
  v1: `${timely}
    given = [one[3:] for one in headers.get("webhook-signature", "").split() if one.startswith("v1,")]
    for secret in SECRETS:
        key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
        if any(hmac.compare_digest(expected, one.encode()) for one in given):
            return True
    return False`,
  v1a: `${timely}
    given = [one[4:] for one in headers.get("webhook-signature", "").split() if one.startswith("v1a,")]
    for key in SECRETS:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key[len("whpk_"):]))
        for one in given:
            try:
                public.verify(base64.b64decode(one), signed)
                return True
            except (InvalidSignature, ValueError):
                continue
    return False`,
};

const body = (prefix: string) => `    given = headers.get("x-webhook-signature", "").encode()
    for secret in SECRETS:
        expected = ${prefix === "" ? "" : `"${prefix}" + `}hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if hmac.compare_digest(expected.encode(), given):
            return True
    return False`;

const frames = {
  flask: {
    imports: "from flask import Flask, request",
    route: `app = Flask(__name__)


@app.post("/webhooks")
def receive():
    # The bytes as they came: a body that was parsed and written again is another one.
    body = request.get_data()
    if not is_signed(request.headers, body):
        return "", 401
    event = json.loads(body)
    # The same in every attempt of a message: pass over what you have seen.
    print(request.headers.get("webhook-id"), event)
    return "", 204
`,
  },
  fastapi: {
    imports: "from fastapi import FastAPI, Request, Response",
    route: `app = FastAPI()


@app.post("/webhooks")
async def receive(request: Request) -> Response:
    # The bytes as they came: a body that was parsed and written again is another one.
    body = await request.body()
    if not is_signed(request.headers, body):
        return Response(status_code=401)
    event = json.loads(body)
    # The same in every attempt of a message: pass over what you have seen.
    print(request.headers.get("webhook-id"), event)
    return Response(status_code=204)
`,
  },
};

/** A receiver for Flask or FastAPI. `v1a` needs the package `cryptography`: Python has no Ed25519 of its own. */
export function pythonReceiver(scheme: Scheme, framework: keyof typeof frames): string {
  const { imports, route } = frames[framework];
  const standard = {
    v1: ["base64", "hashlib", "hmac", "json", "os", "time"],
    v1a: ["base64", "json", "os", "time"],
    body: ["hashlib", "hmac", "json", "os"],
  }[typeof scheme === "string" ? scheme : "body"];
  const ed25519 = `from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
`;
  return `${standard.map((name) => `import ${name}`).join("\n")}

${scheme === "v1a" ? ed25519 : ""}${imports}

# Several, with a space between, while one gives way to another.
SECRETS = os.environ["${variableOf(scheme)}"].split()


def is_signed(headers, body: bytes) -> bool:
${typeof scheme === "string" ? checks[scheme] : body(scheme.prefix)}


${route}`;
}
