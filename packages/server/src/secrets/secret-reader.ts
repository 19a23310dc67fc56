/** Where a reference to a secret stands. The same reference anywhere else opens nothing. */
export interface SecretOwner {
  readonly workflowId: string;
  /** The node's key, or `trigger`. */
  readonly node: string;
  /** The field's path in the config, as `secretsOf` gives it. */
  readonly field: string;
}

/** The way from a reference to its value: what front door and engine get of the vault. */
export interface SecretReader {
  /** The value; `undefined` when there is no such secret or it belongs to another place. Throws when it is damaged. */
  reveal(input: { readonly id: string; readonly owner: SecretOwner }): Promise<string | undefined>;
}
