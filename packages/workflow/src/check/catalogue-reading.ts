import type { CatalogueEntry } from "./catalogue-entry.ts";

/** What can be found about what texts and scripts read. */
export const readingFindings = {
  "unknown-step": {
    severity: "error",
    text: {
      en: "There is no node “{step}”. Choose one from the list of variables.",
      fr: "Il n’y a pas de nœud « {step} ». Choisissez-en un dans la liste des variables.",
    },
  },
  "step-not-before": {
    severity: "error",
    text: {
      en: "“{step}” cannot have run before “{node}”: no way leads from it to here. Connect them or use another step.",
      fr: "« {step} » n’a pas pu s’exécuter avant « {node} » : aucun chemin ne mène de l’un à l’autre. Reliez-les ou prenez une autre étape.",
    },
  },
  "may-be-missing": {
    severity: "warning",
    text: {
      en: "“{step}” stands on a branch that may not be taken: its output may be missing here. Give a default with ??.",
      fr: "« {step} » est sur une branche qui peut ne pas être suivie : sa sortie peut manquer ici. Donnez un défaut avec ??.",
    },
  },
  "unknown-output-field": {
    severity: "warning",
    text: {
      en: "“{step}” gives no “{field}”: {read} is always missing. What it gives: {known}.",
      fr: "« {step} » ne donne pas « {field} » : {read} manque toujours. Ce qu’il donne : {known}.",
    },
  },
  "unknown-step-in-code": {
    severity: "warning",
    text: {
      en: "Line {line} of the code reads steps.{step}: there is no node “{step}”. Choose one from the list of variables.",
      fr: "La ligne {line} du code lit steps.{step} : il n’y a pas de nœud « {step} ». Choisissez-en un dans la liste des variables.",
    },
  },
  "step-not-before-in-code": {
    severity: "warning",
    text: {
      en: "Line {line} of the code reads “{step}”, whose output cannot be there when “{node}” runs. Connect them or read another step.",
      fr: "La ligne {line} du code lit « {step} », dont la sortie ne peut exister quand « {node} » s’exécute. Reliez-les ou lisez une autre étape.",
    },
  },
  "unknown-variable-in-code": {
    severity: "warning",
    text: {
      en: "Line {line} of the code reads trigger.{variable}: the trigger has no such variable. Declare it in the trigger.",
      fr: "La ligne {line} du code lit trigger.{variable} : le déclencheur n’a pas cette variable. Déclarez-la dans le déclencheur.",
    },
  },
  "inside-container": {
    severity: "error",
    text: {
      en: "“{step}” stands inside of “{container}”: its output is not there outside. Read {remedy} instead.",
      fr: "« {step} » est à l’intérieur de « {container} » : sa sortie n’existe pas au-dehors. Lisez plutôt {remedy}.",
    },
  },
  "container-not-ended": {
    severity: "error",
    text: {
      en: "“{step}” has not ended yet: “{node}” stands inside of it. Read the steps beside it instead.",
      fr: "« {step} » n’est pas terminé : « {node} » se trouve à l’intérieur. Lisez plutôt les étapes voisines.",
    },
  },
  "unknown-callback": {
    severity: "error",
    text: {
      en: "There is no node “{step}” here that waits for a callback. Name one of this body, or of one around it, by its key.",
      fr: "Il n’y a pas ici de nœud « {step} » qui attende un rappel. Nommez par sa clé un nœud de ce corps, ou d’un corps qui l’entoure.",
    },
  },
  "unknown-variable": {
    severity: "error",
    text: {
      en: "The trigger has no variable “{variable}”. Declare it in the trigger, or read request.body directly.",
      fr: "Le déclencheur n’a pas de variable « {variable} ». Déclarez-la dans le déclencheur, ou lisez request.body directement.",
    },
  },
  "outside-loop": {
    severity: "error",
    text: {
      en: "“{name}” exists inside of its loop only, and “{node}” stands outside.",
      fr: "« {name} » n’existe qu’à l’intérieur de sa boucle, et « {node} » est au-dehors.",
    },
  },
  "not-readable-here": {
    severity: "error",
    text: {
      en: "“{name}” cannot be read here: before an execution begins there are only trigger and request.",
      fr: "« {name} » est illisible ici : avant le début d’une exécution, il n’y a que trigger et request.",
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
