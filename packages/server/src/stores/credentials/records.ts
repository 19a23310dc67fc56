import { z } from "zod";
import type { CredentialRecord, ReferringDocument } from "./store.ts";

const hostsSchema = z.array(z.string());

/** How a reference begins in a stored document, which is JSON without spaces. */
export const referenceStart = '"credential":"cred_';

/** A record as both databases keep it. */
export interface CredentialRow extends Omit<CredentialRecord, "hosts" | "nonce" | "ciphertext"> {
  readonly nameKey: string;
  readonly hosts: string;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

export function toRow(record: CredentialRecord): CredentialRow {
  return {
    ...record,
    nameKey: record.name.toLowerCase(),
    hosts: JSON.stringify(record.hosts),
    nonce: Buffer.from(record.nonce),
    ciphertext: Buffer.from(record.ciphertext),
  };
}

export function toRecord({ nameKey: _, hosts, ...row }: CredentialRow): CredentialRecord {
  return { ...row, hosts: hostsSchema.parse(JSON.parse(hosts)) };
}

/** The document's shape was checked on its way in. */
export function toReferring(row: { workflowId: string; document: string }): ReferringDocument {
  return { workflowId: row.workflowId, document: JSON.parse(row.document) as ReferringDocument["document"] };
}
