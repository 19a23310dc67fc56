/** The database's secrets were encrypted with another key, or a record is damaged. */
export class VaultError extends Error {
  override readonly name = "VaultError";
}
