/**
 * Who may import whom (ARCHITECTURE.md has the picture). Each rule's comment is the reason and what to do instead;
 * it is printed with the violation.
 */
const notTests = "\\.test\\.tsx?$|\\.cases\\.ts$|/testing/|\\.test-d\\.ts$";
const nodeCore = { dependencyTypes: ["core"] };

/** `from` may import only what `allowed` matches (paths in the workspace); packages of the registry are not its concern. */
const onlyFrom = (name, comment, path, allowed, pathNot = notTests) => ({
  name,
  severity: "error",
  comment,
  from: { path, pathNot },
  to: { path: "^(packages|e2e|bench|kits)/", pathNot: allowed },
});

/** `from` may use only these packages of the registry. */
const onlyLibraries = (name, comment, path, libraries, pathNot = notTests) => ({
  name,
  severity: "error",
  comment,
  from: { path, pathNot },
  to: {
    dependencyTypes: ["npm", "npm-dev", "npm-peer", "npm-optional"],
    pathNot: `node_modules/(\\.pnpm/)?(${libraries})`,
  },
});

export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment:
        "Files in a cycle can only be understood together. Move what both need into a file of its own.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-own-entry",
      severity: "error",
      comment:
        "A package's entry imports everything: whoever imports it from inside ties a knot. Import the file itself.",
      from: { path: "^packages/([^/]+)/src/.+/" },
      to: {
        path: "^packages/$1/src/(document|graph|check|operations|changes|variables|expressions|node-contract|file|n8n|templates|testing|contract|client|roles|schemas|definitions|runners)\\.ts$",
        pathNot: "/src/.+/",
      },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      comment:
        "An import that leads nowhere is a typing error or a missing dependency in the package's package.json.",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|vite/)" },
    },
    {
      name: "no-dev-libraries-in-product",
      severity: "error",
      comment:
        "A development dependency is not there in a release. Move it to dependencies, or the code to a test.",
      from: { path: "^packages/[^/]+/src/", pathNot: notTests },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/(\\.pnpm/)?@types",
      },
    },
    {
      name: "sandbox-only",
      severity: "error",
      comment:
        "These evaluate code: they have had remote code execution and may run inside the sandbox process only.",
      from: {},
      to: {
        path: "node_modules/(\\.pnpm/)?(jsonpath-plus|jsonata|vm2|expr-eval|jsonpath|static-eval|@nyariv\\+sandboxjs)",
      },
    },
    {
      name: "browser-safe",
      severity: "error",
      comment:
        "The workflow package, the definitions of node types and the contract run in the browser too: no node: modules.",
      from: {
        path: "^packages/(workflow|api|editor)/src/|^packages/nodes/src/([^/]+/definition|[^/]+/fields/.+|definitions)\\.ts$",
        pathNot: notTests,
      },
      to: nodeCore,
    },
    onlyLibraries(
      "node-contract-knows-zod-only",
      "The contract of node types is a leaf that everybody imports: it may drag nothing in.",
      "^packages/workflow/src/node-contract/",
      "zod",
    ),
    onlyFrom(
      "node-contract-is-a-leaf",
      "The contract of node types is a leaf: whatever it needs of the workflow package belongs into it or is handed in.",
      "^packages/workflow/src/node-contract/",
      "^packages/workflow/src/node-contract/",
    ),
    onlyFrom(
      "workflow-stands-alone",
      "What a workflow is does not depend on how it is drawn, run or stored.",
      "^packages/workflow/",
      "^packages/workflow/",
    ),
    onlyLibraries(
      "workflow-libraries",
      "The workflow package is pure and loaded by the browser: zod, its own expression and path libraries, croner (pure) to judge a schedule, ipaddr.js (pure) to judge a list of addresses, yaml (pure) for workflow files.",
      "^packages/workflow/src/",
      "zod|acorn|json-p3|@noble\\+hashes|@noble/hashes|luxon|qs|re2js|croner|ipaddr\\.js|yaml|@types",
    ),
    onlyFrom(
      "definition-apart-from-run",
      "A definition (and the fields it is made of) is loaded by the browser: it may not pull in its run, another node type or the server.",
      "^packages/nodes/src/([^/]+)/(definition\\.ts$|fields/)",
      "^packages/workflow/|^packages/nodes/src/$1/fields/",
    ),
    onlyFrom(
      "run-knows-its-definition",
      "A run imports its own definition and the workflow package: node types do not lean on each other.",
      "^packages/nodes/src/([^/]+)/run\\.ts$",
      "^packages/workflow/|^packages/nodes/src/$1/",
    ),
    onlyFrom(
      "api-is-a-contract",
      "The contract is read by server, editor and kits: it may know what a workflow is, nothing else.",
      "^packages/api/",
      "^packages/(api|workflow)/",
    ),
    onlyFrom(
      "engine-is-pure-inside",
      "The engine decides what happens, not where it is kept: store contracts with the error that they throw, node types and the workflow package only.",
      "^packages/server/src/engine/",
      "^packages/server/src/(engine/|bodies/|stores/[^/]+/store\\.ts$|stores/store-unavailable\\.ts$|outage\\.ts$|heap-room\\.ts$|live/|secrets/secret-reader\\.ts$|credentials/credential-reader\\.ts$|errors\\.ts$|ids\\.ts$|clock\\.ts$)|^packages/(workflow|nodes|api)/",
    ),
    {
      name: "engine-without-database-or-http",
      severity: "error",
      comment: "The engine must run in a test without a database or a port. Hand the effect in.",
      from: { path: "^packages/server/src/engine/", pathNot: notTests },
      to: {
        path: "node_modules/(\\.pnpm/)?(drizzle-orm|better-sqlite3|express|pg)|^(node:)?(http|https|net|process)$",
      },
    },
    {
      name: "dialects-apart",
      severity: "error",
      comment:
        "Two stores that lean on each other's statements cannot be moved or tested alone. Use the other's contract above.",
      from: { path: "^packages/server/src/stores/([^/]+)/(sqlite|postgres)[^/]*\\.ts$", pathNot: notTests },
      to: {
        path: "^packages/server/src/stores/[^/]+/(sqlite|postgres)[^/]*\\.ts$",
        pathNot: "^packages/server/src/stores/($1|database)/",
      },
    },
    {
      name: "front-door-knows-contracts",
      severity: "error",
      comment:
        "The door takes deliveries in; how executions are run and rows are written is behind contracts.",
      from: { path: "^packages/server/src/(front-door|outgoing)/", pathNot: notTests },
      to: {
        path: "^packages/server/src/(http/|stores/[^/]+/(sqlite|postgres)|stores/schema|engine/(advance|state|perform))",
      },
    },
    {
      name: "one-way-out",
      severity: "error",
      comment:
        "What reaches the network on a builder's word goes through outgoing/, where addresses are judged; a client of one's own would be the hole. Ask for `fetch`, `mail` or `query`.",
      from: { path: "^packages/(server|nodes)/src/", pathNot: `^packages/server/src/outgoing/|${notTests}` },
      to: { path: "node_modules/(\\.pnpm/)?(undici|nodemailer|mysql2|axios|got|node-fetch|ws)[@/]" },
    },
    {
      name: "nobody-imports-app",
      severity: "error",
      comment: "app.ts joins everything; whoever imports it imports everything.",
      from: {
        pathNot:
          "^packages/server/src/(main|app|start-patiently)\\.ts$|/testing/|^packages/server/src/commands/|\\.test\\.ts$",
      },
      to: { path: "^packages/server/src/(app|main)\\.ts$" },
    },
    {
      name: "ui-knows-no-domain",
      severity: "error",
      comment:
        "ui/ holds components without domain words; a component that needs the document or the API is a feature.",
      from: { path: "^packages/editor/src/ui/", pathNot: notTests },
      to: {
        path: "^packages/(workflow|nodes|api|server)/|^packages/editor/src/(document|features|api|app)/",
      },
    },
    {
      name: "document-knows-no-features",
      severity: "error",
      comment: "The open document is edited the same way whatever shows it.",
      from: { path: "^packages/editor/src/document/", pathNot: notTests },
      to: { path: "^packages/editor/src/(features|app)/" },
    },
    {
      name: "features-by-their-face",
      severity: "error",
      comment:
        "A feature uses another by the file that bears its name (features/x/x.tsx, x-page.tsx) or a use-*.ts hook, never by its inside.",
      from: { path: "^packages/editor/src/features/([^/]+)/", pathNot: notTests },
      to: {
        path: "^packages/editor/src/features/([^/]+)/",
        pathNot: [
          "^packages/editor/src/features/$1/",
          "^packages/editor/src/features/([^/]+)/(\\1(-page)?\\.tsx?|use-[^/]+\\.ts|index\\.ts)$",
        ],
      },
    },
    {
      name: "editor-never-server",
      severity: "error",
      comment: "The editor speaks to the server by its API alone, and never loads a node type's run.",
      from: { path: "^packages/editor/" },
      to: { path: "^packages/(server|nodes/src/runners|nodes/src/[^/]+/run\\.ts)" },
    },
    {
      name: "from-outside-only",
      severity: "error",
      comment: "Stories and benches are users: they speak HTTP and know documents, not our sources.",
      from: { path: "^(e2e|bench)/" },
      to: { path: "^packages/(server|editor|nodes)/src/" },
    },
    {
      name: "kits-stand-alone",
      severity: "error",
      comment:
        "A kit is copied into other people's programs: it has no dependencies, of ours or of the registry.",
      from: { path: "^kits/typescript/src/" },
      to: { pathNot: "^kits/typescript/src/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|test-results|migrations|migrations-postgres)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
    },
    combinedDependencies: false,
  },
};
