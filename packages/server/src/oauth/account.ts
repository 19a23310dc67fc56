/** What providers call the owner of an account, the most telling first. */
const names = ["email", "preferred_username", "login", "username", "user_name", "name", "sub", "id"] as const;
const mostLength = 200;

/** Who an answer about a user speaks of; undefined: it does not say. */
export function accountOf(answer: unknown): string | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  for (const name of names) {
    const value: unknown = Reflect.get(answer, name);
    if (typeof value === "string" && value.trim() !== "") return value.trim().slice(0, mostLength);
    if (typeof value === "number") return String(value);
  }
  return undefined;
}

/**
 * The same of an ID token. It came from the token endpoint itself and is shown, nothing else: its signature is not
 * checked (OpenID Connect Core, 3.1.3.7, 6).
 */
export function accountOfIdToken(token: string | undefined): string | undefined {
  const payload = token?.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    return accountOf(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}
