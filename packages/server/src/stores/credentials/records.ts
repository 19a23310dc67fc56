import { z } from "zod";
import type { CredentialRecord, ReferringDocument } from "./store.ts";

const hostsSchema = z.array(z.string());

/** How a reference begins in a stored document, which is JSON without spaces. */
export const reference = '"credential":"cred_';

export function toRow(record: CredentialRecord) {
  return {
    ...record,
    nameKey: record.name.toLowerCase(),
    hosts: JSON.stringify(record.hosts),
    nonce: Buffer.from(record.nonce),
    ciphertext: Buffer.from(record.ciphertext),
  };
}

export function toRecord({
  nameKey: _,
  hosts,
  ...row
}: Omit<CredentialRecord, "hosts"> & { readonly nameKey: string; readonly hosts: string }): CredentialRecord {
  return { ...row, hosts: hostsSchema.parse(JSON.parse(hosts)) };
}

/** The document's shape was checked on its way in. */
export function toReferring(row: { workflowId: string; document: string }): ReferringDocument {
  return { workflowId: row.workflowId, document: JSON.parse(row.document) as ReferringDocument["document"] };
}
