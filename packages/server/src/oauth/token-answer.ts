import { z } from "zod";

const answerSchema = z.looseObject({
  access_token: z.string().optional(),
  token_type: z.string().nullish(),
  refresh_token: z.string().nullish(),
  expires_in: z.union([z.number(), z.string()]).nullish(),
  scope: z.union([z.string(), z.array(z.string())]).nullish(),
  id_token: z.string().nullish(),
  error: z.string().optional(),
});

/** Kinds of tokens that prove more than that they are there: what is sent as Bearer would be refused. */
const bound = /^(dpop|mac|pop)$/i;

/**
 * What a token endpoint answered, as RFC 6749 has it, 5.1: providers leave the type out or name their own (`bot`), send
 * null or a list, and 200 with an error. The ID token is set apart: whose word it is cannot be told without the issuer's
 * name, and it is only shown.
 */
export async function conformAnswer(
  response: Response,
): Promise<{ response: Response; idToken: string | undefined }> {
  const text = await response.text();
  const headers = new Headers(response.headers);
  // A challenge stands beside the error, which says more.
  headers.delete("www-authenticate");
  const parsed = answerSchema.safeParse(jsonIn(text));
  if (parsed.success) headers.set("content-type", "application/json");
  if (!parsed.success || response.status !== 200) {
    return { response: new Response(text, { status: response.status, headers }), idToken: undefined };
  }
  const { id_token: idToken, token_type: type, scope, ...rest } = parsed.data;
  if (rest.access_token === undefined && rest.error !== undefined) {
    return { response: new Response(text, { status: 400, headers }), idToken: undefined };
  }
  const kept = Object.entries(rest).filter(([, value]) => value !== null && value !== "");
  const conform = {
    ...Object.fromEntries(kept),
    token_type: bound.test(type ?? "") ? type : "bearer",
    ...(scope ? { scope: [scope].flat().join(" ") } : {}),
  };
  return {
    response: new Response(JSON.stringify(conform), { status: 200, headers }),
    idToken: idToken ?? undefined,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
