import type { VariableSource, VariableType } from "@sluice/workflow/document";

export type DocsLanguage = "en" | "fr";

/** The words of the page. */
export interface Texts {
  readonly title: (name: string) => string;
  readonly where: string;
  readonly bodies: string;
  readonly largest: (bytes: string) => string;
  readonly callers: string;
  readonly anyone: string;
  readonly any: string;
  readonly all: string;
  readonly basic: string;
  readonly bearer: string;
  readonly apiKey: Readonly<Record<"header" | "query", (name: string) => string>>;
  readonly jwt: (header: string, algorithms: string) => string;
  readonly signature: (preset: string) => string;
  readonly signed: string;
  readonly fields: string;
  readonly noFields: string;
  readonly columns: readonly [place: string, path: string, type: string, required: string, about: string];
  readonly from: Readonly<Record<VariableSource, string>>;
  readonly types: Readonly<Record<VariableType, string>>;
  readonly yes: string;
  readonly no: string;
  readonly byDefault: string;
  readonly schema: string;
  readonly example: string;
  readonly answers: string;
  readonly async: string;
  readonly sync: (seconds: number) => string;
  readonly status: string;
  readonly decided: string;
  readonly kinds: Readonly<Record<"json" | "text" | "html" | "empty" | "redirect", string>>;
  readonly gaps: string;
  readonly problems: string;
  readonly problemsHint: string;
  readonly problem: (status: number) => string;
  readonly openApi: string;
}

const problemsEn: Readonly<Record<number, string>> = {
  202: "Not answered in time: it goes on, and Location says where to ask",
  400: "The body or the query cannot be read",
  401: "Credentials are missing or wrong",
  403: "The sender’s network address is not on the list",
  404: "The address is wrong, or nothing is published at it",
  405: "Only POST is taken",
  408: "The request did not arrive in time",
  409: "The same request is still being worked on; Retry-After says when to try again",
  413: "The body is too large",
  415: "The body is of a kind that is not taken",
  422: "Something required is missing or of the wrong type; violations names each",
  429: "Too many requests; Retry-After says when to try again",
  500: "The workflow failed before it answered",
  503: "Paused or overloaded; Retry-After says when to try again",
  504: "Not answered in time; it goes on",
};

const problemsFr: Readonly<Record<number, string>> = {
  202: "Pas de réponse à temps : l’exécution continue, et Location dit où demander",
  400: "Le corps ou la requête est illisible",
  401: "Les identifiants manquent ou sont faux",
  403: "L’adresse réseau de l’expéditeur n’est pas sur la liste",
  404: "L’adresse est fausse, ou rien n’y est publié",
  405: "Seul POST est accepté",
  408: "La requête n’est pas arrivée à temps",
  409: "La même requête est encore en cours ; Retry-After dit quand réessayer",
  413: "Le corps est trop grand",
  415: "Le corps est d’un genre qui n’est pas accepté",
  422: "Une valeur obligatoire manque ou n’a pas le bon type ; violations les nomme toutes",
  429: "Trop de requêtes ; Retry-After dit quand réessayer",
  500: "Le workflow a échoué avant de répondre",
  503: "En pause ou surchargé ; Retry-After dit quand réessayer",
  504: "Pas de réponse à temps ; l’exécution continue",
};

const en: Texts = {
  title: (name) => `${name}: how to send`,
  where: "Address",
  bodies: "Bodies:",
  largest: (bytes) => `${bytes} at most`,
  callers: "Authentication",
  anyone: "None: whoever knows the address may send.",
  any: "One of these is enough.",
  all: "All of these are needed.",
  basic: "HTTP Basic: Authorization: Basic …, with a user name and a password",
  bearer: "Bearer token: Authorization: Bearer …",
  apiKey: {
    header: (name) => `A key in the header ${name}`,
    query: (name) => `A key in the query parameter ${name}`,
  },
  jwt: (header, algorithms) => `A JWT in the header ${header}, signed with ${algorithms}`,
  signature: (preset) => `A signature (${preset})`,
  signed: "signs",
  fields: "What is read",
  noFields: "Nothing in particular: any body is taken.",
  columns: ["In", "Path", "Type", "Required", "About"],
  from: { body: "body", query: "query", headers: "header" },
  types: {
    ...{ string: "text", number: "number", integer: "integer", boolean: "true or false", object: "object" },
    ...{ array: "list", datetime: "date and time (RFC 3339)", any: "anything" },
  },
  yes: "yes",
  no: "no",
  byDefault: "default",
  schema: "Schema of the body",
  example: "Example",
  answers: "Answers",
  async: "The request is answered as soon as it is stored; the work is done afterwards.",
  sync: (seconds) => `The answer comes when the work is done, within ${seconds} seconds.`,
  status: "Status",
  decided: "worked out each time",
  kinds: { json: "JSON", text: "text", html: "HTML", empty: "no body", redirect: "redirect" },
  gaps: "… stands for what is worked out each time.",
  problems: "Refusals",
  problemsHint: "application/problem+json (RFC 9457); branch on code, which is stable.",
  problem: (status) => problemsEn[status] ?? "",
  openApi: "OpenAPI 3.1",
};

const fr: Texts = {
  title: (name) => `${name} : comment envoyer`,
  where: "Adresse",
  bodies: "Corps :",
  largest: (bytes) => `${bytes} au plus`,
  callers: "Authentification",
  anyone: "Aucune : quiconque connaît l’adresse peut envoyer.",
  any: "Une seule suffit.",
  all: "Toutes sont nécessaires.",
  basic: "HTTP Basic : Authorization: Basic …, avec un nom d’utilisateur et un mot de passe",
  bearer: "Jeton Bearer : Authorization: Bearer …",
  apiKey: {
    header: (name) => `Une clé dans l’en-tête ${name}`,
    query: (name) => `Une clé dans le paramètre de requête ${name}`,
  },
  jwt: (header, algorithms) => `Un JWT dans l’en-tête ${header}, signé en ${algorithms}`,
  signature: (preset) => `Une signature (${preset})`,
  signed: "signe",
  fields: "Ce qui est lu",
  noFields: "Rien de particulier : tout corps est accepté.",
  columns: ["Dans", "Chemin", "Type", "Obligatoire", "À propos"],
  from: { body: "corps", query: "paramètre", headers: "en-tête" },
  types: {
    ...{ string: "texte", number: "nombre", integer: "entier", boolean: "vrai ou faux", object: "objet" },
    ...{ array: "liste", datetime: "date et heure (RFC 3339)", any: "n’importe quoi" },
  },
  yes: "oui",
  no: "non",
  byDefault: "par défaut",
  schema: "Schéma du corps",
  example: "Exemple",
  answers: "Réponses",
  async: "La réponse vient dès que la requête est conservée ; le travail se fait ensuite.",
  sync: (seconds) => `La réponse vient quand le travail est fait, en ${seconds} secondes au plus.`,
  status: "Statut",
  decided: "calculé chaque fois",
  kinds: { json: "JSON", text: "texte", html: "HTML", empty: "sans corps", redirect: "redirection" },
  gaps: "… remplace ce qui est calculé chaque fois.",
  problems: "Refus",
  problemsHint: "application/problem+json (RFC 9457) ; fiez-vous à code, qui est stable.",
  problem: (status) => problemsFr[status] ?? "",
  openApi: "OpenAPI 3.1",
};

export const docsTexts: Readonly<Record<DocsLanguage, Texts>> = { en, fr };

/** The language that a reader prefers of those that there are (RFC 9110, 12.5.4); English for all others. */
export function docsLanguage(acceptLanguage: string | undefined): DocsLanguage {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .slice(0, 50)
    .map((part, at) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters
        .map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1])
        .find((text) => text !== undefined);
      return { tag: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight), at };
    })
    .filter(({ tag, weight }) => (tag === "en" || tag === "fr") && weight > 0)
    .sort((one, other) => other.weight - one.weight || one.at - other.at);
  return wanted[0]?.tag === "fr" ? "fr" : "en";
}
