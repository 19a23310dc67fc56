/** A document version, made ready to run. */
export interface Plan {
  readonly workflowId: string;
  readonly version: number | null;
}
