import type { CredentialAuth } from "@sluice/api/schemas";

type Shown = Extract<CredentialAuth, { type: "aws" }>;

/** A key that signs requests, while it is typed. */
export interface AwsDraft {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** It comes and goes with the secret. */
  readonly sessionToken: string;
}

export const newAws: AwsDraft = { accessKeyId: "", region: "", service: "", sessionToken: "" };

export function awsOf({ accessKeyId, region, service }: AwsDraft): Omit<Shown, "type"> {
  return { accessKeyId: accessKeyId.trim(), region: region.trim(), service: service.trim() };
}

export function awsIsComplete(draft: AwsDraft): boolean {
  return Object.values(awsOf(draft)).every((text) => text !== "");
}
