/** The build context in an editor: found from the project's files, read off the path, followed when files come and go. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Diagnostic, FileChangeType } from 'vscode-languageserver-protocol/node';
import type { Platform, SmokeJob } from '../../../server/src/lsp/platform';
import type { Graph, Settings, SmokeValues } from '../../../server/src/protocol';
import { PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';
import { onlyRules } from './documentTexts';

const root = mkdtempSync(join(tmpdir(), 'stagewright-context-'));
after(() => rmSync(root, { recursive: true, force: true }));

let projects = 0;

interface Project {
  readonly folder: string;
  uri(path: string): string;
  write(path: string, text: string): void;
  remove(path: string): void;
}

function project(files: Readonly<Record<string, string>>): Project {
  projects += 1;
  const folder = join(root, `project ${String(projects)}`);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {
    folder: pathToFileURL(folder).href,
    uri: (path) => pathToFileURL(join(folder, path)).href,
    write,
    remove: (path) => rmSync(join(folder, path)),
  };
}

/** A server that waits for what surrounds a document, however slow the machine is; all other times are its own. */
const PATIENT: Partial<Platform> = {
  after(milliseconds, callback) {
    if (milliseconds < 100) setTimeout(callback, 30_000).unref();
    else setTimeout(callback, milliseconds);
  },
};

async function opened(
  { folder, uri }: Project,
  path: string,
  text: string,
  settings: Settings,
): Promise<TestClient> {
  const client = await TestClient.start({ settings, workspaceFolders: [folder] }, PATIENT);
  await client.open(uri(path), text);
  return client;
}

/** Pulls whenever the server asks for it, until the findings are these: what a rule asks of the context comes after it. */
async function finds(client: TestClient, uri: string, expected: readonly string[]): Promise<void> {
  for (;;) {
    const seen = client.refreshes;
    const found = (await client.pull(uri)).map(wordsOf);
    if (
      found.length === expected.length &&
      found.every((message, at) => message.includes(expected[at] ?? ''))
    )
      return;
    await client.quiet();
    if (seen === client.refreshes) assert.deepEqual(found, expected);
  }
}

function wordsOf({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}

describe('a Dockerfile in a folder of its own', () => {
  const text = 'FROM node:20-alpine\nCOPY package.json docs/guide.md ./\nCOPY src/sever.js ./\n';

  it('with its own ignore file is judged in the context of the Compose file', async () => {
    const files = project({
      'compose.yaml': 'services: {web: {build: {context: ., dockerfile: docker/web.Dockerfile}}}',
      'docker/web.Dockerfile': text,
      'docker/web.Dockerfile.dockerignore': '**/*.md\n',
      '.dockerignore': 'package.json\n',
      'package.json': '{}',
      'docs/guide.md': '',
      'src/server.js': '',
    });
    const uri = files.uri('docker/web.Dockerfile');
    const client = await opened(
      files,
      'docker/web.Dockerfile',
      text,
      onlyRules('no-ignored-source', 'no-missing-source'),
    );
    await finds(client, uri, [
      '"docs/guide.md" is left out of the build context by the line "**/*.md" of docker/web.Dockerfile.dockerignore',
      'did you mean "src/server.js"?',
    ]);
    await client.stop();
  });

  it('is judged in the folder above that holds what it copies', async () => {
    const files = project({ 'docker/Dockerfile': '', 'package.json': '', 'lib/a.js': '' });
    const client = await opened(
      files,
      'docker/Dockerfile',
      'FROM scratch\nCOPY package.json lib/ /x/\n',
      onlyRules('no-missing-source'),
    );
    await finds(client, files.uri('docker/Dockerfile'), []);
    await client.edit(files.uri('docker/Dockerfile'), 'FROM scratch\nCOPY package.json lbi/a.js /x/\n');
    await finds(client, files.uri('docker/Dockerfile'), ['did you mean "lib/a.js"?']);
    await client.stop();
  });

  it('is judged in the context that the settings name', async () => {
    const files = project({ 'a/Dockerfile': '', 'b/x.txt': '' });
    const settings = { ...onlyRules('no-missing-source'), context: 'b' };
    const client = await opened(files, 'a/Dockerfile', 'FROM scratch\nCOPY x.txt Dockerfile /x/\n', settings);
    await finds(client, files.uri('a/Dockerfile'), ['The build context holds no "Dockerfile".']);
    await client.stop();
  });
});

describe('the roles of stages', () => {
  const text = [
    'ARG BASE=alpine',
    'FROM $BASE AS base',
    'FROM base AS api',
    'FROM base AS worker',
    'FROM base AS tool',
    'FROM base',
    'COPY --from=deps /x /x',
    '',
  ].join('\n');

  async function graphOf(files: Project, path: string): Promise<Graph> {
    const client = await opened(files, path, text, {});
    const graph = await client.connection.sendRequest<Graph>('stagewright/graph', { uri: files.uri(path) });
    await client.stop();
    return graph;
  }

  const rolesOf = ({ stages }: Graph): readonly string[] => stages.map(({ role }) => role);

  it('take the targets of two Compose services as shipped beside the last stage', async () => {
    const compose =
      'services:\n  api: {build: {context: ., target: api}}\n  worker: {build: {context: ., target: worker}}\n';
    assert.deepEqual(rolesOf(await graphOf(project({ Dockerfile: text }), 'Dockerfile')), [
      'base',
      'target',
      'target',
      'target',
      'final',
    ]);
    const files = project({ Dockerfile: text, 'compose.yaml': compose });
    assert.deepEqual(rolesOf(await graphOf(files, 'Dockerfile')), [
      'base',
      'final',
      'final',
      'target',
      'final',
    ]);
  });

  it('give a smoke build its arguments and named contexts, so that they are not asked for', async () => {
    const jobs: SmokeJob[] = [];
    const given = 'ARG BASE\nARG OTHER\nFROM ${BASE}${OTHER}\nCOPY --from=deps /a /a\n';
    const files = project({
      Dockerfile: given,
      'compose.yaml':
        'services: {api: {build: {context: ., args: {BASE: busybox}, additional_contexts: {deps: ./lib}}}}',
    });
    const client = await TestClient.start(
      { settings: {}, workspaceFolders: [files.folder] },
      {
        ...PATIENT,
        smoke(job) {
          jobs.push(job);
          return Promise.reject(new Error('enough'));
        },
      },
    );
    const uri = files.uri('Dockerfile');
    await client.open(uri, given);
    const values = await client.connection.sendRequest<SmokeValues>('stagewright/smoke/values', { uri });
    assert.deepEqual(
      values.arguments.map(({ name }) => name),
      ['OTHER'],
    );
    await assert.rejects(
      client.connection.sendRequest('stagewright/smoke', { uri, token: 'mine' }),
      /enough/u,
    );
    assert.deepEqual(Object.keys(jobs[0]?.namedContexts ?? {}), ['deps']);
    assert.match(jobs[0]?.namedContexts['deps'] ?? '', /\/lib$/u);
    assert.equal(jobs[0]?.analysis.surroundings.buildArguments.get('BASE'), 'busybox');
    await client.stop();
  });

  it('follow the targets, arguments and named contexts of a Bake file', async () => {
    const bake = `
variable "BASE" { default = "debian:13" }
target "_common" {
  dockerfile = "docker/Dockerfile"
  args       = { BASE = BASE }
  contexts   = { deps = "../deps" }
}
target "tool" {
  inherits = ["_common"]
  target   = "tool"
}
`;
    const files = project({ 'docker/Dockerfile': text, 'docker-bake.hcl': bake });
    const graph = await graphOf(files, 'docker/Dockerfile');
    assert.deepEqual(rolesOf(graph), ['base', 'target', 'target', 'final', 'final']);
    assert.match(JSON.stringify(graph.stages[0]), /debian:13/);
    assert.match(JSON.stringify(graph), /named-context|deps/);
  });

  it('follow a dev container', async () => {
    const container =
      '{ "build": { "dockerfile": "../Dockerfile", "context": "..", "target": "tool" } } // here';
    const files = project({ Dockerfile: text, '.devcontainer/devcontainer.json': container });
    assert.deepEqual(rolesOf(await graphOf(files, 'Dockerfile')), [
      'base',
      'target',
      'target',
      'final',
      'final',
    ]);
  });

  it('change when a Compose file does', async () => {
    const files = project({ Dockerfile: text });
    const client = await opened(files, 'Dockerfile', text, {});
    const uri = files.uri('Dockerfile');
    await client.pull(uri);
    await client.quiet();
    const seen = client.refreshes;
    files.write('compose.yaml', 'services: {api: {build: {context: ., target: api}}}');
    await client.changeFile(files.uri('compose.yaml'), FileChangeType.Created);
    await client.until(() => client.refreshes > seen);
    const graph = await client.connection.sendRequest<Graph>('stagewright/graph', { uri });
    assert.deepEqual(rolesOf(graph), ['base', 'final', 'target', 'target', 'final']);
    await client.stop();
  });
});

describe('what lies in the context', () => {
  const text = 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n';
  const SECRET = ['This copies .env, which usually holds environment values'];

  it('is looked at after the first findings, and again when files come and go', async () => {
    const files = project({ Dockerfile: text, '.dockerignore': '.git\n', 'server.js': '', '.env': '' });
    const uri = files.uri('Dockerfile');
    const client = await opened(files, 'Dockerfile', text, onlyRules('no-secret-in-context'));
    await client.pull(uri);
    await client.until(() => client.refreshes === 1);
    await finds(client, uri, SECRET);

    await client.changeFile(files.uri('.git/index.lock'), FileChangeType.Created);
    files.remove('.env');
    await client.changeFile(files.uri('.env'), FileChangeType.Deleted);
    await client.until(() => client.refreshes === 2);
    await finds(client, uri, []);
    await client.stop();
  });

  it('is told to a client that does not pull as well', async () => {
    const files = project({ Dockerfile: text, '.dockerignore': '.git\n', '.env': '' });
    const uri = files.uri('Dockerfile');
    const client = await TestClient.start({
      capabilities: PUSH_CAPABILITIES,
      settings: onlyRules('no-secret-in-context'),
      workspaceFolders: [files.folder],
    });
    await client.open(uri, text);
    const [diagnostic] = await client.push(uri, ({ diagnostics }) => diagnostics.length > 0);
    assert.ok(diagnostic);
    assert.match(wordsOf(diagnostic), /This copies \.env/);
    await client.stop();
  });

  it('is asked of the client where the server has no file system', async () => {
    const client = await TestClient.start(
      {
        settings: onlyRules('no-secret-in-context', 'no-missing-source'),
        initializationOptions: { readsFiles: true },
        workspaceFolders: ['memfs:///work'],
      },
      { files: undefined },
    );
    const folders: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
      'memfs:///work': [
        ['Dockerfile', 'file'],
        ['.dockerignore', 'file'],
        ['src', 'folder'],
        ['link', 'link'],
      ],
      'memfs:///work/src': [
        ['.env', 'file'],
        ['server.js', 'file'],
      ],
    };
    client.connection.onRequest(
      'stagewright/fs/readDirectory',
      ({ uri }: { uri: string }) => folders[uri]?.map(([name, kind]) => ({ name, kind })) ?? null,
    );
    client.connection.onRequest('stagewright/fs/readFile', ({ uri }: { uri: string }) =>
      uri === 'memfs:///work/.dockerignore' ? '.git\n' : null,
    );
    client.connection.onRequest('stagewright/fs/stat', () => ({ bytes: 1 }));
    const uri = 'memfs:///work/Dockerfile';
    await client.open(uri, 'FROM scratch\nCOPY src/sever.js link/x /\nCOPY src /src\n');
    await client.pull(uri);
    await finds(client, uri, ['did you mean "src/server.js"?', 'This copies src/.env']);
    await client.stop();
  });

  it('gets a line in the ignore file by a fix, at its end', async () => {
    const files = project({ Dockerfile: text, '.dockerignore': '.git\n', '.env': '' });
    const uri = files.uri('Dockerfile');
    const client = await opened(files, 'Dockerfile', text, onlyRules('no-secret-in-context'));
    await finds(client, uri, SECRET);
    const [action] = await client.actions(uri, client.rangeOf(uri, 'COPY . .'));
    assert.equal(action?.title, 'Add .env to .dockerignore');
    const end = { line: 1, character: 0 };
    assert.deepEqual(action.edit?.documentChanges, [
      {
        textDocument: { uri: files.uri('.dockerignore'), version: null },
        edits: [{ range: { start: end, end }, newText: '.env\n' }],
      },
    ]);
    await client.stop();
  });
});
