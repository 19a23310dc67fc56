import { type DraftScheme, type HeaderPiece, signatureHeaders, signedPieces } from "./signature-scheme.ts";

/** The lines that make a signature, and the headers that carry it as expressions of the language. */
export interface SigningCode {
  readonly lines: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** How a language writes a text, puts pieces together, and names what is made anew for each request. */
interface Writing {
  readonly quote: (text: string) => string;
  readonly join: (parts: readonly string[]) => string;
  readonly names: Readonly<Record<"id" | "timestamp" | "signature" | "body" | "url" | "bodySha256", string>>;
}

type Part = keyof Writing["names"];

function headersIn(scheme: DraftScheme, { quote, join, names }: Writing): SigningCode["headers"] {
  const write = (piece: HeaderPiece) => ("text" in piece ? quote(piece.text) : names[piece.part]);
  return signatureHeaders(scheme).map(({ name, pieces }) => ({ name, value: join(pieces.map(write)) }));
}

function signedIn(scheme: DraftScheme, { quote, names }: Writing): string[] {
  return signedPieces(scheme.signed).map((piece) =>
    piece.kind === "part" ? (names[piece.name as Part] ?? quote("")) : quote(piece.text),
  );
}

const milliseconds = ({ timestamp }: DraftScheme) => timestamp?.unit === "milliseconds";

/** For a POSIX shell with openssl. `BODY` holds the body, `SECRET` the secret. */
export function signInShell(scheme: DraftScheme, quote: Writing["quote"], url: string): SigningCode {
  const writing: Writing = {
    quote,
    join: (parts) => parts.join(""),
    names: {
      id: '"$ID"',
      timestamp: '"$TIMESTAMP"',
      signature: '"$SIGNATURE"',
      body: '"$BODY"',
      url: quote(url),
      bodySha256: '"$(printf %s "$BODY" | openssl dgst -sha256 -r | cut -d" " -f1)"',
    },
  };
  const secret = scheme.secretPrefix === "" ? '"$SECRET"' : `"\${SECRET#${quote(scheme.secretPrefix)}}"`;
  const hex = "od -An -v -tx1 | tr -d ' \\n'";
  const key = {
    utf8: { lines: [`KEY=${secret}`], option: '-hmac "$KEY"' },
    hex: { lines: [`KEY=${secret}`], option: '-mac HMAC -macopt "hexkey:$KEY"' },
    base64: {
      lines: [`KEY=$(printf %s ${secret} | openssl base64 -d -A | ${hex})`],
      option: '-mac HMAC -macopt "hexkey:$KEY"',
    },
  }[scheme.secretEncoding];
  const digest = `openssl dgst -${scheme.algorithm} ${key.option}`;
  const output = scheme.encoding === "hex" ? '-r | cut -d" " -f1' : "-binary | openssl base64 -A";
  return {
    lines: [
      ...(scheme.id ? ['ID="msg_$(openssl rand -hex 12)"'] : []),
      ...(scheme.timestamp ? [`TIMESTAMP=$(date +%s)${milliseconds(scheme) ? "000" : ""}`] : []),
      ...key.lines,
      `SIGNATURE=$(printf %s ${signedIn(scheme, writing).join("")} | ${digest} ${output})`,
    ],
    headers: headersIn(scheme, writing),
  };
}

/** For Node.js. `body` holds the body, `secret` the secret. */
export function signInJavaScript(scheme: DraftScheme, url: string): SigningCode {
  const writing: Writing = {
    quote: (text) => JSON.stringify(text),
    join: (parts) => parts.join(" + "),
    names: {
      id: "id",
      timestamp: "timestamp",
      signature: "signature",
      body: "body",
      url: JSON.stringify(url),
      bodySha256: 'createHash("sha256").update(body).digest("hex")',
    },
  };
  const { algorithm, encoding, secretEncoding, secretPrefix } = scheme;
  const prefix = JSON.stringify(secretPrefix);
  const bare =
    secretPrefix === ""
      ? "secret"
      : `secret.startsWith(${prefix}) ? secret.slice(${secretPrefix.length}) : secret`;
  return {
    lines: [
      ...(scheme.id ? ['const id = "msg_" + randomUUID();'] : []),
      ...(scheme.timestamp
        ? [
            `const timestamp = String(${milliseconds(scheme) ? "Date.now()" : "Math.floor(Date.now() / 1000)"});`,
          ]
        : []),
      `const key = Buffer.from(${bare}, "${secretEncoding}");`,
      `const signed = ${signedIn(scheme, writing).join(" + ") || '""'};`,
      `const signature = createHmac("${algorithm}", key).update(signed).digest("${encoding}");`,
    ],
    headers: headersIn(scheme, writing),
  };
}

/** For Python 3.9. `body` holds the body as text, `secret` the secret. */
export function signInPython(scheme: DraftScheme, quote: Writing["quote"], url: string): SigningCode {
  const writing: Writing = {
    quote,
    join: (parts) => parts.join(" + "),
    names: {
      id: "message_id",
      timestamp: "timestamp",
      signature: "signature",
      body: "body",
      url: quote(url),
      bodySha256: "hashlib.sha256(body.encode()).hexdigest()",
    },
  };
  const { algorithm, encoding, secretEncoding, secretPrefix } = scheme;
  const bare = secretPrefix === "" ? "secret" : `secret.removeprefix(${quote(secretPrefix)})`;
  const key = {
    utf8: `${bare}.encode()`,
    hex: `bytes.fromhex(${bare})`,
    base64: `base64.b64decode(${bare})`,
  }[secretEncoding];
  const digest = `hmac.new(key, signed.encode(), hashlib.${algorithm})`;
  return {
    lines: [
      ...(scheme.id ? ['message_id = "msg_" + uuid.uuid4().hex'] : []),
      ...(scheme.timestamp
        ? [`timestamp = str(int(time.time()${milliseconds(scheme) ? " * 1000" : ""}))`]
        : []),
      `key = ${key}`,
      `signed = ${signedIn(scheme, writing).join(" + ") || '""'}`,
      encoding === "hex"
        ? `signature = ${digest}.hexdigest()`
        : `signature = base64.b64encode(${digest}.digest()).decode()`,
    ],
    headers: headersIn(scheme, writing),
  };
}
