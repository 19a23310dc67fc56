/** A file of the delivery that started an execution, by its place among the files and what its content hashes to. */
export interface FileReference {
  readonly index: number;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}
