import { type Argon2Algorithm, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** OWASP's first choice for Argon2id: 19 MiB, 2 passes, 1 lane; about 30 ms here. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const algorithm: Argon2Algorithm = "argon2id";
const tagLength = 32;
const derive = promisify(argon2);

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** PHC string of Argon2id with a random salt. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(algorithm, { message: message(password), nonce, tagLength, ...parameters });
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(tag)}`;
}

/**
 * Whether a password is the one that was hashed. Without a hash (no such user) it takes as long and is false, so that
 * time does not tell which addresses have an account. Throws for a hash that is not an Argon2id PHC string.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const found = phc.exec(hash ?? nobody);
  const [, memory, passes, parallelism, salt, tag] = found ?? [];
  if (salt === undefined || tag === undefined) throw new Error("the stored password hash cannot be read");
  const expected = Buffer.from(tag, "base64");
  const actual = await derive(algorithm, {
    message: message(password),
    nonce: Buffer.from(salt, "base64"),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(actual, expected) && hash !== undefined;
}

/** A hash of today's parameters that no password is looked for in. */
const nobody = `$argon2id$v=19$m=${parameters.memory},t=${parameters.passes},p=${parameters.parallelism}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(tagLength))}`;

/** The same characters typed on different keyboards are the same password (RFC 8265 asks for NFC). */
function message(password: string): Buffer {
  return Buffer.from(password.normalize("NFC"), "utf8");
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
