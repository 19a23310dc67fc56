import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createSqliteAccountsStore } from "../stores/accounts/sqlite.ts";
import type { SystemMail } from "../system-mail/system-mail.ts";
import { temporaryDatabase } from "../testing/temporary-database.ts";
import { createPasswordResets } from "./password-resets.ts";
import { createUser } from "./users.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("answers before it looks whether there is an account, and settles when all is sent", async () => {
  const { database, remove } = temporaryDatabase();
  const store = createSqliteAccountsStore(database);
  const clock = () => 1;
  await createUser({
    store: store.users,
    clock,
    email: "ana@example.com",
    password: "a password 99",
    role: "owner",
  });
  const looked = vi.spyOn(store.users, "byEmail");
  const sent: string[] = [];
  const warned: object[] = [];
  const mail: SystemMail = {
    available: true,
    async send({ to }) {
      sent.push(to);
      throw new Error("nobody takes it");
    },
  };
  const log = { warn: (details: object) => warned.push(details) };
  const resets = createPasswordResets({ store, clock, mail, base: () => "", log, changed: () => {} });
  for (const email of ["ana@example.com", "eve@example.com"]) {
    await resets.ask({ email, address: "192.0.2.1" });
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect([looked.mock.calls, sent]).toEqual([[], []]);
  const settled = resets.settle();
  await vi.advanceTimersByTimeAsync(200);
  await settled;
  expect([looked.mock.calls.length, sent]).toEqual([2, ["ana@example.com"]]);
  // Under the key that the log has a serializer for.
  expect(warned).toEqual([{ err: expect.any(Error) }]);
  remove();
});
