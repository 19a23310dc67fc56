import type { Credential } from "@sluice/api/schemas";
import { describe, expect, test } from "vitest";
import { authChangeOf, authInputOf, draftOf, isComplete, newDraft, withType } from "./credential-draft.ts";

const stored = (auth: Credential["auth"]): Credential => ({
  ...{ id: "cred_1", name: "Shop", auth, hosts: ["shop.example"], usedBy: [] },
  ...{ createdAt: "2026-01-02T03:04:05.000Z", updatedAt: "2026-01-02T03:04:05.000Z" },
});

describe("a draft of a credential", () => {
  test.each<Credential["auth"]>([
    { type: "basic", username: "ada" },
    { type: "header", name: "x-key" },
    { type: "query", name: "key" },
    { type: "bearer" },
    { type: "smtp", host: "mail.example", port: 587, security: "starttls", username: "ada" },
    { type: "postgres", host: "db.example", port: 5432, security: "verify", username: "a", database: "shop" },
    { type: "sqlite", file: "/srv/shop.db" },
    { type: "aws", accessKeyId: "AKIA", region: "eu-west-3", service: "s3" },
    {
      ...{ type: "oauth2", grant: "authorization-code", authorizationUrl: "https://id.example/authorize" },
      ...{ tokenUrl: "https://id.example/token", userUrl: "", clientId: "c", clientAuth: "post" },
      ...{ scope: "read", parameters: [{ name: "audience", value: "a=b" }] },
    },
  ])("of %o changes nothing when nothing was typed", (auth) => {
    const draft = draftOf(stored(auth));
    expect(isComplete(draft, auth.type)).toBe(true);
    const session = auth.type === "aws" ? { sessionToken: "" } : {};
    expect(authChangeOf(draft)).toEqual({ ...auth, ...session });
  });

  test("carries a secret that was typed anew", () => {
    const draft = { ...draftOf(stored({ type: "header", name: "x-key" })), secret: "new" };
    expect(authChangeOf(draft)).toEqual({ type: "header", name: "x-key", value: "new" });
  });

  test("needs the secret of another type", () => {
    const draft = { ...draftOf(stored({ type: "bearer" })), type: "basic" as const, username: "ada" };
    expect(isComplete(draft, "bearer")).toBe(false);
    expect(isComplete({ ...draft, secret: "p" }, "bearer")).toBe(true);
  });

  test("of a server takes the usual port, and the safest encryption first", () => {
    const mail = { ...newDraft, ...withType("smtp"), name: "Mail", host: "mail.example" };
    expect(isComplete(mail)).toBe(true);
    expect(authInputOf(mail)).toEqual({
      ...{ type: "smtp", host: "mail.example", port: 587, security: "starttls", username: "", password: "" },
    });
    expect(isComplete({ ...mail, username: "ada" })).toBe(false);
    expect(isComplete({ ...mail, port: "five" })).toBe(false);
    expect(authInputOf({ ...mail, security: "tls" })).toMatchObject({ port: 465 });
    expect(withType("postgres")).toMatchObject({ security: "verify" });
  });

  test("of an OAuth client needs its secret unless it proves itself by nothing", () => {
    const oauth = { ...newDraft.oauth, tokenUrl: "https://id.example/token", clientId: "c" };
    const draft = { ...newDraft, type: "oauth2" as const, name: "Mail", oauth };
    expect(isComplete({ ...draft, secret: "s" })).toBe(false);
    const own = { ...draft, oauth: { ...oauth, grant: "client-credentials" as const } };
    expect([isComplete({ ...own, secret: "s" }), isComplete(own)]).toEqual([true, false]);
    const open = { ...own, oauth: { ...own.oauth, clientAuth: "none" as const } };
    expect(isComplete(open)).toBe(true);
    expect(authInputOf(open)).toMatchObject({ clientSecret: "", authorizationUrl: "", userUrl: "" });
  });

  test("of a temporary AWS key keeps session token and secret together", () => {
    const aws = { accessKeyId: "A", region: "r", service: "s3", sessionToken: "t" };
    const draft = { ...newDraft, type: "aws" as const, name: "Files", aws };
    expect(isComplete(draft, "aws")).toBe(false);
    expect(authInputOf({ ...draft, secret: "k" })).toMatchObject({ secretAccessKey: "k", sessionToken: "t" });
  });

  test("of a new one needs its name, its secret, and what names the header", () => {
    const draft = { ...newDraft, name: "Shop", secret: "s" };
    expect(isComplete(draft)).toBe(true);
    expect(isComplete({ ...draft, name: " " })).toBe(false);
    expect(isComplete({ ...draft, secret: "" })).toBe(false);
    expect(isComplete({ ...draft, type: "header" })).toBe(false);
    expect(authInputOf({ ...draft, type: "query", parameter: " key " })).toEqual({
      ...{ type: "query", name: "key", value: "s" },
    });
    expect(authInputOf({ ...draft, type: "basic", username: "ada" })).toEqual({
      ...{ type: "basic", username: "ada", password: "s" },
    });
  });
});
