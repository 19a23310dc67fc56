import type { CatalogueEntry } from "./catalogue-entry.ts";
import { readingFindings } from "./catalogue-reading.ts";
import { senderFindings } from "./catalogue-senders.ts";

/** Everything that `check` can find: stable code → how grave it is and what is said, with the remedy. */
export const findingCatalogue = {
  "empty-workflow": {
    severity: "warning",
    text: {
      en: "The workflow has no steps yet: deliveries are stored, and nothing else happens. Add a node.",
      fr: "Le workflow n’a pas encore d’étape : les livraisons sont conservées, rien d’autre ne se passe. Ajoutez un nœud.",
    },
  },
  "no-trigger-edge": {
    severity: "error",
    text: {
      en: "Nothing is connected to the trigger, so that no node ever runs. Draw an edge from it.",
      fr: "Rien n’est relié au déclencheur : aucun nœud ne s’exécutera. Tirez un lien depuis celui-ci.",
    },
  },
  "unreachable-node": {
    severity: "warning",
    text: {
      en: "No way leads from the trigger to “{node}”: it never runs. Connect it or remove it.",
      fr: "Aucun chemin ne mène du déclencheur à « {node} » : il ne s’exécute jamais. Reliez-le ou supprimez-le.",
    },
  },
  cycle: {
    severity: "error",
    text: {
      en: "These nodes lead back to themselves: {nodes}. Remove one of the edges; repetition is done with a loop.",
      fr: "Ces nœuds se ramènent à eux-mêmes : {nodes}. Supprimez un des liens ; une répétition se fait par une boucle.",
    },
  },
  "edge-across-container": {
    severity: "error",
    text: {
      en: "The edge from “{from}” to “{to}” crosses the border of a container. Both ends must stand in the same one.",
      fr: "Le lien de « {from} » à « {to} » traverse le bord d’un conteneur. Ses deux bouts doivent être dans le même.",
    },
  },
  "not-a-container": {
    severity: "error",
    text: {
      en: "“{node}” stands in “{parent}”, which cannot hold nodes. Take it out.",
      fr: "« {node} » se trouve dans « {parent} », qui ne peut contenir de nœuds. Sortez-le.",
    },
  },
  "unknown-container": {
    severity: "error",
    text: {
      en: "“{node}” stands in “{parent}”, which is not there. Take it out.",
      fr: "« {node} » se trouve dans « {parent} », qui n’existe pas. Sortez-le.",
    },
  },
  "container-circle": {
    severity: "error",
    text: {
      en: "These containers stand in each other: {nodes}. Take one of them out.",
      fr: "Ces conteneurs se contiennent l’un l’autre : {nodes}. Sortez l’un d’eux.",
    },
  },
  "empty-container": {
    severity: "warning",
    text: {
      en: "Nothing stands in “{node}”: it does nothing. Put a node into it or remove it.",
      fr: "« {node} » ne contient rien : il ne fait rien. Mettez-y un nœud ou supprimez-le.",
    },
  },
  "nested-too-deep": {
    severity: "error",
    text: {
      en: "“{node}” stands in {limit} containers already and holds further nodes. Call another workflow instead.",
      fr: "« {node} » est déjà dans {limit} conteneurs et contient encore des nœuds. Appelez plutôt un autre workflow.",
    },
  },
  "unknown-node-type": {
    severity: "error",
    text: {
      en: "There is no node type “{type}” in this version of Sluice. Replace the node or upgrade.",
      fr: "Le type de nœud « {type} » n’existe pas dans cette version de Sluice. Remplacez le nœud ou mettez à jour.",
    },
  },
  "unknown-trigger-type": {
    severity: "error",
    text: {
      en: "There is no trigger type “{type}” in this version of Sluice. The webhook trigger is called “webhook”.",
      fr: "Le type de déclencheur « {type} » n’existe pas dans cette version de Sluice. Le déclencheur webhook s’appelle « webhook ».",
    },
  },
  "unknown-port": {
    severity: "error",
    text: {
      en: "“{node}” has no exit “{port}”: the edge from it is never taken. Remove it or connect another exit.",
      fr: "« {node} » n’a pas de sortie « {port} » : ce lien n’est jamais suivi. Supprimez-le ou reliez une autre sortie.",
    },
  },
  "duplicate-edge": {
    severity: "warning",
    text: {
      en: "“{from}” is connected to “{to}” twice by the same exit. Remove one of the edges.",
      fr: "« {from} » est relié deux fois à « {to} » par la même sortie. Supprimez un des liens.",
    },
  },
  "missing-config": {
    severity: "error",
    text: {
      en: "“{node}” needs a value here. Fill this field in.",
      fr: "« {node} » a besoin d’une valeur ici. Remplissez ce champ.",
    },
  },
  "unknown-field": {
    severity: "error",
    text: {
      en: "There is no setting “{field}” in this version of Sluice. Remove it or upgrade: it would have no effect.",
      fr: "Le réglage « {field} » n’existe pas dans cette version de Sluice. Retirez-le ou mettez à jour : il serait sans effet.",
    },
  },
  "invalid-config": {
    severity: "error",
    text: {
      en: "A setting of “{node}” does not fit: {detail}.",
      fr: "Un réglage de « {node} » ne convient pas : {detail}.",
    },
  },
  "invalid-header": {
    severity: "error",
    text: {
      en: "The header “{header}” {detail}.",
      fr: "L’en-tête « {header} » ne peut être envoyé : {detail}.",
    },
  },
  "option-without-effect": {
    severity: "error",
    text: {
      en: "“{option}” has no effect on “{node}”: {why}.",
      fr: "« {option} » est sans effet sur « {node} » : {why}.",
    },
  },
  "retry-without-effects": {
    severity: "warning",
    text: {
      en: "“{node}” reaches nothing outside: trying it again ends the same way. Remove the retry.",
      fr: "« {node} » n’atteint rien au-dehors : le reprendre finit de la même façon. Retirez la reprise.",
    },
  },
  "invalid-expression": {
    severity: "error",
    text: { en: "{problem}", fr: "{problem}" },
  },
  ...readingFindings,
  "invalid-path": {
    severity: "error",
    text: {
      en: "The path of the variable “{variable}” cannot be read: {detail}.",
      fr: "Le chemin de la variable « {variable} » est illisible : {detail}.",
    },
  },
  "invalid-schema": {
    severity: "error",
    text: {
      en: "The JSON Schema of the contract cannot be used: {detail}.",
      fr: "Le JSON Schema du contrat est inutilisable : {detail}.",
    },
  },
  "duplicate-variable": {
    severity: "error",
    text: {
      en: "Two trigger variables are called “{variable}”. Change the key of one of them.",
      fr: "Deux variables du déclencheur s’appellent « {variable} ». Changez la clé de l’une d’elles.",
    },
  },
  "invalid-address": {
    severity: "error",
    text: {
      en: "“{address}” is no address: it would let nobody in. Write an IPv4 or IPv6 address, or a network such as 203.0.113.0/24.",
      fr: "« {address} » n’est pas une adresse : elle ne laisserait entrer personne. Écrivez une adresse IPv4 ou IPv6, ou un réseau comme 203.0.113.0/24.",
    },
  },
  "nobody-may-call": {
    severity: "warning",
    text: {
      en: "The list of allowed addresses is empty: every request is refused. Add an address, or let all in.",
      fr: "La liste des adresses autorisées est vide : toute requête est refusée. Ajoutez une adresse, ou laissez-les toutes entrer.",
    },
  },
  "invalid-origin": {
    severity: "error",
    text: {
      en: "Browsers never send “{origin}” as their origin. Write scheme and host alone, such as {meant}.",
      fr: "Les navigateurs n’envoient jamais « {origin} » comme origine. Écrivez seulement le protocole et l’hôte, comme {meant}.",
    },
  },
  "alias-without-authentication": {
    severity: "warning",
    text: {
      en: "The alias “{alias}” can be guessed, and whoever guesses it may post. Add authentication, or remove the alias.",
      fr: "L’alias « {alias} » peut être deviné, et qui le devine peut envoyer. Ajoutez une authentification, ou retirez l’alias.",
    },
  },
  "variable-reads-credential": {
    severity: "warning",
    text: {
      en: "The variable “{key}” reads “{path}”, which carries the sender’s credentials: its value is stored with every execution and shown to all who open it. Remove it.",
      fr: "La variable « {key} » lit « {path} », qui porte les identifiants de l’expéditeur : sa valeur est conservée avec chaque exécution et se montre à tous ceux qui l’ouvrent. Retirez-la.",
    },
  },
  "no-response": {
    severity: "error",
    text: {
      en: "The sender may never get an answer: {way} ends without a Response. Add one at the end of this path.",
      fr: "L’expéditeur peut rester sans réponse : {way} se termine sans nœud Réponse. Ajoutez-en un au bout de ce chemin.",
    },
  },
  "response-called-off": {
    severity: "error",
    text: {
      en: "The sender may never get an answer: when {way} comes first, “{race}” calls “{response}” off. Put a Response behind “{race}”.",
      fr: "L’expéditeur peut rester sans réponse : si {way} arrive en premier, « {race} » annule « {response} ». Mettez un nœud Réponse après « {race} ».",
    },
  },
  "response-twice": {
    severity: "warning",
    text: {
      en: "“{first}” and “{second}” can both be reached by one execution: the sender gets the first answer, the second is ignored.",
      fr: "Une même exécution peut atteindre « {first} » et « {second} » : l’expéditeur reçoit la première réponse, la seconde est ignorée.",
    },
  },
  "response-in-loop": {
    severity: "warning",
    text: {
      en: "“{node}” stands in a loop: the sender gets the first answer, those of later iterations are ignored.",
      fr: "« {node} » est dans une boucle : l’expéditeur reçoit la première réponse, celles des tours suivants sont ignorées.",
    },
  },
  "response-in-async": {
    severity: "warning",
    text: {
      en: "“{node}” answers nobody: the workflow is asynchronous and its trigger answers at once. Make it synchronous.",
      fr: "« {node} » ne répond à personne : le workflow est asynchrone et son déclencheur répond aussitôt. Rendez-le synchrone.",
    },
  },
  "node-behind-response": {
    severity: "warning",
    text: {
      en: "“{node}” never runs: “{response}” ends its branch before it. Set “Then” of “{response}” to “go on”, or remove the edge.",
      fr: "« {node} » ne s’exécute jamais : « {response} » termine sa branche avant lui. Réglez « Ensuite » de « {response} » sur « poursuivre », ou supprimez le lien.",
    },
  },
  "edge-behind-response": {
    severity: "warning",
    text: {
      en: "The edge from “{response}” to “{node}” is never taken: “{response}” ends its branch. Set its “Then” to “go on”, or remove the edge.",
      fr: "Le lien de « {response} » à « {node} » n’est jamais suivi : « {response} » termine sa branche. Réglez son « Ensuite » sur « poursuivre », ou supprimez le lien.",
    },
  },
  "sync-without-sender": {
    severity: "error",
    text: {
      en: "Nobody waits for the answer of a workflow that starts by the clock or by an event. Make it asynchronous.",
      fr: "Personne n’attend la réponse d’un workflow lancé par l’horloge ou par un événement. Rendez-le asynchrone.",
    },
  },
  "error-workflow-itself": {
    severity: "error",
    text: {
      en: "The workflow is its own error workflow: its failures would start it again and again. Choose another one.",
      fr: "Le workflow est son propre workflow d’erreur : ses échecs le relanceraient sans fin. Choisissez-en un autre.",
    },
  },
  "unknown-workflow": {
    severity: "error",
    text: {
      en: "There is no workflow “{workflow}”. Choose another one.",
      fr: "Il n’y a pas de workflow « {workflow} ». Choisissez-en un autre.",
    },
  },
  "not-callable": {
    severity: "error",
    text: {
      en: "“{workflow}” cannot be called: its trigger is of another kind. Give it a call as trigger, or choose another one.",
      fr: "« {workflow} » ne peut pas être appelé : son déclencheur est d’un autre genre. Donnez-lui un appel, ou choisissez-en un autre.",
    },
  },
  "empty-secret": {
    severity: "error",
    text: {
      en: "A secret is not set (a copy has none). Enter it.",
      fr: "Un secret n’est pas renseigné (une copie n’en a pas). Saisissez-le.",
    },
  },
  "foreign-secret": {
    severity: "error",
    text: {
      en: "This secret belongs to another workflow, node or field. Enter it anew.",
      fr: "Ce secret appartient à un autre workflow, nœud ou champ. Saisissez-le à nouveau.",
    },
  },
  "unknown-credential": {
    severity: "error",
    text: {
      en: "There is no credential “{credential}”. Choose another one.",
      fr: "Il n’y a pas d’identifiant « {credential} ». Choisissez-en un autre.",
    },
  },
  "dedupe-key-constant": {
    severity: "error",
    text: {
      en: "Every request has this key: all but the first would be taken for duplicates. Put a variable into it.",
      fr: "Toutes les requêtes ont cette clé : toutes sauf la première passeraient pour des doublons. Mettez-y une variable.",
    },
  },
  "hold-needs-async": {
    severity: "warning",
    text: {
      en: "A caller who waits for the workflow’s answer cannot be held: while paused it is told to come back (503).",
      fr: "Un appelant qui attend la réponse du workflow ne peut être retenu : en pause, on lui dit de revenir (503).",
    },
  },
  "body-not-kept": {
    severity: "warning",
    text: {
      en: "This reads the request’s body, which is not kept once the execution has ended: it cannot be run again then. Declare a variable for it.",
      fr: "Ceci lit le corps de la requête, qui n’est pas gardé une fois l’exécution finie : on ne pourra plus la relancer. Déclarez-en une variable.",
    },
  },
  "secret-in-text": {
    severity: "warning",
    text: {
      en: "This looks like a secret ({kind}). Text fields are shown and exported; put it into a secret field.",
      fr: "Ceci ressemble à un secret ({kind}). Les champs de texte sont affichés et exportés ; mettez-le dans un champ secret.",
    },
  },
  "reserved-host": {
    severity: "warning",
    text: {
      en: "Nobody answers at {host}: this name is kept for examples. Fill in the address of your own system.",
      fr: "Personne ne répond à {host} : ce nom est réservé aux exemples. Indiquez l’adresse de votre propre système.",
    },
  },
  ...senderFindings,
} as const satisfies Record<string, CatalogueEntry>;

export type FindingCode = keyof typeof findingCatalogue;
