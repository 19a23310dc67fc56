import { expect, test } from "vitest";
import { readProtection, recentSenders } from "./protection.ts";

test("a draft that is half right shows what can be read", () => {
  expect(readProtection({})).toEqual({
    ...{ addresses: undefined, origins: [], perMinute: undefined },
    ...{ perMinuteOfAddress: undefined, bodyBytes: undefined },
  });
  expect(
    readProtection({
      ipAllow: ["nonsense"],
      cors: { origins: ["*"] },
      limits: { perMinute: 60, bodyBytes: 9 },
    }),
  ).toMatchObject({ addresses: ["nonsense"], origins: ["*"], perMinute: 60, bodyBytes: 9 });
  expect(readProtection({ ipAllow: 7, cors: [], limits: { perMinute: 0 } })).toMatchObject({
    ...{ addresses: undefined, origins: [], perMinute: undefined },
  });
});

test("recent senders are counted by address, the newest first, and those that are listed are left out", () => {
  const delivery = (address: string, reason: string | null = null) => ({ address, reason });
  expect(
    recentSenders(
      [
        delivery("b", "address-not-allowed"),
        delivery("a"),
        delivery("known"),
        delivery("b"),
        delivery("a", "unauthorized"),
      ],
      ["known"],
    ),
  ).toEqual([
    { address: "b", count: 2, refused: "address-not-allowed" },
    { address: "a", count: 2, refused: null },
  ]);
});
