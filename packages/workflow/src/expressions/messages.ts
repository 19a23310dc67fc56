import type { Text } from "../node-contract/texts.ts";

/**
 * Everything that can be wrong with an expression: stable code → what is said about it, with the remedy.
 * `{name}` is filled from the error's `values`.
 */
export const expressionMessages = {
  "empty-expression": {
    en: "The expression is empty. Write a name such as trigger.amount.",
    fr: "L’expression est vide. Écrivez un nom tel que trigger.amount.",
  },
  "syntax-error": {
    en: "The expression cannot be read: {reason}. Check brackets, quotes and commas around this place.",
    fr: "L’expression est illisible : {reason}. Vérifiez parenthèses, guillemets et virgules à cet endroit.",
  },
  "unexpected-text": {
    en: "There is something after the end of the expression. Join values with + or write two templates.",
    fr: "Il reste du texte après la fin de l’expression. Reliez les valeurs par + ou écrivez deux modèles.",
  },
  "comment-not-allowed": {
    en: "Comments are not part of expressions. Put the remark into the node's note.",
    fr: "Les commentaires ne font pas partie des expressions. Mettez la remarque dans la note du nœud.",
  },
  "unclosed-template": {
    en: "This {{ is never closed. Add }}, or write {{{{ for two braces as they are.",
    fr: "Ce {{ n’est jamais fermé. Ajoutez }}, ou écrivez {{{{ pour deux accolades telles quelles.",
  },
  "source-too-long": {
    en: "The expression has {length} characters; {limit} are allowed. Split it over several steps.",
    fr: "L’expression compte {length} caractères ; {limit} sont permis. Répartissez-la sur plusieurs étapes.",
  },
  "source-too-deep": {
    en: "The expression is nested more than {limit} levels deep. Split it over several steps.",
    fr: "L’expression est imbriquée sur plus de {limit} niveaux. Répartissez-la sur plusieurs étapes.",
  },
  "syntax-not-allowed": {
    en: "{what} is not part of the expression language. {remedy}",
    fr: "« {what} » ne fait pas partie du langage d’expression. {remedy}",
  },
  "forbidden-name": {
    en: 'The name "{name}" is never readable. Rename the field where the data comes from.',
    fr: "Le nom « {name} » n’est jamais lisible. Renommez le champ à la source des données.",
  },
  "unknown-name": {
    en: 'There is nothing called "{name}". {suggestion}',
    fr: "Rien ne s’appelle « {name} ». {suggestion}",
  },
  "unknown-function": {
    en: 'There is no function "{name}". {suggestion}',
    fr: "La fonction « {name} » n’existe pas. {suggestion}",
  },
  "unknown-method": {
    en: 'There is no method "{name}". {suggestion}',
    fr: "La méthode « {name} » n’existe pas. {suggestion}",
  },
  "function-not-value": {
    en: '"{name}" is a function, not a value. Call it: {name}(…), or x => {name}(x) inside map.',
    fr: "« {name} » est une fonction, pas une valeur. Appelez-la : {name}(…), ou x => {name}(x) dans map.",
  },
  "arrow-misplaced": {
    en: "A function such as x => … may only stand directly in a call such as list.map(x => …).",
    fr: "Une fonction telle que x => … ne peut se trouver que dans un appel tel que list.map(x => …).",
  },
  "arrow-needed": {
    en: "{name} needs a function here, such as x => x.price.",
    fr: "{name} attend ici une fonction, telle que x => x.price.",
  },
  "wrong-arguments": {
    en: "{name} takes {expected} arguments, not {got}: {signature}.",
    fr: "{name} prend {expected} arguments et non {got} : {signature}.",
  },
  "wrong-type": {
    en: "{name} needs {expected} here, and this is {got}. {remedy}",
    fr: "{name} attend ici {expected}, et ceci est {got}. {remedy}",
  },
  "wrong-value": {
    en: "{name} cannot use this value: {reason}.",
    fr: "{name} ne peut pas utiliser cette valeur : {reason}.",
  },
  "invalid-pattern": {
    en: "The regular expression cannot be used: {reason}. Look-ahead, look-behind and back references do not exist here.",
    fr: "L’expression régulière est inutilisable : {reason}. Ni lecture anticipée ou arrière, ni référence arrière ici.",
  },
  "invalid-date": {
    en: 'This is not a date: {value}. Use a text such as "2026-01-31T09:00:00Z", or date(text, { format }).',
    fr: "Ceci n’est pas une date : {value}. Utilisez « 2026-01-31T09:00:00Z », ou date(texte, { format }).",
  },
  "invalid-json": {
    en: "The text is not JSON: {reason}.",
    fr: "Le texte n’est pas du JSON : {reason}.",
  },
  "not-a-number": {
    en: "The result is not a number ({value}). Check that nothing is missing and nothing is divided by 0.",
    fr: "Le résultat n’est pas un nombre ({value}). Vérifiez qu’il ne manque rien et ne divisez pas par 0.",
  },
  "not-json": {
    en: "The result is {got}, which is not JSON data. Turn it into text, numbers, lists or objects first.",
    fr: "Le résultat est {got}, ce qui n’est pas du JSON. Faites-en d’abord du texte, un nombre ou une liste.",
  },
  "too-many-steps": {
    en: "The expression takes more than {limit} steps. Work on a smaller list, or use a loop or a code node.",
    fr: "L’expression dépasse {limit} pas. Traitez une liste plus courte, ou prenez une boucle ou du code.",
  },
  "too-much-time": {
    en: "The expression ran longer than {limit} ms. Work on less data, or use a loop or a code node.",
    fr: "L’expression a dépassé {limit} ms. Traitez moins de données, ou prenez une boucle ou du code.",
  },
  "too-large": {
    en: "The value would be larger than {limit} characters. Keep only the fields you need.",
    fr: "La valeur dépasserait {limit} caractères. Ne gardez que les champs nécessaires.",
  },
  "too-deep": {
    en: "The value is nested more than {limit} levels deep. Keep only the part you need.",
    fr: "La valeur est imbriquée sur plus de {limit} niveaux. Ne gardez que la partie nécessaire.",
  },
  "template-in-host": {
    en: "The host of a URL may not come from a template. Write scheme and host as they are: https://example.com/{{ … }}.",
    fr: "L’hôte d’une URL ne peut pas venir d’un modèle. Écrivez-le tel quel : https://example.com/{{ … }}.",
  },
  "dot-segment": {
    en: 'The value inserted into the URL\'s path is "{value}", which would lead to another path. Check the value first.',
    fr: "La valeur insérée dans le chemin de l’URL est « {value} » et mènerait ailleurs. Vérifiez-la d’abord.",
  },
  "empty-segment": {
    en: "A part of the URL's path is empty, which would lead to another path. Check the value first, or leave out its slash.",
    fr: "Une partie du chemin de l’URL est vide et mènerait ailleurs. Vérifiez la valeur d’abord, ou ôtez sa barre.",
  },
  "evaluation-failed": {
    en: "The expression failed: {reason}.",
    fr: "L’expression a échoué : {reason}.",
  },
} as const satisfies Record<string, Text>;

export type ExpressionErrorCode = keyof typeof expressionMessages;
export type MessageValues = Readonly<Record<string, string | number>>;
