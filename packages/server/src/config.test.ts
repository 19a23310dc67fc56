import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, configFlags, describeConfig, readConfig } from "./config.ts";

const read = (environment: Record<string, string>, flags: Record<string, string> = {}) =>
  readConfig({ environment, flags });

describe("the configuration", () => {
  it("has a default for everything that must be there", () => {
    expect(read({})).toMatchObject({
      ...{ port: 4100, host: "127.0.0.1", data: resolve("data"), publicUrl: undefined, secretKey: undefined },
      ...{ allowedHosts: [], trustedProxies: [], exposeEnv: [], env: {}, logLevel: "info" },
    });
  });

  it("takes a flag before a variable and a variable before the default", () => {
    expect(read({ SLUICE_PORT: "1" }).port).toBe(1);
    expect(read({ SLUICE_PORT: "1" }, { port: "2" }).port).toBe(2);
    expect(read({ SLUICE_PORT: "" }).port).toBe(4100);
  });

  it.each([
    [{ SLUICE_PORT: "65536" }, "SLUICE_PORT must be a whole number from 0 to 65535"],
    [{ SLUICE_PORT: "4100x" }, "SLUICE_PORT"],
    [{ SLUICE_HOST: "http://x" }, "SLUICE_HOST"],
    [{ SLUICE_PUBLIC_URL: "hooks.example.com" }, "SLUICE_PUBLIC_URL"],
    [{ SLUICE_PUBLIC_URL: "https://example.com/base" }, "SLUICE_PUBLIC_URL"],
    [{ SLUICE_PUBLIC_URL: "https://bob@example.com" }, "SLUICE_PUBLIC_URL"],
    [{ SLUICE_OIDC_ISSUER: "http://login.example.com", SLUICE_OIDC_CLIENT_ID: "x" }, "SLUICE_OIDC_ISSUER"],
    [{ SLUICE_OIDC_ISSUER: "https://login.example.com" }, "SLUICE_OIDC_CLIENT_ID belong together"],
    [{ SLUICE_OIDC_SCOPES: "openid profile" }, "SLUICE_OIDC_SCOPES must hold email"],
    [{ SLUICE_OIDC_ROLE: "admin" }, "SLUICE_OIDC_ROLE must be one of owner, editor, operator, viewer"],
    [{ SLUICE_ALLOWED_HOSTS: "a.example, http://b" }, "SLUICE_ALLOWED_HOSTS"],
    [{ SLUICE_TRUSTED_PROXIES: "10.0.0.0/33" }, "SLUICE_TRUSTED_PROXIES"],
    [{ SLUICE_SECRET_KEY: "short" }, "SLUICE_SECRET_KEY"],
    [{ SLUICE_ADMIN_EMAIL: "a@b.c" }, "SLUICE_ADMIN_EMAIL and SLUICE_ADMIN_PASSWORD"],
    [{ SLUICE_ADMIN_EMAIL: "nobody", SLUICE_ADMIN_PASSWORD: "long enough 1" }, "SLUICE_ADMIN_EMAIL"],
    [{ SLUICE_ADMIN_EMAIL: "a@b.c", SLUICE_ADMIN_PASSWORD: "short" }, "SLUICE_ADMIN_PASSWORD"],
    [{ SLUICE_MAX_BODY_BYTES: "-1" }, "SLUICE_MAX_BODY_BYTES"],
    [{ SLUICE_EXPOSE_ENV: "A-B" }, "SLUICE_EXPOSE_ENV"],
    [{ SLUICE_EXPOSE_ENV: "SLUICE_SECRET_KEY" }, "SLUICE_EXPOSE_ENV"],
    [{ SLUICE_LOG_LEVEL: "loud" }, "SLUICE_LOG_LEVEL"],
    [{ SLUICE_PROT: "1" }, "SLUICE_PROT is not a setting"],
  ])("refuses %j with one sentence that names it", (environment, words) => {
    const attempt = () => read(environment);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(words);
    expect(attempt).toThrow(/^[^\n]+\.$/);
  });

  it("refuses an invalid variable although a flag goes before it", () => {
    expect(() => read({ SLUICE_PORT: "abc" }, { port: "4100" })).toThrow(
      /^SLUICE_PORT must be a whole number/,
    );
    expect(read({ SLUICE_PORT: "" }, { port: "4100" }).port).toBe(4100);
  });

  it("names the flag when the flag is wrong", () => {
    expect(() => read({}, { port: "x" })).toThrow("--port must be");
  });

  it("never shows a secret, neither in errors nor in the list", () => {
    const secret = "hunter2-hunter2";
    expect(() => read({ SLUICE_SECRET_KEY: secret })).toThrow(/^(?!.*hunter2)/);
    const environment = { SLUICE_SECRET_KEY: `${secret}${secret}${secret}` };
    expect(JSON.stringify(describeConfig({ environment }))).not.toContain(secret);
  });

  it("lists every setting once, with value, source and meaning", () => {
    const lines = describeConfig({ environment: { SLUICE_HOST: "::1" }, flags: { port: "5" } });
    expect(new Set(lines.map(({ variable }) => variable)).size).toBe(lines.length);
    expect(lines.flatMap(({ flag }) => flag ?? [])).toEqual([...configFlags]);
    expect(lines.find(({ variable }) => variable === "SLUICE_PORT")).toMatchObject({
      value: "5",
      source: "flag",
    });
    expect(lines.find(({ variable }) => variable === "SLUICE_HOST")).toMatchObject({
      value: "::1",
      source: "environment",
    });
    expect(lines.every(({ meaning }) => meaning.length > 10)).toBe(true);
  });

  it("exposes of the environment what is listed, and nothing else", () => {
    expect(read({ REGION: "eu", HOME: "/root", SLUICE_EXPOSE_ENV: "REGION, ABSENT" }).env).toEqual({
      REGION: "eu",
    });
  });

  it("takes addresses of all kinds", () => {
    const config = read({
      SLUICE_HOST: "[::1]",
      SLUICE_TRUSTED_PROXIES: "10.0.0.0/8, ::1",
      SLUICE_ALLOWED_HOSTS: "A.example",
    });
    expect(config).toMatchObject({
      host: "::1",
      trustedProxies: ["10.0.0.0/8", "::1"],
      allowedHosts: ["a.example"],
    });
  });
});
