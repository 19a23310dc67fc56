import type { BrokenDocument } from "./broken-document.ts";
import { basic, one, step } from "./small-documents.ts";

/** Secrets that are missing, foreign or in the open. */
export const brokenSecrets: BrokenDocument[] = [
  {
    name: "a password that a copy lost",
    document: { ...one(step()), trigger: { type: "webhook", config: basic({}) } },
    finds: ["empty-secret @ trigger.config.auth.any.0.password"],
  },
  {
    name: "a password of this very place",
    document: { ...one(step()), trigger: { type: "webhook", config: basic({ secret: "sec_own" }) } },
    finds: [],
  },
  {
    name: "a password of another workflow",
    document: { ...one(step()), trigger: { type: "webhook", config: basic({ secret: "sec_theirs" }) } },
    finds: ["foreign-secret @ trigger.config.auth.any.0.password"],
  },
  {
    name: "a credential that is not there",
    document: { ...one(step()), trigger: { type: "webhook", config: basic({ credential: "cred_gone" }) } },
    finds: ["unknown-credential @ trigger.config.auth.any.0.password"],
  },
  {
    name: "a live key in a text",
    document: one(step({ title: `Bearer ${"a1".repeat(20)}` })),
    finds: ["secret-in-text @ nodes.a.config.title"],
  },
];
