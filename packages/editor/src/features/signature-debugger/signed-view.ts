import type { SignatureCheck } from "@sluice/api/schemas";

type Signed = NonNullable<SignatureCheck["signed"]>;

/** The bytes that are shown. */
export function bytesOf({ text, encoding }: Signed): Uint8Array {
  if (encoding === "utf8") return new TextEncoder().encode(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const perLine = 16;

/** Sixteen bytes a line: in hex, then as the characters that can be printed. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += perLine) {
    const part = [...bytes.subarray(at, at + perLine)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const shown = part.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${hex.padEnd(perLine * 3 - 1)}  ${shown}`);
  }
  return lines.join("\n");
}
