import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SettingsStore } from "./store.ts";

export interface SettingsStoreUnderTest {
  readonly settings: SettingsStore;
  readonly remove: () => void | Promise<void>;
}

/** What every back end of the settings promises. */
export function settingsStoreCases(name: string, open: () => Promise<SettingsStoreUnderTest>): void {
  describe(`settings on ${name}`, () => {
    let under: SettingsStoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.remove());

    it("keep the last word, by name", async () => {
      const { settings } = under;
      expect([...(await settings.all())]).toEqual([]);
      await settings.set({ values: { a: '{"é":1}', b: "null" }, at: 1 });
      await settings.set({ values: { a: "2" }, at: 2 });
      await settings.set({ values: {}, at: 3 });
      expect(Object.fromEntries(await settings.all())).toEqual({ a: "2", b: "null" });
    });
  });
}
