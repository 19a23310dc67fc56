/** Why a document as a whole is not read. */
export interface RefusedIssue {
  readonly at: (string | number)[];
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The document is none, or one that is not taken: becomes the problem `invalid-openapi`. */
export class RefusedDocument extends Error {
  override readonly name = "RefusedDocument";
  readonly issues: readonly RefusedIssue[];
  constructor(...issues: RefusedIssue[]) {
    super(issues[0]?.message ?? "the document is not taken");
    this.issues = issues;
  }
}
