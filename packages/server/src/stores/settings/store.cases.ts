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
      expect(await settings.get("a")).toBeUndefined();
      await settings.set({ name: "a", value: '{"é":1}', at: 1 });
      await settings.set({ name: "b", value: "null", at: 1 });
      await settings.set({ name: "a", value: "2", at: 2 });
      expect([await settings.get("a"), await settings.get("b")]).toEqual(["2", "null"]);
    });
  });
}
