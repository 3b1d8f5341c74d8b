import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type ListedFile } from '../../../../../server/src/core';
import { analyzed, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-bulky-context';

function holding(files: Readonly<Record<string, ListedFile>>, text = '') {
  return {
    context: listedContext(files, text),
    ignoreFile: { kind: 'present', path: '.dockerignore', text } as const,
  };
}

const FILES = {
  'package.json': {},
  'node_modules/a/index.js': { bytes: 210_400_000 },
  '.git/objects/pack': { bytes: 34_000_000 },
  'dist/app.js': { bytes: 1_400_000 },
};
const BUILD =
  'FROM node:20 AS b\nCOPY package.json ./\nRUN npm ci\nCOPY «.» .\nRUN npm run build\nFROM scratch\nCOPY --from=b /dist /\n';

describe(RULE, () => {
  it('reports what the build makes or installs itself, and the history', () => {
    checkRule(RULE, BUILD, { surroundings: holding(FILES), level: 'information' });
    assert.deepEqual(messagesOf(RULE, BUILD.replace(/[«»]/g, ''), { surroundings: holding(FILES) }), [
      'This takes in node_modules (210 MB), .git (34 MB) and dist (1.4 MB), which the build does not need; add it to .dockerignore.',
    ]);
  });

  it('is silent about what is ignored or used', () => {
    const plain = BUILD.replace(/[«»]/g, '');
    checkRule(RULE, plain, { surroundings: holding(FILES, 'node_modules\n.git\ndist\n') });
    const { 'package.json': manifest, 'dist/app.js': output } = FILES;
    checkRule(RULE, 'FROM nginx:1.27\nCOPY . /usr/share/nginx/html\n', {
      surroundings: holding({ 'package.json': manifest ?? {}, 'dist/app.js': output }),
    });
    checkRule(RULE, plain.replace('COPY .', 'COPY dist d\nCOPY .'), {
      surroundings: holding({ 'package.json': {}, 'dist/app.js': output }),
    });
    checkRule(RULE, 'FROM golang:1.23\nCOPY . .\nRUN git describe > version && go build\n', {
      surroundings: holding({ '.git/objects/pack': { bytes: 34_000_000 } }),
    });
    checkRule(RULE, 'FROM golang:1.23\nCOPY . .\nRUN go build\n', {
      surroundings: holding({ '.git/HEAD': { bytes: 30_000 }, 'vendor/a/a.go': { bytes: 90_000_000 } }),
    });
  });

  it('says that there is more than was counted', () => {
    const context = listedContext(FILES);
    const bulk = [
      { path: '.git', kind: 'folder', bytes: 2_000_000_000, files: 4001, isComplete: false } as const,
    ];
    const surroundings = {
      ...holding(FILES),
      context: { ...context, survey: () => ({ secrets: [], bulk, isComplete: false }) },
    };
    assert.match(
      messagesOf(RULE, 'FROM scratch\nCOPY . /\n', { surroundings })[0] ?? '',
      /\.git \(more than 2 GB\)/,
    );
  });

  it('adds them to the ignore file', () => {
    const analysis = analyzed(BUILD.replace(/[«»]/g, ''), { surroundings: holding(FILES, '.env\n') });
    const finding = analysis.findings.find(({ rule }) => rule === RULE);
    assert.ok(finding);
    assert.deepEqual(analysis.fixesOf(finding), [
      {
        title: 'Add 3 lines to .dockerignore',
        safety: 'suggestion',
        edits: [],
        newFiles: [{ path: '.dockerignore', text: '.env\nnode_modules\n.git\ndist\n', replaces: '.env\n' }],
      },
    ]);
  });
});
