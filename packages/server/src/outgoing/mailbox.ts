import { NodeError } from "@sluice/workflow/node-contract";

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/**
 * `ada@example.com`, `Ada Lovelace <ada@example.com>`, `"Lovelace, Ada" <ada@example.com>`. Written by hand on purpose:
 * parsers of mail take whatever may be an address out of a text, which is right for what comes in and wrong for what goes out.
 */
const written =
  /^(?:(?:"(?<quoted>[^"\\]*)"|(?<name>[^"<>@,;:\\]*?))\s*<(?<inside>[^<>\s]+)>|(?<bare>[^<>\s]+))$/u;

/** RFC 5321, 4.5.3.1: 64 before the @, 255 behind it. Quoted local parts are not taken: nobody's address needs one. */
const plainAddress =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * One address as people write it. Throws `invalid-mail` for anything else: two addresses in one text would let whoever fills
 * in a name add a recipient, and a line break a header.
 */
export function mailbox(text: string, what: string): Mailbox {
  const trimmed = text.trim();
  if (/\p{Cc}/u.test(trimmed)) throw invalid(`${what} holds a line break or control character`);
  const parts = written.exec(trimmed)?.groups ?? {};
  const address = parts.inside ?? parts.bare ?? "";
  if (!plainAddress.test(address) || address.length > 320) {
    const shown = JSON.stringify(trimmed.length > 100 ? `${trimmed.slice(0, 100)}…` : trimmed);
    throw invalid(`${what} must be one address such as ada@example.com, and ${shown} is not`);
  }
  return { name: (parts.quoted ?? parts.name ?? "").trim(), address };
}

function invalid(message: string): NodeError {
  return new NodeError({ code: "invalid-mail", message });
}
