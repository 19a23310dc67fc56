import { expect, it } from "vitest";
import { reachedFrom } from "../../../nodes/src/testing/imports-of.ts";

const packagesOf = (file: string) => [...reachedFrom(new URL(file, import.meta.url)).packages];

it("loads no client before something leaves", () => {
  expect(packagesOf("send.ts")).toContain("undici");
  expect(packagesOf("mail.ts")).toContain("nodemailer");
  expect(packagesOf("database/databases.ts")).toContain("pg");
  for (const client of ["undici", "nodemailer", "pg"])
    expect(packagesOf("outgoing.ts")).not.toContain(client);
});
