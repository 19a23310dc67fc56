/** A backup cannot be made, or is none that can be put back. The message says why and what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}
