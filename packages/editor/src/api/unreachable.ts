/**
 * What browsers say when `fetch`, or the loading of a part of the program, found no server: Chromium and Node, Firefox,
 * Safari. It is a TypeError as any slip of our own code is, and only its sentence tells them apart.
 */
const sentences =
  /failed to fetch|fetch failed|networkerror|load failed|dynamically imported module|module script/i;

/** Whether a call threw this because the server was not reached. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && sentences.test(error.message);
}

/** Whether our own program threw it: no answer of the server, no connection, nothing that the browser refused. */
export function isOwnError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DOMException) return false;
  // An answer of the server has a status.
  return !("status" in error) && !isUnreachable(error);
}
