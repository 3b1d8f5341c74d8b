/**
 * Who may import whom. The picture is in server/docs/architecture.md; this file makes it true.
 * Type-only imports count: a type is a dependency too.
 */
const core = (part) => `^server/src/core/${part}/`;
const server = (part) => `^server/src/${part}/`;

const door = '^server/src/core/index\\.ts$';
/** What lies directly in the core's folder binds its parts together. */
const facade = '^server/src/core/[^/]+\\.ts$';
const text = core('text');
const syntax = core('syntax');
const shell = core('shell');
const model = core('model');
const lint = core('lint');
const configuration = core('configuration');
const protocol = server('protocol');
const smoke = server('smoke');
const projectFolder = server('project');
const project = '^server/src/project/index\\.ts$';
const lsp = server('lsp');
const cli = server('cli');

/** Each part of the house and the other parts that it may import. */
const parts = [
  { name: 'text', path: text, mayImport: [] },
  { name: 'syntax', path: syntax, mayImport: [text] },
  { name: 'shell', path: shell, mayImport: [text] },
  { name: 'model', path: model, mayImport: [text, syntax, shell] },
  { name: 'lint', path: lint, mayImport: [text, syntax, shell, model] },
  { name: 'configuration', path: configuration, mayImport: [text, model, lint] },
  { name: 'rules', path: core('rules'), mayImport: [text, syntax, shell, model, lint] },
  { name: 'refactor', path: core('refactor'), mayImport: [text, syntax, shell, model, lint] },
  { name: 'navigation', path: core('navigation'), mayImport: [text, syntax, shell, model] },
  { name: 'lesson', path: core('lesson'), mayImport: [text, syntax, shell, model, lint] },
  { name: 'completion', path: core('completion'), mayImport: [text, syntax, shell, model, lint] },
  { name: 'core', path: '^server/src/core/', mayImport: [] },
  { name: 'protocol', path: protocol, mayImport: [] },
  { name: 'project', path: projectFolder, mayImport: [door] },
  { name: 'smoke', path: smoke, mayImport: [door] },
  { name: 'lsp', path: lsp, mayImport: [door, project, smoke, protocol] },
  { name: 'cli', path: cli, mayImport: [door, project, smoke] },
  { name: 'node', path: server('node'), mayImport: [lsp, cli, project, smoke] },
  { name: 'browser', path: server('browser'), mayImport: [lsp] },
  { name: 'client', path: '^client/src/', mayImport: [protocol] },
  { name: 'tools', path: '^server/tools/', mayImport: [door, smoke, protocol] },
];

const pure = '^server/src/(core|project|smoke|protocol)/';
const tests = '^test/';

/** A package that one place wraps for everybody; the tests may compare with it. */
function onlyIn(name, packages, places) {
  return {
    name,
    severity: 'error',
    from: { path: '^(server|client)/', pathNot: places },
    to: { path: `^node_modules/(${packages})/` },
  };
}

module.exports = {
  forbidden: [
    ...parts.map(({ name, path, mayImport }) => ({
      name: `${name}-imports-only-what-is-below`,
      comment: `See server/docs/architecture.md: ${name} may import ${mayImport.join(', ') || 'nothing else of ours'}.`,
      severity: 'error',
      from: { path },
      to: { path: '^(server|client|test)/', pathNot: [path, ...mayImport] },
    })),
    {
      name: 'nobody-in-the-core-imports-its-facade',
      severity: 'error',
      from: { path: '^server/src/core/[^/]+/' },
      to: { path: facade },
    },
    {
      name: 'rules-do-not-import-rules',
      comment: 'What two rules share is a fact and belongs to the model.',
      severity: 'error',
      from: { path: '^server/src/core/rules/[^/]+/' },
      to: { path: '^server/src/core/rules/' },
    },
    {
      name: 'only-the-facade-imports-the-registry',
      severity: 'error',
      from: { path: '^(server|client)/', pathNot: facade },
      to: { path: '^server/src/core/rules/index\\.ts$' },
    },
    {
      name: 'client-shares-no-runtime',
      comment: 'Desktop and browser root are twins; what they share knows neither.',
      severity: 'error',
      from: { path: '^client/src/', pathNot: '^client/src/(node|browser)/' },
      to: { path: '^client/src/(node|browser)/' },
    },
    {
      name: 'client-roots-are-apart',
      severity: 'error',
      from: { path: '^client/src/(node|browser)/' },
      to: { path: '^client/src/(node|browser)/', pathNot: '^client/src/$1/' },
    },
    onlyIn('only-syntax-knows-dockerfile-ast', 'dockerfile-ast|dockerfile-utils', [syntax]),
    onlyIn('only-shell-knows-unbash', 'unbash', [shell]),
    onlyIn('only-few-places-know-yaml', 'yaml', [
      '^server/src/(core/configuration/yamlText|project/inlineDockerfiles|node/surroundings|lsp/yaml)\\.ts$',
    ]),
    onlyIn('only-the-rim-knows-lsp', 'vscode-languageserver[^/]*|vscode-jsonrpc', [
      syntax,
      lsp,
      server('(node|browser)'),
    ]),
    onlyIn('only-the-client-knows-the-language-client', 'vscode-languageclient|@types/vscode', [
      '^client/src/',
    ]),
    onlyIn('only-the-process-runner-knows-execa', 'execa', ['^server/src/node/processRunner\\.ts$']),
    {
      name: 'syntax-knows-only-the-types-of-lsp',
      severity: 'error',
      from: { path: syntax },
      to: { path: '^node_modules/vscode-', pathNot: '^node_modules/vscode-languageserver-types/' },
    },
    {
      name: 'only-the-process-runner-spawns',
      severity: 'error',
      from: { path: '^(server/src|client/src)/', pathNot: '^server/src/node/processRunner\\.ts$' },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'only-node-roots-import-node',
      severity: 'error',
      from: { path: '^(server|client)/src/', pathNot: '^(server|client)/src/node/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-parts-import-no-editor',
      severity: 'error',
      from: { path: pure },
      to: { path: '^vscode$' },
    },
    {
      name: 'the-core-imports-its-parsers-only',
      severity: 'error',
      from: {
        path: '^server/src/core/',
        pathNot: [syntax, shell, configuration, '^server/src/core/model/javascript/jsonValue\\.ts$'],
      },
      to: { path: '^node_modules/' },
    },
    {
      name: 'smoke-and-protocol-import-no-package',
      severity: 'error',
      from: { path: '^server/src/(smoke|protocol)/' },
      to: { path: '^node_modules/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'names-say-something',
      comment: 'A file or folder is named after what it is about.',
      severity: 'error',
      from: {},
      to: { path: '/(util|utils|helper|helpers|common|manager)(/|[.]ts$)', pathNot: '^node_modules/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'Nobody needs this file.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^(server|client)/src/(node|browser)/(server|cli|extension)\\.ts$',
          '^server/tools/',
          tests,
        ],
      },
      to: {},
    },
    {
      name: 'shipped-code-uses-dependencies',
      comment: 'What is bundled is named under dependencies, so that its licence and its updates are seen.',
      severity: 'error',
      from: { path: '^(server|client)/src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { pathNot: '^test/e2e/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The sample programs are text for the tests, built by what stands in their Dockerfiles.
    exclude: { path: '^(out|dist|coverage|\\.vscode-test)/|^test/samples/[^/]+/app/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
