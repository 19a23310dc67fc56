import { NodeError } from "@sluice/workflow/node-contract";

/** Longest address taken; what is longer is refused by most servers. */
const maxLength = 16_000;

/**
 * The URL of a request or of a redirect, read as every browser reads it. Throws `invalid-url` for anything but http
 * and https, and for a name or password in it: those would stand in documents, logs and records.
 */
export function readTarget(text: string, base?: string): URL {
  if (text.length > maxLength) throw invalid(`is longer than ${maxLength} characters`);
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url === undefined) throw invalid("is not an address such as https://api.example.com/orders");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw invalid(`begins with ${url.protocol}//, and only http:// and https:// are called`);
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("holds a user name or password; put them into a credential");
  }
  url.hash = "";
  return url;
}

function invalid(reason: string): NodeError {
  return new NodeError({ code: "invalid-url", message: `the URL ${reason}` });
}
