import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameError, FrameReader } from "./frame-reader.ts";

function frame(kind: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(5);
  header.writeUInt8(kind, 0);
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

test("frames come out whole however the pipe cuts them", () => {
  const frames = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.string({ unit: "grapheme" })));
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 9 }), (given, size) => {
      const read: [number, string][] = [];
      const reader = new FrameReader(10_000, (kind, payload) => read.push([kind, payload.toString()]));
      const bytes = Buffer.concat(given.map(([kind, text]) => frame(kind, text)));
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      expect(read).toEqual(given);
    }),
  );
});

test("a frame longer than agreed is refused before it is held", () => {
  const reader = new FrameReader(100, () => {});
  expect(() => reader.push(frame(1, "x".repeat(101)).subarray(0, 6))).toThrow(FrameError);
});
