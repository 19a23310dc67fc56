import { expect, test } from "vitest";
import { bytesOf, hexDump } from "./signed-view.ts";

test("bytes are shown sixteen a line, beside what can be printed of them", () => {
  const bytes = bytesOf({ text: '{"total": 12,\r\n"é": 1}', encoding: "utf8", bytes: 23 });
  expect(hexDump(bytes)).toBe(
    [
      '7b 22 74 6f 74 61 6c 22 3a 20 31 32 2c 0d 0a 22  {"total": 12,··"',
      'c3 a9 22 3a 20 31 7d                             ··": 1}',
    ].join("\n"),
  );
  expect(bytesOf({ text: "AP8=", encoding: "base64", bytes: 2 })).toEqual(Uint8Array.of(0, 255));
});
