import type { JsonObject } from "../../node-contract/json.ts";
import type { BrokenDocument } from "./broken-document.ts";
import { one, step } from "./small-documents.ts";

const webhook = (config: JsonObject) => ({ ...one(step()), trigger: { type: "webhook", config } });

export const brokenProtection: BrokenDocument[] = [
  {
    name: "addresses that are none",
    document: webhook({ ipAllow: ["10.0.0.1", "10.0.0.0/33", "2001:db8::/32", "shop.example", "10.1"] }),
    finds: [1, 3, 4].map((at) => `invalid-address @ trigger.config.ipAllow.${at}`),
  },
  {
    name: "a list of addresses without one",
    document: webhook({ ipAllow: [] }),
    finds: ["nobody-may-call @ trigger.config.ipAllow"],
  },
  {
    name: "origins that no browser sends",
    document: webhook({
      cors: {
        origins: ["https://shop.example", "*", "https://shop.example/", "https://*.shop.example", "null"],
      },
    }),
    finds: [1, 2, 3, 4].map((at) => `invalid-origin @ trigger.config.cors.origins.${at}`),
  },
  {
    name: "variables of what opens the trigger",
    document: webhook({
      auth: {
        any: [
          { type: "apiKey", in: "header", parameter: "X-Key", key: { secret: { value: "a" } } },
          { type: "apiKey", in: "query", parameter: "key", key: { secret: { value: "a" } } },
        ],
      },
      variables: [
        ["headers", "x-key"],
        ["headers", "Authorization"],
        ["query", "key"],
        ["query", "x-key"],
        ["headers", "x-request-id"],
        ["body", "key"],
      ].map(([from = "", path = ""], index) => ({
        key: `v${index}`,
        from,
        path,
        type: "string",
        required: false,
      })),
    }),
    finds: [0, 1, 2].map((at) => `variable-reads-credential @ trigger.config.variables.${at}.path`),
  },
  {
    name: "an alias that is open to all",
    alias: "orders",
    document: one(step()),
    finds: ["alias-without-authentication @ trigger.config.auth"],
  },
  {
    name: "an alias of a workflow that asks for a password",
    alias: "orders",
    document: webhook({
      auth: { any: [{ type: "basic", username: "a", password: { secret: "sec_own" } }] },
    }),
    finds: [],
  },
];
