import type { Text } from "../node-contract/texts.ts";

/**
 * What is said of a node that was not carried as it was. `adapted`: it does the same in another way. `left`: somebody has
 * to look after it. `{detail}` is replaced.
 */
export const noticeTexts = {
  "unknown-node": left(
    "There is no node like {detail}. It is kept, disabled, with its parameters inside: put another one in its place.",
    "Il n’existe pas de nœud comme {detail}. Il est gardé, désactivé, avec ses paramètres : remplacez-le.",
  ),
  "mode-not-carried": left(
    "Its mode {detail} does not exist here. It is kept, disabled, with its parameters inside: put another node in its place.",
    "Son mode {detail} n’existe pas ici. Il est gardé, désactivé, avec ses paramètres : remplacez-le par un autre nœud.",
  ),
  "field-name": left(
    "A field of it is called {detail}, which none may be called here. It is kept, disabled, with its parameters inside: put another node in its place.",
    "Un de ses champs s’appelle {detail}, ce qui n’est pas permis ici. Il est gardé, désactivé, avec ses paramètres : remplacez-le par un autre nœud.",
  ),
  "script-unreadable": left(
    "Its JavaScript cannot be read, from line {detail} on. It is kept, disabled, with its parameters inside: put another node in its place.",
    "Son JavaScript est illisible à partir de la ligne {detail}. Il est gardé, désactivé, avec ses paramètres : remplacez-le par un autre nœud.",
  ),
  "parameter-not-carried": left(
    "This setting was not carried: {detail}.",
    "Ce réglage n’a pas été repris : {detail}.",
  ),
  "type-not-carried": left(
    "n8n makes its field {detail} what its type says. Here it stays what the expression gives: see that it is of that type.",
    "n8n donne à son champ {detail} le type indiqué. Ici, il reste ce que l’expression donne : vérifiez qu’il est de ce type.",
  ),
  "expression-not-carried": left(
    "This expression stands there as it was, and must be rewritten: {detail}",
    "Cette expression est restée telle quelle et doit être réécrite : {detail}",
  ),
  "json-not-carried": left(
    "This JSON text cannot be read as JSON, and is sent as text: {detail}",
    "Ce texte JSON n’est pas lisible comme JSON et sera envoyé comme texte : {detail}",
  ),
  "file-of-request": left(
    "Its file {detail} is taken from the field of that name in the request: let the trigger accept files.",
    "Son fichier {detail} est pris dans le champ de ce nom de la requête : faites accepter les fichiers au déclencheur.",
  ),
  "file-not-carried": left(
    "Its file {detail} stands beside the data in n8n. Put a file of the request or of a step before in its place.",
    "Son fichier {detail} se trouve à côté des données dans n8n. Mettez à sa place un fichier de la requête ou d’une étape précédente.",
  ),
  "result-nowhere": left(
    "Where its expression gives {detail}, it leaves by an exit that leads nowhere, and its branch ends there. Connect it, if it should go on.",
    "Quand son expression donne {detail}, il sort par une sortie qui ne mène nulle part, et sa branche s’arrête là. Reliez-la, s’il doit poursuivre.",
  ),
  "other-result": left(
    "Where its expression gives no number of an exit, n8n fails. Here it leaves by the exit “default”, which leads nowhere: put an End that fails behind it, if it should fail.",
    "Quand son expression ne donne le numéro d’aucune sortie, n8n échoue. Ici, il sort par la sortie « par défaut », qui ne mène nulle part : placez-y une Fin en échec, s’il doit échouer.",
  ),
  "operator-not-carried": left(
    "The comparison {detail} does not exist here: complete the rule.",
    "La comparaison {detail} n’existe pas ici : complétez la règle.",
  ),
  "loose-not-carried": left(
    "It converts to the type {detail} where required; nothing does so here: see that what it compares is of that type.",
    "Il convertit au besoin vers le type {detail}, ce que rien ne fait ici : vérifiez que ce qu’il compare est de ce type.",
  ),
  "credential-not-carried": left(
    "Its credential ({detail}) stays in n8n: make one here and choose it.",
    "Ses identifiants ({detail}) restent dans n8n : créez-les ici et choisissez-les.",
  ),
  "auth-not-carried": left(
    "Its authentication is set up, without the secret ({detail}), which stays in n8n: fill it in.",
    "Son authentification est prête, sans le secret ({detail}), qui reste dans n8n : remplissez-le.",
  ),
  "other-trigger": left(
    "A workflow has one trigger here. This one is kept, disabled, with its parameters inside.",
    "Un workflow a ici un seul déclencheur. Celui-ci est gardé, désactivé, avec ses paramètres.",
  ),
  "no-trigger": left(
    "It has no webhook or schedule that can be carried: it got a webhook.",
    "Il n’a ni webhook ni planification qui puisse être repris : il a reçu un webhook.",
  ),
  "edge-not-carried": left(
    "This connection has no counterpart and was left out: {detail}.",
    "Cette connexion n’a pas d’équivalent et a été laissée de côté : {detail}.",
  ),
  "error-workflow": left(
    "Its error workflow is not known here: choose one in the settings.",
    "Son workflow d’erreur n’est pas connu ici : choisissez-en un dans les réglages.",
  ),
  "pinned-data": left(
    "The pinned data of {detail} was not carried.",
    "Les données épinglées de {detail} n’ont pas été reprises.",
  ),
  "note-cut": left("Its note was too long and was cut.", "Sa note était trop longue et a été coupée."),
  "new-url": adapted(
    "Its URL is a new one: tell the sender. In n8n its path was {detail}.",
    "Son URL est nouvelle : donnez-la à l’expéditeur. Dans n8n, son chemin était {detail}.",
  ),
  "post-only": left(
    "It took {detail}; trigger URLs here take POST only.",
    "Il acceptait {detail} ; les URL de déclenchement n’acceptent ici que POST.",
  ),
  "answers-added": adapted(
    "It answered with the data of the last node: a Response was put behind each last node.",
    "Il répondait avec les données du dernier nœud : une Réponse a été placée après chaque dernier nœud.",
  ),
  "code-wrapped": adapted(
    "Its code works on a list of items: a few lines around it give it one item, and take one.",
    "Son code travaille sur une liste d’éléments : quelques lignes autour lui en donnent un et en prennent un.",
  ),
  "code-names": left(
    "Its code uses what does not exist here, and would fail or do something else: {detail}.",
    "Son code utilise ce qui n’existe pas ici, et échouerait ou ferait autre chose : {detail}.",
  ),
  "list-answer": adapted(
    "Where it answers with a list, n8n goes on once for each item. Here, what reads it gets the list: take one item ([0]), or use a Loop.",
    "Quand il répond par une liste, n8n continue une fois par élément. Ici, ce qui le lit reçoit la liste : prenez un élément ([0]), ou une Boucle.",
  ),
  "merge-first": adapted(
    "It put both branches behind each other. Here it gives out what came from the first branch that ran.",
    "Il mettait les deux branches bout à bout. Ici, il donne ce qui vient de la première branche exécutée.",
  ),
  "error-as-object": left(
    "After an error it hands on { error: { code, message } }. In n8n, error is the message itself: look at what reads it.",
    "Après une erreur, il transmet { error: { code, message } }. Dans n8n, error est le message même : vérifiez ce qui le lit.",
  ),
  "does-nothing": adapted(
    "It hands on what came in, as a Transform.",
    "Il transmet ce qui est entré, sous la forme d’un Transformer.",
  ),
  "no-input": left(
    "Nothing leads here, and it works with what comes in: connect it, and look at what it reads.",
    "Rien ne mène ici, et il travaille avec ce qui entre : reliez-le et vérifiez ce qu’il lit.",
  ),
  "several-inputs": adapted(
    "Several nodes lead here. n8n runs it for each of them; here it runs once, with the first that ran.",
    "Plusieurs nœuds mènent ici. n8n l’exécute pour chacun ; ici il s’exécute une fois, avec le premier exécuté.",
  ),
} as const satisfies Record<string, { kind: "adapted" | "left"; text: Text }>;

export type NoticeCode = keyof typeof noticeTexts;

/** Something that whoever imports must know, about one node or the whole. */
export interface N8nNotice {
  /** The node's name in n8n; null: about the whole. */
  readonly node: string | null;
  /** Key of the node that it became; null: none. */
  readonly key: string | null;
  readonly kind: "adapted" | "left";
  readonly code: NoticeCode;
  readonly text: Text;
}

const longestDetail = 300;

/** A notice of the catalogue. A detail that is too long to read is cut. */
export function notice(given: {
  readonly node: string | null;
  readonly key: string | null;
  readonly code: NoticeCode;
  readonly detail?: string | Text | undefined;
}): N8nNotice {
  const { node, key, code, detail = "" } = given;
  const { kind, text } = noticeTexts[code];
  const { en, fr } = typeof detail === "string" ? { en: detail, fr: detail } : detail;
  return { node, key, kind, code, text: { en: filled(text.en, en), fr: filled(text.fr, fr) } };
}

function filled(sentence: string, detail: string): string {
  const shown = detail.length > longestDetail ? `${detail.slice(0, longestDetail)}…` : detail;
  return sentence.replace("{detail}", () => shown);
}

function left(en: string, fr: string) {
  return { kind: "left", text: { en, fr } } as const;
}

function adapted(en: string, fr: string) {
  return { kind: "adapted", text: { en, fr } } as const;
}
