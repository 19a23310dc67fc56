import { isDateTime } from "../variables/guess-type.ts";

const date = /^\d{4}-\d\d-\d\d$/;
const zone = /(?:[Zz]|[+-]\d\d:\d\d)$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const octet = /^(?:0|[1-9]\d{0,2})$/;
const email = /^[^\s@".]+(?:\.[^\s@".]+)*@[^\s@"]+$/;
/** What no URI holds unescaped (RFC 3986), and a `%` that escapes nothing. */
const notInUri = /[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]|%(?![0-9a-f]{2})/i;
const group = /^[0-9a-f]{1,4}$/i;

/**
 * The formats that are checked; every other one is a note for people, as JSON Schema 2020-12 takes them all. Each runs in
 * time linear in the text.
 */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  "date-time": (text) => isDateTime(text) && zone.test(text),
  date: (text) => date.test(text) && isDateTime(`${text}T00:00:00Z`),
  email: (text) => text.length <= 320 && email.test(text),
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: (text) =>
    text.length <= 8192 && /^[a-z][a-z0-9+.-]*:/i.test(text) && !notInUri.test(text) && URL.canParse(text),
  uuid: (text) => uuid.test(text),
};

function isIpv4(text: string): boolean {
  const parts = text.length <= 15 ? text.split(".") : [];
  return parts.length === 4 && parts.every((part) => octet.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const mapped = last.includes(".") && !text.endsWith("::");
  const plain = mapped ? groups.slice(0, -1) : groups;
  if (!plain.every((part) => group.test(part)) || (mapped && !isIpv4(last))) return false;
  const count = plain.length + (mapped ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}
