import { NodeError } from "@sluice/workflow/node-contract";
import { z } from "zod";

const smtpError = z.object({
  code: z.string().optional(),
  /** What Node.js called it, where nodemailer calls it something else. */
  originalCode: z.string().optional(),
  message: z.string().optional(),
  responseCode: z.int().optional(),
  response: z.string().optional(),
});

/** What the server said, at most this much of it. */
const shownCharacters = 300;

/**
 * A server's refusal as a `NodeError`; anything else comes back as it is, for `failureOf` to judge. 4yz is "not now"
 * (RFC 5321, 4.2.1), which is what the kind `5xx` is to a retry; 5yz is "not like this".
 */
export function smtpFailure(error: unknown, host: string): unknown {
  const parsed = smtpError.safeParse(error);
  if (!parsed.success || error instanceof NodeError) return error;
  const { code, originalCode, message: text, responseCode, response = "" } = parsed.data;
  const said = response.replaceAll(/\s+/g, " ").trim().slice(0, shownCharacters);
  if (code === "EAUTH" || code === "ENOAUTH") {
    const kind = responseCode !== undefined && responseCode < 500 ? "5xx" : "other";
    const message = `${host} did not take the user name and password${said === "" ? "" : `: ${said}`}`;
    return new NodeError({ code: "mail-login-refused", message, kind, cause: error });
  }
  if (responseCode !== undefined && responseCode >= 400) {
    const kind = responseCode < 500 ? "5xx" : "other";
    const message = `${host} did not take the mail: ${said}`;
    return new NodeError({ code: "mail-refused", message, kind, status: responseCode, cause: error });
  }
  if (code === "ETLS" || code === "ESTARTTLS") {
    const message = `the encrypted connection to ${host} could not be trusted or set up`;
    return new NodeError({ code: "certificate-refused", message, cause: error });
  }
  return originalCode === undefined
    ? error
    : Object.assign(new Error(text, { cause: error }), { code: originalCode });
}
