/** An operation that cannot be done on this document. Nothing has changed. `code` is stable. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  readonly code:
    | "no-such-node"
    | "no-such-edge"
    | "no-such-note"
    | "no-such-variable"
    | "edge-exists"
    | "key-taken"
    | "bad-key"
    | "bad-path"
    /** The nodes stand in different containers. */
    | "several-scopes"
    /** A way leads out of the nodes and back. */
    | "way-returns"
    /** A container would stand in itself. */
    | "inside-itself";

  constructor(code: OperationError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
